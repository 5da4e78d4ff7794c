// Long streams are digested with the help of a worker thread, so that SM3 does not keep this one from reading, writing
// and answering. It is started when first asked for; without an open stream it does not keep the program alive. Where
// it cannot be started the answer is null, and the caller digests everything in its own thread.

import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { BothDigests } from '../../shared/bytes/hashers.ts';
import { createBesideStream, type BesideStream } from './beside-stream.ts';
import type { Sm3Source } from './node-digests.ts';
import type { FromSm3Thread, Sm3ThreadData } from './sm3-thread.ts';

/** The opener of one thread's streams. */
export function createBeside(sm3: Sm3Source): () => Promise<BothDigests | null> {
  let starting: Promise<Worker | null> | null = null;
  const streams = new Map<number, BesideStream>();
  let opened = 0;

  function lost(error: unknown): void {
    starting = null;
    for (const stream of streams.values()) stream.failed(error);
  }

  function start(): Promise<Worker> {
    const workerData: Sm3ThreadData = { sm3 };
    return new Promise((resolve, reject) => {
      const worker = new Worker(threadFile(), { workerData });
      worker.on('error', (error) => {
        reject(error);
        lost(error);
      });
      worker.on('exit', () => lost(new Error('the SM3 thread ended')));
      worker.on('message', (message: FromSm3Thread) => {
        if (message.type === 'ready') {
          worker.unref();
          resolve(worker);
        } else if (message.type === 'free') streams.get(message.stream)?.freed(message.slot);
        else streams.get(message.stream)?.digested(message.digest);
      });
    });
  }

  return async () => {
    // Told by the null: nothing is lost but speed.
    starting ??= start().catch(() => null);
    const worker = await starting;
    if (worker === null) return null;
    const id = ++opened;
    const stream = createBesideStream({
      send: (message) => worker.postMessage({ ...message, stream: id }, []),
      ended() {
        streams.delete(id);
        if (streams.size === 0) worker.unref();
      },
    });
    streams.set(id, stream);
    worker.ref();
    return stream.both;
  };
}

/** Beside this file in a checkout; in the built program out/node/sm3-thread.js, seen from wherever this was bundled. */
function threadFile(): URL {
  const places = ['./sm3-thread.ts', './sm3-thread.js', '../sm3-thread.js', '../node/sm3-thread.js'];
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (file === undefined) throw new Error('no SM3 thread beside the program');
  return file;
}

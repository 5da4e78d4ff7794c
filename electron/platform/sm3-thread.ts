// A worker thread that runs SM3 over any number of streams. Bytes come in slots of shared memory; each slot is answered
// when it has been digested, so that the sender may fill it again.

import { parentPort, workerData } from 'node:worker_threads';
import type { StreamHash } from '../../shared/bytes/hashers.ts';
import { createNodeSm3, type Sm3Source } from './node-digests.ts';

export interface Sm3ThreadData {
  readonly sm3: Sm3Source;
}

export type ToSm3Thread =
  | { readonly type: 'open'; readonly stream: number; readonly slots: readonly Uint8Array[] }
  | { readonly type: 'slot'; readonly stream: number; readonly slot: number; readonly length: number }
  | { readonly type: 'digest' | 'drop'; readonly stream: number };

export type FromSm3Thread =
  | { readonly type: 'ready' }
  | { readonly type: 'free'; readonly stream: number; readonly slot: number }
  | { readonly type: 'digest'; readonly stream: number; readonly digest: Uint8Array };

const create = await createNodeSm3((workerData as Sm3ThreadData).sm3);
const streams = new Map<number, { readonly hash: StreamHash; readonly slots: readonly Uint8Array[] }>();
const port = parentPort!;

function say(message: FromSm3Thread): void {
  port.postMessage(message, []);
}

port.on('message', (message: ToSm3Thread) => {
  const { stream } = message;
  if (message.type === 'open') {
    streams.set(stream, { hash: create(), slots: message.slots });
    return;
  }
  const open = streams.get(stream)!;
  if (message.type === 'slot') {
    open.hash.update(open.slots[message.slot]!.subarray(0, message.length));
    say({ type: 'free', stream, slot: message.slot });
    return;
  }
  streams.delete(stream);
  if (message.type === 'digest') say({ type: 'digest', stream, digest: open.hash.digest() });
});
say({ type: 'ready' });

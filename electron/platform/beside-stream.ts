// Both digests of one long stream: SHA-256 in this thread, SM3 (four times the work) in another, over a ring of shared
// slots that are filled here. While none is free, update() waits, so that memory stays flat.

import type { BothDigests } from '../../shared/bytes/hashers.ts';
import { createNodeSha256 } from './node-digests.ts';
import type { ToSm3Thread } from './sm3-thread.ts';

const SLOT_BYTES = 1024 * 1024;
const SLOTS = 4;

type Sent<T = ToSm3Thread> = T extends ToSm3Thread ? Omit<T, 'stream'> : never;

export interface BesideStreamDeps {
  /** To the thread. */
  send(message: Sent): void;
  /** Called once, when no more answers are waited for. */
  ended(): void;
}

export interface BesideStream {
  readonly both: BothDigests;
  /** The thread has done with a slot. */
  freed(slot: number): void;
  digested(sm3: Uint8Array): void;
  failed(error: unknown): void;
}

export function createBesideStream({ send, ended }: BesideStreamDeps): BesideStream {
  const sha256 = createNodeSha256();
  const slots = Array.from({ length: SLOTS }, () => new Uint8Array(new SharedArrayBuffer(SLOT_BYTES)));
  const busy = slots.map(() => false);
  const sm3 = Promise.withResolvers<Uint8Array>();
  let filling = 0;
  let filled = 0;
  let over = false;
  let wake: (() => void) | null = null;
  let failure: { readonly error: unknown } | null = null;
  // Who calls update() or digests() next hears of a failure; a dropped stream has nobody to tell.
  sm3.promise.catch(() => undefined);
  send({ type: 'open', slots });

  function end(): void {
    if (over) return;
    over = true;
    ended();
  }

  function flush(): void {
    if (filled === 0) return;
    busy[filling] = true;
    send({ type: 'slot', slot: filling, length: filled });
    filling = (filling + 1) % SLOTS;
    filled = 0;
  }

  async function waitForSlot(): Promise<void> {
    while (busy[filling]) await new Promise<void>((resolve) => (wake = resolve));
    if (failure !== null) throw failure.error;
  }

  return {
    both: {
      async update(bytes) {
        for (let at = 0; at < bytes.length;) {
          await waitForSlot();
          const part = bytes.subarray(at, at + SLOT_BYTES - filled);
          slots[filling]!.set(part, filled);
          filled += part.length;
          at += part.length;
          if (filled === SLOT_BYTES) flush();
        }
        sha256.update(bytes);
      },
      async digests() {
        flush();
        send({ type: 'digest' });
        return { sha256: sha256.digest(), sm3: await sm3.promise };
      },
      drop() {
        if (over) return;
        send({ type: 'drop' });
        end();
      },
    },
    freed(slot) {
      busy[slot] = false;
      wake?.();
    },
    digested(digest) {
      sm3.resolve(digest);
      end();
    },
    failed(error) {
      failure = { error };
      sm3.reject(error);
      busy.fill(false);
      wake?.();
      end();
    },
  };
}

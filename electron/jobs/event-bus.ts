// Tells every listener what happens. Each has a bounded buffer: news of a job replaces its older news, pictures go
// first when it is full, so that a slow listener loses nothing that matters and holds no memory.

import type { AppEvent } from '../../shared/api/views.ts';

export interface EventBus {
  publish(event: AppEvent): void;
  /** From now on, until the signal is aborted or the loop over it is left; leaves nothing behind. */
  subscribe(signal: AbortSignal): AsyncIterable<AppEvent>;
  readonly listeners: number;
}

interface Listener {
  readonly buffer: Map<string, AppEvent>;
  wake: () => void;
  left?: boolean;
}

const MAX_BUFFERED = 1_000;

export function createEventBus(): EventBus {
  const listeners = new Set<Listener>();

  return {
    publish(event) {
      for (const listener of listeners) {
        keep(listener.buffer, event);
        listener.wake();
      }
    },
    subscribe(signal) {
      return {
        [Symbol.asyncIterator]() {
          const listener: Listener = { buffer: new Map(), wake: () => undefined };
          const onAbort = (): void => leave();
          const leave = (): void => {
            signal.removeEventListener('abort', onAbort);
            listeners.delete(listener);
            listener.left = true;
            listener.wake();
          };
          // Registered now, not at the first next(): what happens in between is news as well.
          if (signal.aborted) listener.left = true;
          else {
            listeners.add(listener);
            signal.addEventListener('abort', onAbort);
          }
          const events = follow(listener);
          return {
            next: () => events.next(),
            // Here and not in a finally of the generator: one that never started would not run it.
            return() {
              leave();
              return events.return(undefined);
            },
          };
        },
      };
    },
    get listeners() {
      return listeners.size;
    },
  };
}

async function* follow(listener: Listener): AsyncGenerator<AppEvent, undefined> {
  while (!listener.left) {
    const [next] = listener.buffer;
    if (next) {
      listener.buffer.delete(next[0]);
      yield next[1];
    } else {
      await new Promise<void>((resolve) => {
        listener.wake = resolve;
      });
    }
  }
}

function keep(buffer: Map<string, AppEvent>, event: AppEvent): void {
  const key = keyOf(event);
  buffer.delete(key);
  if (buffer.size >= MAX_BUFFERED) {
    const frame = [...buffer.keys()].find((name) => name.startsWith('frame '));
    const oldest = frame ?? buffer.keys().next().value;
    if (oldest !== undefined) buffer.delete(oldest);
  }
  buffer.set(key, event);
}

/** Two events with one key tell the same story: the later one is enough. */
function keyOf(event: AppEvent): string {
  switch (event.type) {
    case 'job':
      return `job ${event.job.id}`;
    case 'frame':
      return `frame ${event.jobId}`;
    case 'recording':
      return `recording ${event.recording.id}`;
    case 'evidence':
      return `evidence ${event.id}`;
    case 'batch':
      return `batch ${event.id}`;
    default:
      return event.type;
  }
}

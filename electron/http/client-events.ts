// A tRPC subscription as an async iterable that ends with its signal and keeps a bounded backlog.

import type { AppEvent } from '../../shared/api/views.ts';
import { toAppError } from './client-errors.ts';

const MAX_BACKLOG = 1_000;

interface Observer {
  onData(event: AppEvent): void;
  onError(error: unknown): void;
  onComplete(): void;
}

/** Moving pictures are dropped first where the reader is slow; other events never are. */
export async function* streamEvents(
  signal: AbortSignal,
  subscribe: (observer: Observer) => { unsubscribe(): void },
): AsyncGenerator<AppEvent> {
  const backlog: AppEvent[] = [];
  let end: { error?: unknown } | null = null;
  let wake = Promise.withResolvers<void>();
  const finish = (how: { error?: unknown }): void => {
    end ??= how;
    wake.resolve();
  };
  const stop = (): void => finish({});
  const subscription = subscribe({
    onData: (event) => {
      if (event.type === 'frame' && backlog.length >= MAX_BACKLOG) return;
      backlog.push(event);
      wake.resolve();
    },
    onError: (error) => finish({ error }),
    onComplete: stop,
  });
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for (;;) {
      for (let event = backlog.shift(); event !== undefined; event = backlog.shift()) yield event;
      const ended = end as { error?: unknown } | null;
      if (ended?.error !== undefined) throw toAppError(ended.error);
      if (ended !== null) return;
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    subscription.unsubscribe();
  }
}

// The window's one event stream. It reconnects for ever with growing pauses and says quietly how it stands.

import type { AppEvent } from '../../shared/api/views.ts';
import { api } from './client.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost';

export interface EventListener {
  onEvent(event: AppEvent): void;
  onState(state: ConnectionState): void;
}

const LONGEST_PAUSE_MS = 10_000;

/** Returns a function that ends it. After every (re)connection the listener should read afresh what it shows. */
export function listen(listener: EventListener): () => void {
  let ended = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | undefined;

  function connect(): void {
    let over = false;
    const again = () => {
      if (ended || over) return;
      over = true;
      stop?.();
      failures += 1;
      listener.onState('lost');
      timer = setTimeout(connect, Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE_MS));
    };
    const subscription = api.events.subscribe(undefined, {
      onStarted() {
        failures = 0;
        listener.onState('open');
      },
      onData: (event) => listener.onEvent(event),
      onConnectionStateChange: (change) => {
        if (change.state === 'connecting' && change.error) listener.onState('lost');
      },
      onError: again,
      onComplete: again,
    });
    stop = () => subscription.unsubscribe();
  }

  listener.onState('connecting');
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    stop?.();
  };
}

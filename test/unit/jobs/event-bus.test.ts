import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { AppEvent } from '../../../shared/api/views.ts';
import { createEventBus } from '../../../electron/jobs/event-bus.ts';

const frame = (jobId: string, jpegBase64 = ''): AppEvent => ({ type: 'frame', jobId, jpegBase64 });
const sealed = (id: number): AppEvent => ({ type: 'evidence', id: `E-${id}` });

describe('event bus', () => {
  it('gives each listener what happens from its subscription on, in order', async () => {
    const bus = createEventBus();
    bus.publish(sealed(0));
    const abort = new AbortController();
    const iterator = bus.subscribe(abort.signal)[Symbol.asyncIterator]();
    bus.publish(sealed(1));
    const first = await iterator.next();
    const second = iterator.next();
    bus.publish(sealed(2));
    expect([first.value, (await second).value]).toEqual([sealed(1), sealed(2)]);
  });

  it('ends on the signal, also while waiting, and leaves nothing behind', async () => {
    const bus = createEventBus();
    const abort = new AbortController();
    const seen: AppEvent[] = [];
    const loop = (async () => {
      for await (const event of bus.subscribe(abort.signal)) seen.push(event);
    })();
    const unused = bus.subscribe(abort.signal)[Symbol.asyncIterator]();
    await unused.return?.();
    bus.publish(sealed(1));
    await expect.poll(() => seen.length).toBe(1);
    expect(bus.listeners).toBe(1);
    abort.abort();
    await loop;
    expect(bus.listeners).toBe(0);
    for await (const event of bus.subscribe(abort.signal)) seen.push(event);
    expect(seen).toHaveLength(1);
  });

  it('leaves nothing behind on a signal that lives longer than its loops', async () => {
    const bus = createEventBus();
    const abort = new AbortController();
    for (let i = 0; i < 50; i++) {
      const iterator = bus.subscribe(abort.signal)[Symbol.asyncIterator]();
      if (i % 2 === 0) {
        bus.publish(sealed(i));
        await iterator.next();
      }
      await iterator.return?.();
    }
    expect(bus.listeners).toBe(0);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  it('is bounded for a listener that does not listen: pictures go first, news of a job is merged', async () => {
    const bus = createEventBus();
    const abort = new AbortController();
    const iterator = bus.subscribe(abort.signal)[Symbol.asyncIterator]();
    for (let i = 0; i < 10; i++) bus.publish(frame('J-1', `${i}`));
    for (let i = 0; i < 1_000; i++) bus.publish(sealed(i));
    expect((await iterator.next()).value).toEqual(sealed(0));
    for (let i = 1_000; i < 1_500; i++) bus.publish(sealed(i));
    const first = await iterator.next();
    expect(first.value).toEqual(sealed(500));
    abort.abort();
    expect((await iterator.next()).done).toBe(true);
  });
});

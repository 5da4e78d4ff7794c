// The desktop shell's link: replies meet their questions, subscriptions stop on both sides, errors keep their code.

import { createTRPCClient } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { AppRouter } from '../../../electron/api/router.ts';
import { toFailure } from '../../../renderer/api/failure.ts';
import { ipcLink } from '../../../renderer/api/ipc-link.ts';
import type { CunanBridge, IpcReply, IpcRequest } from '../../../shared/api/ipc.ts';

function connect() {
  const sent: IpcRequest[] = [];
  let deliver: ((reply: IpcReply) => void) | undefined;
  const bridge: CunanBridge = {
    pathOf: () => '',
    choose: async () => [],
    send: (message) => void sent.push(structuredClone(message)),
    onMessage(callback) {
      deliver = callback;
      return () => undefined;
    },
  };
  const client = createTRPCClient<AppRouter>({ links: [ipcLink(bridge)] });
  return { client, sent, reply: (message: IpcReply) => deliver?.(structuredClone(message)) };
}

describe('IPC link', () => {
  it('matches answers by id, in any order', async () => {
    const { client, sent, reply } = connect();
    const cases = client.listCases.query();
    const jobs = client.listJobs.query();
    await Promise.resolve();
    expect(sent.map((message) => message.type === 'query' && message.path)).toEqual([
      'listCases',
      'listJobs',
    ]);
    reply({ id: sent[1]!.id, type: 'data', data: ['job'] });
    reply({ id: sent[0]!.id, type: 'data', data: ['case'] });
    await expect(cases).resolves.toEqual(['case']);
    await expect(jobs).resolves.toEqual(['job']);
    expect(sent).toHaveLength(2);
  });

  it('hands an error of the core on with its code and facts', async () => {
    const { client, sent, reply } = connect();
    const answer = client.cancelJob.mutate({ id: 'x' }).catch(toFailure);
    await Promise.resolve();
    reply({
      id: sent[0]!.id,
      type: 'error',
      error: {
        message: 'input/not-found',
        code: -32603,
        data: { code: 'INTERNAL_SERVER_ERROR', app: { code: 'input/not-found', details: { what: 'x' } } },
      },
    });
    await expect(answer).resolves.toEqual({ code: 'input/not-found', details: { what: 'x' } });
  });

  it('delivers events until it is stopped, and tells the other side', async () => {
    const { client, sent, reply } = connect();
    const seen: unknown[] = [];
    const states: string[] = [];
    const subscription = client.events.subscribe(undefined, {
      onStarted: () => states.push('started'),
      onData: (event) => seen.push(event),
      onComplete: () => states.push('complete'),
    });
    const { id } = sent[0]!;
    reply({ id, type: 'started' });
    reply({ id, type: 'data', data: { type: 'cases' } });
    reply({ id, type: 'data', data: { type: 'settings' } });
    subscription.unsubscribe();
    reply({ id, type: 'data', data: { type: 'cases' } });
    expect(seen).toEqual([{ type: 'cases' }, { type: 'settings' }]);
    expect(states[0]).toBe('started');
    expect(sent.at(-1)).toEqual({ id, type: 'stop' });
  });

  it('ends when the other side is done, without a stop in return', async () => {
    const { client, sent, reply } = connect();
    let completed = false;
    client.events.subscribe(undefined, { onComplete: () => (completed = true) });
    reply({ id: sent[0]!.id, type: 'done' });
    expect(completed).toBe(true);
    expect(sent).toHaveLength(1);
  });
});

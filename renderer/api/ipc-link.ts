// tRPC's terminating link for the desktop shell: operations go over the narrow bridge, replies are matched by id.

import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { CunanBridge, IpcReply } from '../../shared/api/ipc.ts';
import type { AppRouter } from '../../electron/api/router.ts';

export function ipcLink(bridge: CunanBridge): TRPCLink<AppRouter> {
  let lastId = 0;
  const waiting = new Map<number, (reply: IpcReply) => void>();
  bridge.onMessage((reply) => waiting.get(reply.id)?.(reply));

  return () =>
    ({ op }) =>
      observable((observer) => {
        const id = (lastId += 1);
        const end = () => waiting.delete(id);
        waiting.set(id, (reply) => {
          if (reply.type === 'started') {
            observer.next({ result: { type: 'started' } });
          } else if (reply.type === 'data') {
            observer.next({ result: { type: 'data', data: reply.data } });
            if (op.type === 'subscription') return;
            end();
            observer.complete();
          } else if (reply.type === 'error') {
            end();
            // The shape is the router's own; tRPC types it by the router's error formatter.
            observer.error(TRPCClientError.from({ error: reply.error as never }));
          } else {
            end();
            observer.complete();
          }
        });
        bridge.send({ id, type: op.type, path: op.path, input: op.input });
        return () => {
          if (end()) bridge.send({ id, type: 'stop' });
        };
      });
}

// The typed client of the core: the same router through IPC or through loopback HTTP.

import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client';
import type { AppRouter } from '../../electron/api/router.ts';
import { API_PATH } from '../../shared/api/page.ts';
import { ipcLink } from './ipc-link.ts';
import { session } from './session.ts';

export type Api = TRPCClient<AppRouter>;

function connect(): Api {
  if (session.shell === 'desktop') return createTRPCClient<AppRouter>({ links: [ipcLink(session.bridge)] });
  const bearer = session.shell === 'browser' ? session.bearer : '';
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url: API_PATH, connectionParams: { bearer } }),
        false: httpBatchLink({
          url: API_PATH,
          maxURLLength: 8_000,
          headers: { authorization: `Bearer ${bearer}` },
        }),
      }),
    ],
  });
}

export const api = connect();

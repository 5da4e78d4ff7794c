// The transport rule: content and credentials travel over verified TLS only. Plain http is for replies that prove themselves
// (an RPC node's anchor is held against its proofs) and for this computer's own loopback.

import { isLoopbackHost } from '../../../shared/api/confidential-url.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Transport } from '../../../shared/chain/types.ts';

export function transportOf(url: string): Transport {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return 'verified-tls';
  return isLoopbackHost(hostname) ? 'loopback' : 'plain';
}

/** For what carries content or a credential. Throws input/invalid {field} for plain http over a network. */
export function assertConfidential(url: string, field: string): Transport {
  const transport = transportOf(url);
  if (transport === 'plain') throw new AppError('input/invalid', { field, problem: 'https only' });
  return transport;
}

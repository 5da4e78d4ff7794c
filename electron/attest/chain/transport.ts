// The transport rule: content and credentials travel over verified TLS only. Plain http is for replies that prove themselves
// (an RPC node's anchor is held against its proofs) and for this computer's own loopback.

import { AppError } from '../../../shared/errors.ts';
import type { Transport } from '../../../shared/chain/types.ts';

export function transportOf(url: string): Transport {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return 'verified-tls';
  return isLoopback(hostname) ? 'loopback' : 'plain';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** For what carries content or a credential. Throws input/invalid {field} for plain http over a network. */
export function assertConfidential(url: string, field: string): Transport {
  const transport = transportOf(url);
  if (transport === 'plain') throw new AppError('input/invalid', { field, problem: 'https only' });
  return transport;
}

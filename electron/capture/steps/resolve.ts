// Step 'resolve': the addresses that the name has for this machine, and the rule of reachable addresses.

import { isIP } from 'node:net';
import type { Attempt } from '../attempt.ts';
import { bareHost } from '../target/public-target.ts';

export async function resolveStep(attempt: Attempt): Promise<void> {
  const host = bareHost(attempt.url);
  const at = attempt.deps.clock.now().toISOString();
  if (isIP(host)) {
    attempt.dns.push({ host, addresses: [host], error: null, at });
    return;
  }
  try {
    const addresses = await attempt.resolve(host);
    attempt.dns.push({ host, addresses, error: null, at });
    attempt.events.add('resolved', { host, addresses: addresses.join(' ') });
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'ENOTFOUND';
    attempt.dns.push({ host, addresses: [], error: code, at });
    attempt.events.add('not-resolved', { host, error: code });
    // Not the end: behind a proxy only the browser reaches the name. What it says decides.
  }
}

// The environment check without a capture, for `cunan check` and the settings screen.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { EnvironmentRecord } from '../shared/evidence/environment.ts';
import { assertCapturableUrl } from './capture/target/capturable-url.ts';
import { isPrivateAddress } from './capture/target/private-address.ts';
import { bareHost } from './capture/target/public-target.ts';
import type { EnvironmentTarget } from './capture/types.ts';
import type { Environment } from './environment/environment.ts';

/** Throws input/not-a-url, input/unsupported-scheme. */
export async function checkEnvironment(
  environment: Environment,
  url: string | null,
): Promise<EnvironmentRecord> {
  const target = url === null ? null : await resolved(bareHost(assertCapturableUrl(url)));
  const check = environment.begin(target);
  try {
    return (await check.alone()).record;
  } finally {
    check.end();
  }
}

async function resolved(host: string): Promise<EnvironmentTarget> {
  try {
    const answers = isIP(host) ? [{ address: host }] : await lookup(host, { all: true, verbatim: true });
    const addresses = answers.map(({ address }) => address);
    return { host, addresses, error: null, isPrivate: addresses.some((each) => isPrivateAddress(each)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'ENOTFOUND';
    return { host, addresses: [], error: code, isPrivate: false };
  }
}

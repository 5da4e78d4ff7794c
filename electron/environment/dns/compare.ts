// The system's answer for a name against those of public resolvers. Large sites give every asker other addresses: a
// difference is a hint, never more.

import { isIP } from 'node:net';
import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import type { Found, Look } from '../probe.ts';
import { askDoh, type DohAnswer } from './doh.ts';

const TIMEOUT_MS = 1_500;
const SILENT_FOR_MS = 60_000;

export interface SystemAnswer {
  readonly addresses: readonly string[];
  readonly error: string | null;
}

export interface DnsCheck {
  /** Also tells the addresses that anybody gave. */
  probe(
    look: Look,
    host: string,
    system: SystemAnswer,
  ): Promise<Found & { readonly known: readonly string[] }>;
}

export function createDnsCheck(resolvers: () => readonly string[], monotonicMs: () => number): DnsCheck {
  /** Resolvers that did not answer, by URL, and when: a closed network costs one time-out a minute. */
  const silent = new Map<string, number>();

  async function ask(look: Look, url: string, host: string): Promise<DohAnswer> {
    const since = silent.get(url);
    if (since !== undefined && monotonicMs() - since < SILENT_FOR_MS)
      throw new Error('did not answer a moment ago');
    try {
      const answer = await askDoh(url, host, { ports: look.ports, timeoutMs: TIMEOUT_MS });
      silent.delete(url);
      return answer;
    } catch (error) {
      silent.set(url, monotonicMs());
      throw error;
    }
  }

  return {
    async probe(look, host, system) {
      if (isIP(host) !== 0) return { findings: [{ code: 'dns-address' }], known: [host] };
      look.keep(`system resolver: ${host}`, system.error ?? system.addresses.join('\n'));
      const urls = resolvers();
      const settled = await Promise.allSettled(urls.map((url) => ask(look, url, host)));
      const answers: DohAnswer[] = [];
      for (const [at, each] of settled.entries()) {
        if (each.status === 'fulfilled') answers.push(each.value);
        look.keep(
          `DNS over HTTPS ${urls[at]}: ${host}`,
          each.status === 'fulfilled'
            ? `${each.value.rcode}\n${each.value.addresses.join('\n')}`
            : String(each.reason),
        );
      }
      return {
        findings: judgeDns(system, answers, urls.length > 0),
        facts: {
          system: system.addresses,
          systemError: system.error,
          resolvers: answers.map(
            ({ resolver, addresses, rcode }) => `${resolver}: ${addresses.join(' ') || rcode}`,
          ),
          silent: urls.filter((_, at) => settled[at]!.status === 'rejected').map((url) => new URL(url).host),
        },
        known: [...new Set([...system.addresses, ...answers.flatMap(({ addresses }) => addresses)])],
      };
    },
  };
}

/** @param asked false where no resolver is configured. */
export function judgeDns(
  system: SystemAnswer,
  answers: readonly DohAnswer[],
  asked = true,
): readonly EnvironmentFinding[] {
  const resolvers = answers.map(({ resolver }) => resolver).join(', ');
  const findings: EnvironmentFinding[] = [];
  if (system.addresses.length === 0)
    findings.push({ code: 'dns-no-system', details: { error: system.error ?? 'no address' } });
  if (answers.length === 0) return [...findings, { code: asked ? 'dns-no-resolver' : 'dns-not-asked' }];
  if (answers.length === 1) findings.push({ code: 'dns-one-resolver', details: { resolver: resolvers } });
  const apart = answers.filter(
    ({ addresses }) => !addresses.some((address) => system.addresses.includes(address)),
  );
  if (system.addresses.length > 0 && apart.length > 0) {
    findings.push({
      code: 'dns-differs',
      details: {
        system: system.addresses.join(' '),
        resolvers: apart
          .map(({ resolver, addresses, rcode }) => `${resolver}: ${addresses.join(' ') || rcode}`)
          .join('; '),
      },
    });
  }
  return findings.length > 0 ? findings : [{ code: 'dns-agrees', details: { resolvers } }];
}

// The check of one capture: everything is started at once, judged where it is known, and told as environment.json and
// raw.jsonl at the end. Whoever waits here waits a moment for what is slow and goes on; what comes later still counts.

import {
  blockingItems,
  ENVIRONMENT_ITEMS,
  resultOf,
  type EnvironmentFinding,
  type EnvironmentItem,
  type EnvironmentItemCode,
  type EnvironmentRaw,
} from '../../shared/evidence/environment.ts';
import type { EnvironmentCheck, EnvironmentReport, EnvironmentTarget } from '../capture/types.ts';
import type { Clock } from '../platform/ports.ts';
import type { ClockWatch } from './clock/watch.ts';
import { compareRuns } from './compare.ts';
import type { DnsCheck } from './dns/compare.ts';
import type { Items, MachineChecks } from './machine/checks.ts';
import { probeHosts } from './machine/storage.ts';
import { judgeBrowser, judgeCache, judgeExtensions, judgeProfile, judgeServer } from './page/browser.ts';
import { judgeTls, type PublicRoots } from './page/tls.ts';
import { masked } from './masks.ts';
import type { EnvironmentPorts } from './ports.ts';
import { runProbe, type Found, type Probe, type ProbedItem } from './probe.ts';
import { buildReport, type ClosedRun } from './report.ts';

const LIMIT_MS = 6_000;
/** Longest wait for what is slow (the network, PowerShell) before the page is asked for. */
const GRACE_MS = 300;
const NOT_FOR_PRIVATE: ReadonlySet<EnvironmentItemCode> = new Set([
  'dns',
  'proxy',
  'network',
  'server',
  'tls',
]);

export interface CheckDeps {
  readonly ports: EnvironmentPorts;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly dns: DnsCheck;
  readonly machine: MachineChecks;
  readonly publicRoots: () => PublicRoots;
  /** Whether no other check is open. */
  readonly alone: () => boolean;
}

interface OpenRun {
  readonly startedAt: string;
  readonly items: Map<EnvironmentItemCode, Promise<ProbedItem>>;
  readonly settled: Map<EnvironmentItemCode, EnvironmentItem>;
}

/** @param target null: only the machine is looked at. */
export function beginCheck(
  deps: CheckDeps,
  target: EnvironmentTarget | null,
  override: { readonly reason: string | null; readonly by: string | null },
): Omit<EnvironmentCheck, 'end'> {
  const { ports, clock } = deps;
  const isPrivate = target?.isPrivate ?? false;
  const host = target?.host ?? null;
  const proxy = target?.proxy ?? null;
  const now = (): string => clock.now().toISOString();
  let known: readonly string[] = target?.addresses ?? [];
  let beginAfter: OpenRun | null = null;

  function open(items: Items): OpenRun {
    const run: OpenRun = { startedAt: now(), items: new Map(), settled: new Map() };
    for (const [code, item] of items) add(run, code, item);
    return run;
  }
  function add(run: OpenRun, code: EnvironmentItemCode, item: Promise<ProbedItem>): void {
    const told = item.then((probed) => {
      if (isPrivate && NOT_FOR_PRIVATE.has(code)) return withFindings(probed, [{ code: 'private-target' }]);
      return code === 'proxy' && proxy !== null ? throughProxy(probed, proxy) : probed;
    });
    run.items.set(code, told);
    void told.then((probed) => run.settled.set(code, probed.item));
  }
  function page(run: OpenRun, code: EnvironmentItemCode, probe: Probe): void {
    add(run, code, runProbe(code, 'page', probe, { ports, clock, limitMs: LIMIT_MS }));
  }

  const before = open(deps.machine.before());
  page(before, 'clock', deps.clockWatch.probe);
  page(before, 'hosts', (look) => probeHosts(look, host, isPrivate));
  if (target?.recording !== true) page(before, 'recorder', say({ code: 'recorder-not-used' }));
  if (target !== null) {
    page(before, 'dns', async (look): Promise<Found> => {
      if (isPrivate) return { findings: [{ code: 'private-target' }] };
      const found = await deps.dns.probe(look, target.host, {
        addresses: target.addresses,
        error: target.error,
      });
      known = found.known;
      return { findings: found.findings, ...(found.facts && { facts: found.facts }) };
    });
  }

  async function patiently(run: OpenRun): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GRACE_MS);
    });
    await Promise.race([Promise.all(run.items.values()), enough]);
    clearTimeout(timer);
  }

  function blocked(): readonly EnvironmentItemCode[] {
    return blockingItems(
      [before, beginAfter].map(
        (run) => run && { startedAt: '', endedAt: '', items: [...run.settled.values()] },
      ),
    );
  }

  async function close(
    run: OpenRun,
    name: EnvironmentRaw['run'],
    only: readonly EnvironmentItemCode[] = ENVIRONMENT_ITEMS,
  ): Promise<ClosedRun> {
    const asked = [...run.items].filter(([code]) => only.includes(code)).map(([, item]) => item);
    const probed = await Promise.all(asked);
    const items = inOrder(probed.map(({ item }) => item));
    return {
      run: { startedAt: run.startedAt, endedAt: now(), items },
      raw: probed.flatMap(({ item, raw }) => raw.map((each) => ({ run: name, item: item.code, ...each }))),
    };
  }

  async function report(after: boolean, only?: readonly EnvironmentItemCode[]): Promise<EnvironmentReport> {
    const first = await close(before, 'before', only);
    let second: ClosedRun | null = null;
    if (after && beginAfter !== null) {
      await Promise.all(beginAfter.items.values());
      const run = beginAfter;
      page(run, 'comparison', async () => ({
        findings: compareRuns(first.run.items, inOrder([...run.settled.values()])),
      }));
      second = await close(run, 'after');
    }
    const subject = {
      host,
      isPrivate,
      system: ports.system,
      clock: deps.clockWatch.current(),
      reason: override.reason,
      by: override.by,
      at: now(),
    };
    return buildReport(subject, first, second);
  }

  return {
    reason: override.reason,
    async before(profile) {
      page(before, 'profile', async (look) => judgeProfile(look, profile));
      page(before, 'extensions', async (look) => judgeExtensions(look, profile));
      await patiently(before);
      return { blocking: blocked(), clock: deps.clockWatch.current() };
    },
    async connection({ tls, https, serverIp }) {
      beginAfter ??= { startedAt: now(), items: new Map(), settled: new Map() };
      const run = beginAfter;
      page(run, 'tls', async () => ({ findings: [judgeTls(tls, https, deps.publicRoots())] }));
      page(run, 'server', async () => {
        await before.items.get('dns'); // Its answers are what the address is held against.
        return judgeServer(serverIp, known);
      });
      await run.items.get('tls');
      return { blocking: blocked() };
    },
    async after({ browser, cache, endedMs, filmed }) {
      for (const code of ['profile', 'extensions'] as const) {
        if (!before.items.has(code)) page(before, code, say({ code: 'not-reached' }));
      }
      page(before, 'browser', async () => judgeBrowser(browser));
      const run = (beginAfter ??= { startedAt: now(), items: new Map(), settled: new Map() });
      for (const [code, item] of deps.machine.after(endedMs, deps.alone())) add(run, code, item);
      page(run, 'clock', deps.clockWatch.probe);
      page(run, 'hosts', (look) => probeHosts(look, host, isPrivate));
      if (filmed !== undefined)
        page(run, 'recorder', say({ code: filmed ? 'recorder-filmed' : 'recorder-absent' }));
      page(run, 'cache', async () => judgeCache(cache));
      for (const code of ['tls', 'server'] as const) {
        if (!run.items.has(code)) page(run, code, say({ code: 'not-reached' }));
      }
      return await report(true);
    },
    alone: (only) => report(false, only),
  };
}

function say(finding: EnvironmentFinding): Probe {
  return async () => ({ findings: [finding] });
}

function withFindings({ item, raw }: ProbedItem, findings: readonly EnvironmentFinding[]): ProbedItem {
  return { item: { ...item, findings, result: resultOf(findings) }, raw };
}

/** A proxy that the user named stands between, whatever else this computer is set to. */
function throughProxy(probed: ProbedItem, proxy: string): ProbedItem {
  const others = probed.item.findings.filter(({ code }) => code !== 'proxy-none');
  return withFindings(probed, [{ code: 'proxy-used', details: { value: masked(proxy) } }, ...others]);
}

function inOrder(items: readonly EnvironmentItem[]): readonly EnvironmentItem[] {
  return ENVIRONMENT_ITEMS.flatMap((code) => items.filter((item) => item.code === code));
}

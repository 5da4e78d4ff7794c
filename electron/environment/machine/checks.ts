// The machine-wide items, checked once for all captures that run together: each capture begins with a run that is at most
// a minute old, and ends with one that began after its page was done, except where others are still under way.

import type { EnvironmentItemCode } from '../../../shared/evidence/environment.ts';
import type { Clock } from '../../platform/ports.ts';
import { runProbe, type Probe, type ProbedItem } from '../probe.ts';
import type { EnvironmentPorts } from '../ports.ts';
import { createMachineFacts } from './facts.ts';
import { probeNetwork } from './network.ts';
import { probeProcesses, probeProtection } from './processes.ts';
import { probeProxy } from './proxy.ts';
import { probeDisk, probeSelf } from './storage.ts';
import { probeDevice, probeOs, probeVirtual } from './system.ts';

const SHARED_FOR_MS = 60_000;
const LIMIT_MS = 6_000;

export type Items = ReadonlyMap<EnvironmentItemCode, Promise<ProbedItem>>;

export interface MachineChecks {
  before(): Items;
  /** @param sinceMs monotonic; @param alone whether no other capture is under way. */
  after(sinceMs: number, alone: boolean): Items;
}

export interface MachineDeps {
  readonly ports: EnvironmentPorts;
  readonly clock: Clock;
  readonly dataFolder: string;
  /** Folder of the built program with its list of files; null in a checkout. */
  readonly ownFiles: string | null;
  readonly publicIpUrl: () => string | null;
}

export function createMachineChecks(deps: MachineDeps): MachineChecks {
  const { ports, clock } = deps;
  let newest: { readonly atMs: number; readonly items: Items } | null = null;

  function run(): Items {
    const facts = createMachineFacts(ports);
    const probes: readonly (readonly [EnvironmentItemCode, Probe])[] = [
      ['os', (look) => probeOs(look, facts)],
      ['device', probeDevice],
      ['virtual', (look) => probeVirtual(look, facts)],
      ['proxy', (look) => probeProxy(look, facts)],
      ['network', (look) => probeNetwork(look, facts, deps.publicIpUrl())],
      ['protection', (look) => probeProtection(look, facts)],
      ['processes', probeProcesses],
      ['self', (look) => probeSelf(look, deps.ownFiles)],
      ['disk', (look) => probeDisk(look, deps.dataFolder)],
    ];
    const items = new Map(
      probes.map(([code, probe]) => [
        code,
        runProbe(code, 'machine', probe, { ports, clock, limitMs: LIMIT_MS }),
      ]),
    );
    newest = { atMs: clock.monotonicMs(), items };
    return items;
  }

  const fresh = (): Items | null =>
    newest !== null && clock.monotonicMs() - newest.atMs < SHARED_FOR_MS ? newest.items : null;

  return {
    before: () => fresh() ?? run(),
    after(sinceMs, alone) {
      if (newest !== null && newest.atMs >= sinceMs) return newest.items;
      return (alone ? null : fresh()) ?? run();
    },
  };
}

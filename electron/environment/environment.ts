// The room's one door: checks for captures, and one without a capture. Holds what captures share: the clock's
// measurement, the machine-wide runs, the public roots.

import type { EnvironmentCheck, EnvironmentTarget } from '../capture/types.ts';
import type { Clock, Random } from '../platform/ports.ts';
import { beginCheck } from './check.ts';
import { createClockWatch } from './clock/watch.ts';
import { createDnsCheck } from './dns/compare.ts';
import { createMachineChecks } from './machine/checks.ts';
import { readPublicRoots, type PublicRoots } from './page/tls.ts';
import type { EnvironmentPorts } from './ports.ts';

export interface EnvironmentServers {
  readonly ntpServers: readonly string[];
  readonly timeUrls: readonly string[];
  readonly dohUrls: readonly string[];
  readonly publicIpUrl: string | null;
}

export interface EnvironmentDeps {
  readonly ports: EnvironmentPorts;
  readonly clock: Clock;
  readonly random: Random;
  readonly dataFolder: string;
  /** Folder of the built program with its list of files; null in a checkout. */
  readonly ownFiles: string | null;
  /** Whom to ask; read anew for every check. */
  readonly servers: () => EnvironmentServers;
}

export interface Environment {
  /** @param by who gave the reason. The check ends with after() or alone(). */
  begin(
    target: EnvironmentTarget | null,
    override?: { readonly reason: string | null; readonly by: string | null },
  ): EnvironmentCheck;
}

export function createEnvironment(deps: EnvironmentDeps): Environment {
  const { ports, clock, random, servers } = deps;
  const clockWatch = createClockWatch({ ports, clock, random, servers });
  const dns = createDnsCheck(() => servers().dohUrls, clock.monotonicMs);
  const machine = createMachineChecks({ ...deps, publicIpUrl: () => servers().publicIpUrl });
  let roots: PublicRoots | null = null;
  let open = 0;
  return {
    begin(target, override = { reason: null, by: null }) {
      open += 1;
      let ended = false;
      const check = beginCheck(
        {
          ports,
          clock,
          clockWatch,
          dns,
          machine,
          publicRoots: () => (roots ??= readPublicRoots(ports.system.publicRoots)),
          alone: () => open <= 1,
        },
        target,
        override,
      );
      return {
        ...check,
        end() {
          if (!ended) open -= 1;
          ended = true;
        },
      };
    },
  };
}

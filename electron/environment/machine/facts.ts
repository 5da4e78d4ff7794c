// Answers that several items need, asked once per run.

import { parseWindowsFacts, WINDOWS_SCRIPT, type WindowsFacts } from '../parse/windows.ts';
import { parseProcIpv6Route, parseProcRoute } from '../parse/linux.ts';
import { parseRouteGet } from '../parse/macos.ts';
import { decode, type Look } from '../probe.ts';
import type { EnvironmentPorts } from '../ports.ts';

export interface Route {
  readonly interface: string;
  readonly gateway: string;
}

export interface MachineFacts {
  /** Windows only. */
  windows(look: Look): Promise<WindowsFacts>;
  defaultRoutes(look: Look): Promise<readonly Route[]>;
}

const SOURCE = 'powershell (electron/environment/parse/windows.ts)';

export function createMachineFacts(ports: EnvironmentPorts): MachineFacts {
  let asked: Promise<string> | null = null;

  async function windows(look: Look): Promise<WindowsFacts> {
    const first = asked === null;
    asked ??= ports.commands
      .run('powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded(WINDOWS_SCRIPT)])
      .then(({ stdout }) => decode(stdout));
    const text = await asked;
    if (first) look.keep(SOURCE, text);
    return parseWindowsFacts(text);
  }

  return {
    windows,
    async defaultRoutes(look) {
      switch (ports.system.platform) {
        case 'win32':
          return (await windows(look)).routes;
        case 'darwin': {
          const route = parseRouteGet(await look.command('route', '-n', 'get', 'default'));
          return route === null ? [] : [route];
        }
        default: {
          const [v4, v6] = await Promise.all([
            look.file('/proc/net/route'),
            look.file('/proc/net/ipv6_route').catch(() => ({ text: '' })), // No IPv6 in this kernel.
          ]);
          return [...parseProcRoute(v4.text), ...parseProcIpv6Route(v6.text)];
        }
      }
    },
  };
}

/** What -EncodedCommand takes: base64 of UTF-16LE, so that nothing is quoted. */
function encoded(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}

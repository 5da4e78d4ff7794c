// Item 'proxy': what stands between this computer and the network by its settings: proxies, scripts, tunnels. The
// capturing browser follows none of the settings (--no-proxy-server); a tunnel it cannot escape.

import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import { parseGsettings, parseKioslaverc } from '../parse/linux.ts';
import { parseScutilProxy } from '../parse/macos.ts';
import { parseInternetSettings, parseWinHttpProxy } from '../parse/windows.ts';
import type { Found, Look } from '../probe.ts';
import type { MachineFacts } from './facts.ts';

const VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
const TUNNEL_NAMES = /^(tun|tap|wg|ppp|utun|ipsec|tailscale|zt|nordlynx|proton|clash|mihomo|sing)/i;
const TUNNEL_DESCRIPTIONS =
  /tap-windows|wintun|wireguard|tunnel|vpn|clash|sing-tun|openvpn|fortinet|anyconnect|easyconnect|sangfor/i;
const SETTINGS_KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

export async function probeProxy(look: Look, facts: MachineFacts): Promise<Found> {
  const { platform } = look.ports.system;
  const parts = await Promise.all([
    (platform === 'win32' ? windowsProxy : platform === 'darwin' ? macProxy : linuxProxy)(look).catch(
      cannot('proxy settings'),
    ),
    tunnels(look, facts).catch(cannot('routes')),
  ]);
  const findings = parts.flat();
  return { findings: findings.length > 0 ? findings : [{ code: 'proxy-none' }] };
}

/** A part that cannot be looked at is said beside what the others found. */
function cannot(what: string): (error: unknown) => readonly EnvironmentFinding[] {
  return (error) => [
    {
      code: 'probe-failed',
      details: { what, error: error instanceof Error ? error.message : String(error) },
    },
  ];
}

async function linuxProxy(look: Look): Promise<readonly EnvironmentFinding[]> {
  const { env } = look.ports.system;
  const set = VARIABLES.filter((name) => (env[name] ?? '') !== '');
  look.keep(
    'environment variables',
    set.map((name) => `${name}=${env[name]}`).join('\n') || 'none of *_proxy is set',
  );
  const byVariable = set.map((name): EnvironmentFinding => ({
    code: 'proxy-active',
    details: { where: name, value: env[name]! },
  }));
  const desktop = env['XDG_CURRENT_DESKTOP'] ?? '';
  if (/kde/i.test(desktop)) return [...byVariable, ...(await kdeProxy(look))];
  // Without a desktop Chromium follows the variables alone.
  return desktop === '' ? byVariable : [...byVariable, ...(await gnomeProxy(look))];
}

async function gnomeProxy(look: Look): Promise<readonly EnvironmentFinding[]> {
  const get = async (schema: string, key: string): Promise<string> =>
    parseGsettings(await look.command('gsettings', 'get', schema, key));
  const mode = await get('org.gnome.system.proxy', 'mode');
  const where = 'org.gnome.system.proxy';
  if (mode === 'manual') {
    const value = `${await get('org.gnome.system.proxy.https', 'host')}:${await get('org.gnome.system.proxy.https', 'port')}`;
    return [{ code: 'proxy-active', details: { where, value } }];
  }
  if (mode !== 'auto') return [];
  const value = await get('org.gnome.system.proxy', 'autoconfig-url');
  return [
    value === ''
      ? { code: 'proxy-detect', details: { where } }
      : { code: 'proxy-script', details: { where, value } },
  ];
}

async function kdeProxy(look: Look): Promise<readonly EnvironmentFinding[]> {
  const path = `${look.ports.system.env['HOME'] ?? ''}/.config/kioslaverc`;
  const file = await look.file(path).catch(() => null); // KDE writes it with the first change.
  const settings = file === null ? null : parseKioslaverc(file.text);
  const where = 'kioslaverc';
  if (settings === null || settings.type === 0 || settings.type === 4) return [];
  if (settings.type === 3) return [{ code: 'proxy-detect', details: { where } }];
  const code = settings.type === 2 ? 'proxy-script' : 'proxy-active';
  return [{ code, details: { where, value: settings.value } }];
}

async function windowsProxy(look: Look): Promise<readonly EnvironmentFinding[]> {
  const [user, service] = await Promise.all([
    look.command('reg.exe', 'query', SETTINGS_KEY),
    look.command('netsh.exe', 'winhttp', 'show', 'proxy'),
  ]);
  const { enabled, server, script } = parseInternetSettings(user);
  const winHttp = parseWinHttpProxy(service);
  return [
    ...(enabled
      ? [{ code: 'proxy-active' as const, details: { where: 'Internet Settings', value: server } }]
      : []),
    ...(script === ''
      ? []
      : [{ code: 'proxy-script' as const, details: { where: 'Internet Settings', value: script } }]),
    ...(winHttp === null
      ? []
      : [{ code: 'proxy-active' as const, details: { where: 'WinHTTP', value: winHttp } }]),
  ];
}

async function macProxy(look: Look): Promise<readonly EnvironmentFinding[]> {
  const values = parseScutilProxy(await look.command('scutil', '--proxy'));
  const where = 'scutil --proxy';
  const active = ['HTTP', 'HTTPS', 'SOCKS'].flatMap((kind): EnvironmentFinding[] =>
    values[`${kind}Enable`] === '1'
      ? [
          {
            code: 'proxy-active',
            details: { where, value: `${kind} ${values[`${kind}Proxy`]}:${values[`${kind}Port`]}` },
          },
        ]
      : [],
  );
  const script: EnvironmentFinding[] =
    values['ProxyAutoConfigEnable'] === '1'
      ? [{ code: 'proxy-script', details: { where, value: values['ProxyAutoConfigURLString'] ?? '' } }]
      : [];
  const detect: EnvironmentFinding[] =
    values['ProxyAutoDiscoveryEnable'] === '1' ? [{ code: 'proxy-detect', details: { where } }] : [];
  return [...active, ...script, ...detect];
}

/** A tunnel that carries the default route stands between as a proxy does; one that is only there is a hint. */
async function tunnels(look: Look, facts: MachineFacts): Promise<readonly EnvironmentFinding[]> {
  const { platform } = look.ports.system;
  const routes = await facts.defaultRoutes(look);
  const described =
    platform === 'win32'
      ? (await facts.windows(look)).adapters
          .filter(({ description }) => TUNNEL_DESCRIPTIONS.test(description))
          .map(({ name }) => name)
      : [];
  const isTunnel = (name: string): boolean => TUNNEL_NAMES.test(name) || described.includes(name);
  const carrying = [...new Set(routes.map((route) => route.interface).filter(isTunnel))];
  if (carrying.length > 0) return carrying.map((name) => ({ code: 'tunnel-route', details: { name } }));
  // macOS always has utun interfaces of its own.
  const present =
    platform === 'darwin'
      ? []
      : look.ports.system
          .interfaces()
          .map(({ name }) => name)
          .filter(isTunnel);
  return [...new Set([...present, ...described])].map((name) => ({
    code: 'tunnel-present',
    details: { name },
  }));
}

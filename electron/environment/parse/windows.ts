// Text that Windows gives: one PowerShell answer in JSON, `reg query`, `netsh winhttp show proxy`, `tasklist /FO CSV`.
// Tried on outputs written after its documentation only (test/unit/environment/fixtures).

export interface WindowsFacts {
  readonly caption: string;
  readonly build: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly routes: readonly { readonly interface: string; readonly gateway: string }[];
  readonly adapters: readonly { readonly name: string; readonly description: string }[];
  readonly antivirus: readonly { readonly name: string; readonly on: boolean; readonly current: boolean }[];
}

/** Answers with facts as one JSON object. ConvertTo-Json makes a lone object of a list of one. */
export const WINDOWS_SCRIPT = `
$ErrorActionPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
$v = Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'
@{
  os = Get-CimInstance Win32_OperatingSystem | Select-Object Caption, Version, BuildNumber
  ubr = $v.UBR
  computer = Get-CimInstance Win32_ComputerSystem | Select-Object Manufacturer, Model
  routes = @(Get-NetRoute -DestinationPrefix '0.0.0.0/0', '::/0' | Select-Object NextHop, InterfaceAlias)
  adapters = @(Get-NetAdapter | Where-Object Status -eq 'Up' | Select-Object Name, InterfaceDescription)
  antivirus = @(Get-CimInstance -Namespace root/SecurityCenter2 AntiVirusProduct | Select-Object displayName, productState)
} | ConvertTo-Json -Depth 3 -Compress`;

/** Throws where it is no such answer. */
export function parseWindowsFacts(text: string): WindowsFacts {
  const value = JSON.parse(text.replace(/^\u{feff}/u, '')) as unknown;
  const facts = object(value);
  const os = object(facts['os']);
  const computer = object(facts['computer']);
  if (Object.keys(os).length === 0) throw new Error('no operating system in the answer');
  return {
    caption: string(os['Caption']),
    build: [string(os['Version']), string(facts['ubr'])].filter((part) => part !== '').join('.'),
    manufacturer: string(computer['Manufacturer']),
    model: string(computer['Model']),
    routes: list(facts['routes']).map((each) => ({
      interface: string(each['InterfaceAlias']),
      gateway: string(each['NextHop']),
    })),
    adapters: list(facts['adapters']).map((each) => ({
      name: string(each['Name']),
      description: string(each['InterfaceDescription']),
    })),
    antivirus: list(facts['antivirus']).map((each) => {
      // WSC_SECURITY_PRODUCT_STATE in the second byte (0x10: on), signatures in the lowest (0: current).
      const state = Number(each['productState'] ?? 0);
      return {
        name: string(each['displayName']),
        on: ((state >> 8) & 0xf0) === 0x10,
        current: (state & 0xf0) === 0,
      };
    }),
  };
}

export interface InternetSettings {
  readonly enabled: boolean;
  readonly server: string;
  readonly script: string;
}

/** `reg query "HKCU\\…\\Internet Settings"`: name, type and value in columns of blanks. */
export function parseInternetSettings(text: string): InternetSettings {
  const value = (name: string): string =>
    new RegExp(`^\\s+${name}\\s+REG_\\w+\\s+(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  return {
    enabled: /^0x0*1$/.test(value('ProxyEnable')),
    server: value('ProxyServer'),
    script: value('AutoConfigURL'),
  };
}

/** `netsh winhttp show proxy` in any language: a host with a port is a proxy. Null where it connects directly. */
export function parseWinHttpProxy(text: string): string | null {
  return /[:：]\s*((?:\w+=)?[\w.-]+:\d{1,5}[^\r\n]*)/.exec(text)?.[1]?.trim() ?? null;
}

/** `tasklist /FO CSV /NH`: the first column, lower case. */
export function parseTasklist(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => /^"([^"]+)"/.exec(line)?.[1]?.toLowerCase() ?? []);
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(object);
}

function string(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

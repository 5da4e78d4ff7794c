// An environment check as electron/environment writes it: one item each with a note, one failed and overridden, one that
// could not be checked. Made for the screens.

import type { EvidenceDetail } from '../../../shared/api/views.ts';
import {
  blockingItems,
  ENVIRONMENT_ITEMS,
  outcomeOf,
  resultOf,
  type EnvironmentFinding,
  type EnvironmentItem,
  type EnvironmentItemCode,
  type EnvironmentRecord,
} from '../../../shared/evidence/environment.ts';

const BEFORE: Partial<Record<EnvironmentItemCode, EnvironmentFinding>> = {
  clock: {
    code: 'clock-agrees',
    details: { offsetMs: -38, sources: 'ntp.ntsc.ac.cn, ntp.aliyun.com, www.baidu.com' },
  },
  os: { code: 'os-recorded', details: { name: 'Windows 11 专业版', build: '10.0.26200.1742' } },
  device: { code: 'device-recorded', details: { host: 'LIN-PC' } },
  virtual: { code: 'virtual-no-sign' },
  hosts: { code: 'hosts-other', details: { count: 3 } },
  dns: { code: 'dns-agrees', details: { resolvers: 'dns.alidns.com, doh.pub' } },
  proxy: { code: 'proxy-used', details: { value: 'http://10.1.0.8:3128' } },
  network: { code: 'network-up', details: { name: '以太网', address: '192.168.1.27/24' } },
  browser: { code: 'browser-other', details: { name: 'Chrome', version: '156.0.8078.79' } },
  profile: { code: 'profile-fresh' },
  extensions: { code: 'extensions-none' },
  protection: { code: 'protection-on', details: { name: 'Microsoft Defender Antivirus' } },
  processes: { code: 'process-remote', details: { name: 'todesk.exe' } },
  self: { code: 'self-checkout' },
  recorder: { code: 'recorder-not-used' },
  disk: { code: 'disk-enough', details: { freeMiB: 182_044 } },
};

const AFTER: Partial<Record<EnvironmentItemCode, EnvironmentFinding>> = {
  ...Object.fromEntries(
    Object.entries(BEFORE).filter(
      ([code]) => !['dns', 'browser', 'profile', 'extensions', 'recorder'].includes(code),
    ),
  ),
  server: { code: 'server-in-dns', details: { address: '93.184.216.34' } },
  tls: { code: 'tls-public-root', details: { root: 'C=US, O=DigiCert Inc, CN=DigiCert Global Root G2' } },
  cache: { code: 'cache-unused' },
  comparison: { code: 'comparison-same' },
};

function items(
  findings: Partial<Record<EnvironmentItemCode, EnvironmentFinding>>,
  startedAt: string,
): readonly EnvironmentItem[] {
  return ENVIRONMENT_ITEMS.flatMap((code) => {
    const finding = findings[code];
    if (!finding) return [];
    return [
      {
        code,
        scope: 'page' as const,
        result: resultOf([finding]),
        findings: [finding],
        facts: finding.details ?? {},
        startedAt,
        durationMs: 12,
      },
    ];
  });
}

export function sampleEnvironment(item: EvidenceDetail): EnvironmentRecord {
  const before = { startedAt: item.startedAt, endedAt: item.startedAt, items: items(BEFORE, item.startedAt) };
  const after = { startedAt: item.endedAt, endedAt: item.endedAt, items: items(AFTER, item.endedAt) };
  const blocking = blockingItems([before, after]);
  return {
    format: 'cunan-environment/1',
    host: 'www.example.com',
    privateTarget: false,
    platform: 'win32 10.0.26200 x64',
    result: outcomeOf({ before, after }),
    blocking,
    override: {
      reason: '公司网络只能经此代理访问互联网，代理由信息部管理，不解密。',
      by: item.operator.name,
      at: item.startedAt,
      items: blocking,
    },
    clock: { source: 'ntp', offsetMs: -38, timeZone: 'Asia/Shanghai' },
    publicIp: null,
    before,
    after,
  };
}

function line(run: 'before' | 'after', at: string, source: string, text: string): string {
  return JSON.stringify({ run, item: 'proxy', source, at, text, cut: false });
}

/** data/environment/raw.jsonl of the same item. */
export function sampleRaw(item: EvidenceDetail): string {
  const registry = [
    'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    '    ProxyEnable    REG_DWORD    0x1',
    '    ProxyServer    REG_SZ    10.1.0.8:3128',
    '    ProxyOverride    REG_SZ    <local>',
  ].join('\r\n');
  const source =
    'reg.exe query HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings (exit 0)';
  return [
    line('before', item.startedAt, source, registry),
    line('after', item.endedAt, source, registry),
    '',
  ].join('\n');
}

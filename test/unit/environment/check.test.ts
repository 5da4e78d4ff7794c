// One check from begin to end on worlds made up for it: what blocks, what a reason changes, what changed in between, and
// that nothing that could not be checked ever passes.

import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judgeTls, readPublicRoots } from '../../../electron/environment/page/tls.ts';
import { runProbe, type Probe } from '../../../electron/environment/probe.ts';
import type { EnvironmentTarget } from '../../../electron/capture/types.ts';
import type { TlsFacts } from '../../../shared/evidence/capture-record.ts';
import {
  ENVIRONMENT_FINDINGS,
  type EnvironmentFinding,
  type EnvironmentItemCode,
  type EnvironmentRecord,
  type EnvironmentRun,
} from '../../../shared/evidence/environment.ts';
import { environmentMisfit } from '../../../shared/evidence/environment-shape.ts';
import { findingSentence } from '../../../shared/text/environment.ts';
import { createCertificates } from '../../sites/certificates.ts';
import { environmentOf, fixture, linuxFiles, portsOf, type World } from './ports.ts';

const TARGET: EnvironmentTarget = {
  host: 'shop.example',
  addresses: ['93.184.216.34'],
  error: null,
  isPrivate: false,
};
const CLEAN = { cookies: 0, extensions: 0, session: false };

interface Setup {
  readonly target?: Partial<EnvironmentTarget>;
  readonly reason?: string;
  readonly ownFiles?: string;
  readonly between?: () => void;
}

async function run(world: World, { target, reason, ownFiles, between }: Setup = {}) {
  const environment = environmentOf(portsOf(world), {}, ownFiles ?? null);
  const check = environment.begin({ ...TARGET, ...target }, { reason: reason ?? null, by: '林知夏' });
  try {
    const { blocking } = await check.before(CLEAN);
    await check.connection({ tls: null, https: false, serverIp: '93.184.216.34' });
    between?.();
    const cache = { answers: 3, fromCache: 0, fromServiceWorker: 0 };
    const report = await check.after({ browser: null, cache, endedMs: performance.now() });
    expect(environmentMisfit(JSON.parse(report.json))).toBeNull();
    for (const item of [...report.record.before.items, ...report.record.after!.items]) {
      for (const finding of item.findings) {
        for (const language of ['zh-CN', 'en'] as const)
          expect(findingSentence(finding, language), finding.code).not.toMatch(/\{\w+\}/);
      }
    }
    return { blocking, record: report.record, raw: report.rawJsonl };
  } finally {
    check.end();
  }
}

function found(part: EnvironmentRun | null, code: EnvironmentItemCode): readonly string[] {
  return part!.items.find((item) => item.code === code)?.findings.map((each) => each.code) ?? [];
}

const both = ({ before, after }: EnvironmentRecord, code: EnvironmentItemCode) => [
  found(before, code),
  found(after, code),
];

describe('Linux', () => {
  it('with nothing wrong: what was checked passed, what could not be is said', async () => {
    const { blocking, record } = await run({ files: linuxFiles() });
    expect(blocking).toEqual([]);
    expect(record).toMatchObject({ result: 'warn', blocking: [], override: null });
    for (const code of ['os', 'device', 'virtual', 'hosts', 'proxy', 'network', 'processes', 'disk'] as const)
      expect(record.before.items.find((item) => item.code === code)?.result, code).toBe('pass');
    expect(both(record, 'clock')).toEqual([['clock-no-source'], ['clock-no-source']]);
    expect(found(record.before, 'dns')).toEqual(['dns-not-asked']);
    expect(found(record.before, 'self')).toEqual(['self-checkout']);
    expect(found(record.after, 'server')).toEqual(['server-in-dns']);
    expect(found(record.after, 'comparison')).toEqual(['comparison-same']);
    expect(record.clock).toEqual({ source: 'device', offsetMs: null, timeZone: 'Asia/Shanghai' });
  });

  it('the target in the hosts file holds the capture back, with and without a reason', async () => {
    const world = { files: { ...linuxFiles(), '/etc/hosts': fixture('hosts.txt') } };
    const held = await run(world);
    expect(held.blocking).toEqual(['hosts']);
    expect(held.record).toMatchObject({ result: 'fail', blocking: ['hosts'], override: null });
    const reasoned = await run(world, { reason: '测试环境，目标服务器没有公共域名。' });
    expect(reasoned.record.override).toMatchObject({
      reason: '测试环境，目标服务器没有公共域名。',
      by: '林知夏',
      items: ['hosts'],
    });
    expect(reasoned.record.result).toBe('fail');
    expect((await run(world, { target: { host: 'another.example' } })).blocking).toEqual([]);
  });

  it('a reason that nothing asked for is not printed as if it had been needed', async () => {
    expect((await run({ files: linuxFiles() }, { reason: '以防万一' })).record.override).toBeNull();
  });

  it('what changes in the middle shows', async () => {
    const files = linuxFiles();
    const { record } = await run(
      { files },
      {
        between() {
          files['/etc/hosts'] = '127.0.0.1 localhost\n203.0.113.9 shop.example\n';
        },
      },
    );
    expect(both(record, 'hosts')).toEqual([['hosts-plain'], ['hosts-target']]);
    expect(found(record.after, 'comparison')).toEqual(['comparison-changed']);
    expect(record.blocking).toEqual(['hosts']);
  });

  it('offline, a full disk, a virtual machine, a remote session, tools of note', async () => {
    const files = linuxFiles();
    files['/proc/net/route'] = files['/proc/net/ipv6_route'] = '';
    files['/sys/class/dmi/id/product_name'] = 'VMware Virtual Platform\n';
    const { record, raw } = await run({
      files,
      freeBytes: 1_000_000,
      env: { SSH_CONNECTION: '1 2 3 4', https_proxy: 'http://lin:secret@10.0.0.8:3128' },
      processes: ['systemd', 'rustdesk', 'gdb', 'private-diary'],
    });
    expect(record.blocking).toEqual(['network', 'disk']);
    expect(found(record.before, 'virtual')).toEqual(['virtual-machine', 'virtual-remote']);
    expect(found(record.before, 'processes')).toEqual(['process-remote', 'process-debugger']);
    expect(found(record.before, 'proxy')).toEqual(['proxy-active']);
    // Neither a password nor what else a person runs is in the package.
    expect(JSON.stringify(record) + raw).not.toMatch(/secret|private-diary|12:34:56/);
  });

  it('a tunnel under the default route and a proxy that the user named block', async () => {
    const files = linuxFiles();
    files['/proc/net/route'] = String(Buffer.from(fixture('linux/route.txt'))).replaceAll('wlp2s0', 'tun0');
    files['/proc/net/ipv6_route'] = '';
    expect(found((await run({ files })).record.before, 'proxy')).toEqual(['tunnel-route']);
    const named = await run({ files: linuxFiles() }, { target: { proxy: 'http://10.0.0.8:3128' } });
    expect(found(named.record.before, 'proxy')).toEqual(['proxy-used']);
    expect(named.blocking).toEqual(['proxy']);
  });

  it('of a private target the network’s items do not apply', async () => {
    const world = { files: { ...linuxFiles(), '/proc/net/route': '', '/proc/net/ipv6_route': '' } };
    const { record } = await run(world, { target: { isPrivate: true, host: '127.0.0.1' } });
    expect(record.blocking).toEqual([]);
    for (const code of ['dns', 'proxy', 'network'] as const)
      expect(found(record.before, code), code).toEqual(['private-target']);
    for (const code of ['server', 'tls'] as const)
      expect(found(record.after, code), code).toEqual(['private-target']);
  });

  it('where nothing can be read nothing passes but what needs no reading', async () => {
    const { record } = await run({ files: {}, processes: [] });
    for (const code of ['os', 'virtual', 'hosts', 'proxy', 'network'] as const)
      expect(found(record.before, code), code).toContain('probe-failed');
    expect(record.result).not.toBe('pass');
  });
});

describe('own files against the list of the build', () => {
  const list = JSON.stringify({
    'node/a.js': 'digest of /out/node/a.js',
    'node/b.js': 'digest of /out/node/b.js',
  });

  it('as they were built, and one changed', async () => {
    const files = { ...linuxFiles(), '/out/node/files.sha256.json': list };
    expect(found((await run({ files }, { ownFiles: '/out' })).record.before, 'self')).toEqual([
      'self-intact',
    ]);
    files['/out/node/files.sha256.json'] = list.replace('digest of /out/node/b', 'other');
    const { record } = await run({ files }, { ownFiles: '/out' });
    expect(record.blocking).toEqual(['self']);
    files['/out/node/files.sha256.json'] = '{}';
    expect(found((await run({ files }, { ownFiles: '/out' })).record.before, 'self')).toEqual([
      'probe-failed',
    ]);
  });
});

describe('other systems, on outputs written after their documentation', () => {
  it('Windows', async () => {
    const { record } = await run({
      platform: 'win32',
      env: { SystemRoot: 'C:\\Windows', SESSIONNAME: 'RDP-Tcp#3' },
      files: { 'C:\\Windows\\System32\\drivers\\etc\\hosts': fixture('hosts.txt') },
      programs: {
        'powershell.exe': fixture('windows/facts.txt'),
        'reg.exe query': fixture('windows/internet-settings.txt'),
        'netsh.exe winhttp': fixture('windows/winhttp-proxy.gbk.txt'),
        'tasklist.exe': fixture('windows/tasklist.txt'),
      },
      system: {
        interfaces: () => [
          { name: '以太网', mac: '3c:7c:3f:12:34:56', internal: false, addresses: ['192.168.1.27/24'] },
        ],
      },
    });
    expect(found(record.before, 'os')).toEqual(['os-recorded']);
    expect(found(record.before, 'virtual')).toEqual(['virtual-remote']);
    expect(found(record.before, 'proxy')).toEqual([
      'proxy-active',
      'proxy-script',
      'proxy-active',
      'tunnel-present',
    ]);
    expect(found(record.before, 'network')).toEqual(['network-up']);
    expect(found(record.before, 'protection')).toEqual(['protection-on']);
    expect(found(record.before, 'processes')).toEqual(['process-remote', 'process-debugger']);
    expect(record.blocking).toEqual(['hosts']);
  });

  it('macOS', async () => {
    const { record } = await run({
      platform: 'darwin',
      files: { '/etc/hosts': '127.0.0.1 localhost\n255.255.255.255 broadcasthost\n::1 localhost\n' },
      programs: {
        sw_vers: fixture('macos/sw-vers.txt'),
        'route -n': fixture('macos/route.txt'),
        'scutil --proxy': fixture('macos/scutil-proxy.txt'),
        sysctl: fixture('macos/sysctl.txt'),
        'ps -axo': fixture('macos/ps.txt'),
      },
    });
    expect(found(record.before, 'os')).toEqual(['os-recorded']);
    expect(found(record.before, 'virtual')).toEqual(['virtual-no-sign']);
    expect(found(record.before, 'hosts')).toEqual(['hosts-plain']);
    expect(found(record.before, 'proxy')).toEqual([
      'proxy-active',
      'proxy-active',
      'proxy-detect',
      'tunnel-route',
    ]);
    expect(found(record.before, 'processes')).toEqual(['process-debugger']);
    expect(found(record.before, 'protection')).toEqual(['protection-not-here']);
  });
});

describe('whose root the chain leads to', () => {
  const [certificate] = createCertificates(1);
  const own = new X509Certificate(certificate!.certPem);
  const tls: TlsFacts = {
    version: 'TLS 1.3',
    cipher: '',
    keyExchangeGroup: null,
    subject: '',
    issuer: '',
    validFrom: '',
    validTo: '',
    san: [],
    chain: [
      {
        sha256: createHash('sha256').update(own.raw).digest('hex'),
        derBase64: own.raw.toString('base64'),
      },
    ],
    provenance: 'same-connection',
    error: null,
  };
  const strangers = readPublicRoots(
    createCertificates(3)
      .slice(2)
      .map(({ certPem }) => certPem),
  );

  it('a known one, an added one, none', () => {
    expect(judgeTls(tls, true, readPublicRoots([certificate!.certPem])).code).toBe('tls-public-root');
    expect(judgeTls(tls, true, strangers).code).toBe('tls-local-root');
    expect(judgeTls({ ...tls, error: 'net::ERR_CERT_DATE_INVALID' }, true, strangers).code).toBe(
      'tls-refused',
    );
    expect(judgeTls({ ...tls, chain: [] }, true, strangers).code).toBe('tls-no-chain');
    expect(judgeTls(null, true, strangers).code).toBe('tls-no-chain');
    expect(judgeTls(null, false, strangers).code).toBe('tls-plain');
    expect(ENVIRONMENT_FINDINGS[judgeTls(tls, true, new Map()).code]).toBe('unchecked');
  });

  it('the public roots of this program can be read', async () => {
    const { rootCertificates } = await import('node:tls');
    expect(readPublicRoots(rootCertificates).size).toBeGreaterThan(80);
  });
});

const remote = (length: number): EnvironmentFinding[] =>
  Array.from({ length }, () => ({ code: 'process-remote', details: { name: 'rustdesk' } }));
const probed = (probe: Probe) =>
  runProbe('processes', 'machine', probe, {
    ports: portsOf({}),
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    limitMs: 10_000,
  });

describe('more than an item holds', () => {
  it('a finding that blocks counts wherever it stands; those left out are counted', async () => {
    const blocking: EnvironmentFinding = { code: 'hosts-target', details: { host: 'a', address: 'b' } };
    const { item } = await probed(async () => ({ findings: [...remote(150), blocking] }));
    expect(item).toMatchObject({ result: 'fail' });
    expect(item.findings).toHaveLength(100);
    expect(item.findings).toContainEqual(blocking);
    expect(item.findings.at(-1)).toEqual({ code: 'findings-more', details: { count: 52 } });
    expect(findingSentence(item.findings.at(-1)!, 'en')).toMatch(/^52 more/);
    const exact = await probed(async () => ({ findings: remote(100) }));
    expect(exact.item.findings).toEqual(remote(100));
  });

  it('outputs beyond the fortieth are counted, long lists of facts too', async () => {
    const { item, raw } = await probed(async (look) => {
      for (let index = 0; index < 43; index++) look.keep(`source ${index}`, 'text');
      return { findings: remote(1), facts: { names: Array.from({ length: 104 }, String) } };
    });
    expect(raw).toHaveLength(41);
    expect(raw.at(-1)).toMatchObject({ source: 'left-out', text: '3', cut: true });
    expect((item.facts['names'] as readonly string[]).slice(-2)).toEqual([expect.any(String), '+4']);
  });
});

// Ports of the environment check that answer from memory: files, programs and networks of systems that do not run here.

import { createEnvironment, type EnvironmentServers } from '../../../electron/environment/environment.ts';
import type { EnvironmentPorts, System } from '../../../electron/environment/ports.ts';
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));
}

export interface World {
  readonly platform?: NodeJS.Platform;
  readonly env?: Readonly<Record<string, string>>;
  /** By path; what is not here cannot be read. Changed while a test runs. */
  readonly files?: Record<string, string | Uint8Array>;
  /** By program and arguments; the first whose key is the beginning of what is run. */
  readonly programs?: Readonly<Record<string, string | Uint8Array>>;
  readonly processes?: readonly string[];
  readonly freeBytes?: number;
  readonly system?: Partial<System>;
  readonly udp?: EnvironmentPorts['udp'];
  readonly https?: EnvironmentPorts['https'];
}

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? toUtf8(value) : value;

export function portsOf(world: World): EnvironmentPorts {
  const processes = world.processes ?? ['systemd', 'bash'];
  const files: Record<string, string | Uint8Array> = world.files ?? {};
  return {
    files: {
      async read(path, maxBytes) {
        const process = /^\/proc\/(\d+)\/comm$/.exec(path)?.[1];
        const found = process === undefined ? files[path] : processes[Number(process) - 1];
        if (found === undefined) throw new Error(`ENOENT ${path}`);
        const bytes = bytesOf(found);
        return { bytes: bytes.slice(0, maxBytes), cut: bytes.length > maxBytes };
      },
      list: async () => ['self', ...processes.map((_, index) => String(index + 1))],
      freeBytes: async () => world.freeBytes ?? 50 * 1024 ** 3,
      digest: async (path) => `digest of ${path}`,
    },
    commands: {
      async run(program, args) {
        const asked = [program, ...args].join(' ');
        const key = Object.keys(world.programs ?? {}).find((name) => asked.startsWith(name));
        if (key === undefined) throw new Error(`${program} is not on this system`);
        return { exitCode: 0, stdout: bytesOf(world.programs![key]!), durationMs: 1, cut: false };
      },
    },
    udp: world.udp ?? { ask: () => Promise.reject(new Error('no network')) },
    https: world.https ?? { send: () => Promise.reject(new Error('no network')) },
    system: {
      platform: world.platform ?? 'linux',
      release: '6.8.0',
      version: '#1 SMP',
      arch: 'x64',
      hostname: 'LIN-PC',
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      env: world.env ?? {},
      uptimeS: () => 1_000,
      interfaces: () => [
        { name: 'lo', mac: '00:00:00:00:00:00', internal: true, addresses: ['127.0.0.1/8'] },
        { name: 'wlp2s0', mac: '3c:7c:3f:12:34:56', internal: false, addresses: ['192.168.1.7/24'] },
      ],
      publicRoots: [],
      ...world.system,
    },
  };
}

/** Linux that nothing is wrong with. */
export function linuxFiles(): Record<string, string | Uint8Array> {
  return {
    '/etc/os-release': fixture('linux/os-release.txt'),
    '/etc/hosts': '127.0.0.1 localhost LIN-PC\n',
    '/proc/net/route': fixture('linux/route.txt'),
    '/proc/net/ipv6_route': fixture('linux/ipv6-route.txt'),
    '/proc/cpuinfo': 'flags\t\t: fpu sse2\n',
    '/sys/class/dmi/id/sys_vendor': 'LENOVO\n',
    '/sys/class/dmi/id/product_name': '20XW004LCD\n',
  };
}

export const NOBODY: EnvironmentServers = { ntpServers: [], timeUrls: [], dohUrls: [], publicIpUrl: null };

export const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
export const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

export function environmentOf(
  ports: EnvironmentPorts,
  servers: Partial<EnvironmentServers> = {},
  ownFiles: string | null = null,
) {
  return createEnvironment({
    ports,
    clock,
    random,
    dataFolder: '/data',
    ownFiles,
    servers: () => ({ ...NOBODY, ...servers }),
  });
}

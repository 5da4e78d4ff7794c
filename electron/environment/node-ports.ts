// The ports over Node. Names of servers are resolved by c-ares: a dead network then costs its own time-out and never a
// thread of the pool that files are read with.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, statfs } from 'node:fs/promises';
import { hostname, networkInterfaces, release, uptime, version } from 'node:os';
import { rootCertificates } from 'node:tls';
import { createCommands } from './node-commands.ts';
import { createHttps, createUdp } from './node-network.ts';
import type { EnvironmentPorts, Files, NetworkInterface, System } from './ports.ts';

export function createNodePorts(monotonicMs: () => number): EnvironmentPorts {
  return {
    commands: createCommands(process.platform, process.env),
    files,
    udp: createUdp(monotonicMs),
    https: createHttps(monotonicMs),
    system: nodeSystem(),
  };
}

const files: Files = {
  async read(path, maxBytes) {
    const handle = await open(path, 'r');
    try {
      // Files of /proc and /sys say size 0: read until nothing more comes.
      const buffer = Buffer.alloc(maxBytes + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
      const cut = length > maxBytes;
      return { bytes: new Uint8Array(buffer.subarray(0, Math.min(length, maxBytes))), cut };
    } finally {
      await handle.close();
    }
  },
  list: (path) => readdir(path),
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
  async digest(path) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  },
};

function nodeSystem(): System {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return {
    platform: process.platform,
    release: release(),
    version: version(),
    arch: process.arch,
    hostname: hostname(),
    locale,
    timeZone,
    env: process.env,
    uptimeS: uptime,
    interfaces,
    publicRoots: rootCertificates,
  };
}

function interfaces(): readonly NetworkInterface[] {
  return Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    mac: addresses[0]?.mac ?? '',
    internal: addresses.every((address) => address.internal),
    addresses: addresses.map(({ cidr, address }) => cidr ?? address),
  }));
}

// Items 'disk', 'self' and 'hosts'.

import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { entriesFor, parseHosts, unusualEntries } from '../parse/hosts.ts';
import type { Found, Look } from '../probe.ts';

const MIB = 1024 ** 2;
const LOW_BYTES = 2 * 1024 * MIB;
/** Below it not even a small page can be written; a disk that fills up later ends the capture with its own error. */
const FULL_BYTES = 8 * MIB;

export async function probeDisk(look: Look, folder: string): Promise<Found> {
  const free = await look.ports.files.freeBytes(folder);
  const freeMiB = Math.floor(free / MIB);
  const code = free < FULL_BYTES ? 'disk-full' : free < LOW_BYTES ? 'disk-low' : 'disk-enough';
  look.keep('free space of the data folder', `${free} bytes`);
  return { findings: [{ code, details: { freeMiB } }], facts: { freeMiB } };
}

/** Path of the list that the build puts into its output: {"path": "sha256 hex"}. */
export const MANIFEST_NAME = 'node/files.sha256.json';

/**
 * Own files against the list made at build time. It finds damage and careless changes; whoever can change the files can
 * change the list as well. @param root folder of the built files, null in a checkout.
 */
export async function probeSelf(look: Look, root: string | null): Promise<Found> {
  if (root === null) return { findings: [{ code: 'self-checkout' }] };
  const { bytes } = await look.ports.files.read(join(root, MANIFEST_NAME), 4 * MIB);
  const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, string>>;
  const paths = Object.keys(manifest);
  if (paths.length === 0) throw new Error('the list of files is empty');
  const manifestSha256 = createHash('sha256').update(bytes).digest('hex');
  look.keep(MANIFEST_NAME, `${paths.length} files, SHA-256 of the list ${manifestSha256}`);
  const changed: string[] = [];
  for (const path of paths) {
    const digest = await look.ports.files.digest(join(root, ...path.split('/'))).catch(() => null); // Gone is changed.
    if (digest !== manifest[path]) changed.push(path);
  }
  return {
    findings:
      changed.length === 0
        ? [{ code: 'self-intact', details: { files: paths.length } }]
        : [{ code: 'self-changed', details: { count: changed.length, path: changed[0]! } }],
    facts: { files: paths.length, changed, manifestSha256 },
  };
}

/** @param host null where there is no target yet. */
export async function probeHosts(look: Look, host: string | null, privateTarget: boolean): Promise<Found> {
  const { platform, env, hostname } = look.ports.system;
  const path =
    platform === 'win32'
      ? `${env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
      : '/etc/hosts';
  const { text, cut } = await look.file(path);
  if (cut) throw new Error('the hosts file is larger than what is read of it');
  const entries = parseHosts(text);
  const own = host === null || isIP(host) !== 0 ? [] : entriesFor(entries, host);
  const others = unusualEntries(entries, hostname);
  const facts = {
    entries: entries.length,
    unusual: others.map(({ address, name }) => `${address} ${name}`),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
  const [mapped] = own;
  if (mapped !== undefined && host !== null) {
    // A target inside the own network was allowed by name; how its name is known does not matter.
    if (privateTarget) return { findings: [{ code: 'private-target' }], facts };
    return { findings: [{ code: 'hosts-target', details: { host, address: mapped.address } }], facts };
  }
  return {
    findings:
      others.length > 0
        ? [{ code: 'hosts-other', details: { count: others.length } }]
        : [{ code: 'hosts-plain' }],
    facts,
  };
}

// A demonstration time-stamping authority on the loopback interface: tokens that verify like any other, under a root
// that nobody should trust, by the device's own clock. It proves nothing and is marked in every name.

import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TsaConfig } from '../../../shared/timestamp/types.ts';
import type { Clock } from '../../platform/ports.ts';
import { createDemoAuthority, type DemoAuthority } from './authority.ts';
import { createDemoSigner, type DemoSigner } from './token.ts';

export interface DemoTsaOptions {
  readonly clock: Clock;
  /** Where the authority is kept from run to run; absent: made anew each time. */
  readonly seedDir?: string;
}

export interface DemoTsa {
  readonly url: string;
  /** With its root and demonstration: true. */
  readonly config: TsaConfig;
  close(): Promise<void>;
}

const MAX_REQUEST_BYTES = 64 << 10;
const FILE_NAME = 'demo-tsa.json';

export async function startDemoTsa({ clock, seedDir }: DemoTsaOptions): Promise<DemoTsa> {
  const { authority, signer } = await loadOrCreate(clock.now(), seedDir);
  const server = createServer((request, response) => {
    answer(request, response, signer, clock).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    config: { name: 'demo', url, policy: null, rootsPem: authority.rootPem, demonstration: true },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Loaded {
  readonly authority: DemoAuthority;
  readonly signer: DemoSigner;
}

async function loadOrCreate(now: Date, seedDir: string | undefined): Promise<Loaded> {
  const kept = seedDir === undefined ? null : await readKept(join(seedDir, FILE_NAME), now);
  if (kept) return kept;
  const authority = createDemoAuthority(now);
  const signer = createDemoSigner(authority);
  if (!signer) throw new Error('the demonstration authority cannot read its own certificates');
  if (seedDir !== undefined) await keep(seedDir, authority);
  return { authority, signer };
}

/** Null where there is none that is whole and valid now: a new one costs nothing. */
async function readKept(file: string, now: Date): Promise<Loaded | null> {
  try {
    const authority = parseKept(JSON.parse(await readFile(file, 'utf8')));
    const signer = authority && createDemoSigner(authority);
    if (!authority || !signer) return null;
    const { notBefore, notAfter } = signer.certificate;
    return now.getTime() >= notBefore.ms && now.getTime() <= notAfter.ms ? { authority, signer } : null;
  } catch {
    // Absent or damaged alike: demonstration material is made anew.
    return null;
  }
}

function parseKept(value: unknown): DemoAuthority | null {
  if (typeof value !== 'object' || value === null) return null;
  const { rootPem, tsaPem, tsaKeyPem } = value as Partial<Record<keyof DemoAuthority, unknown>>;
  return typeof rootPem === 'string' && typeof tsaPem === 'string' && typeof tsaKeyPem === 'string'
    ? { rootPem, tsaPem, tsaKeyPem }
    : null;
}

async function keep(seedDir: string, authority: DemoAuthority): Promise<void> {
  await mkdir(seedDir, { recursive: true });
  const file = join(seedDir, FILE_NAME);
  await writeFile(`${file}.new`, JSON.stringify(authority, null, 2), { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  signer: DemoSigner,
  clock: Clock,
): Promise<void> {
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/timestamp-query') {
    response.writeHead(415).end();
    return;
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MAX_REQUEST_BYTES) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    parts.push(part as Buffer);
  }
  const reply = signer.respond(new Uint8Array(Buffer.concat(parts)), clock.now());
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply);
}

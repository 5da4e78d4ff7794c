// Writes test/vectors/good/*.zip and trust.json. Same sources, same bytes: a test runs this into another folder and
// compares. `node test/vectors/generate.ts --stamp` first asks an openssl authority for new time-stamps (stamps.json);
// `repacked.zip` is complete.zip packed again by another library, with compression and times of its own.

import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { ZipFile } from 'yazl';
import { parseIndex } from '../../shared/evidence/index-file.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { exportPackage } from '../../electron/export/export-package.ts';
import { buildTagFiles } from '../../electron/export/tag-files.ts';
import { createOpensslTsa } from '../integration/export/openssl-tsa.ts';
import { DEVICE, payloadOf } from './ingredients.ts';
import { type GoodPackage, goodPackages, STAMPS_URL, stampsOf, vectorTrust } from './packages.ts';

/** Stand-ins: real ones would make the vectors hundreds of kilobytes large. */
const VERIFIER = toUtf8('<!doctype html><meta charset="utf-8"><title>placeholder</title>\n');
const CERTIFICATE = toUtf8('%PDF-1.7\n% placeholder of the test vectors\n%%EOF\n');

function extras({ proofs, certificate }: GoodPackage) {
  return {
    proofs,
    certificatePdf: certificate ? CERTIFICATE : null,
    verifierHtml: VERIFIER,
    exporter: DEVICE,
  };
}

/** Canonical containers by our own writer; their names. */
export async function writeGoodVectors(folder: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const made = goodPackages();
  for (const each of made) {
    await exportPackage({
      sealed: each.sample.sealed,
      openPayload: payloadOf(each.sample),
      ...extras(each),
      outPath: join(folder, `${each.name}.zip`),
    });
  }
  return made.map(({ name }) => `${name}.zip`);
}

/** Bytes of the trust policy that knows these vectors. */
export function trustBytes(): Uint8Array {
  return toUtf8(`${JSON.stringify(vectorTrust(), null, 2)}\n`);
}

async function repack(each: GoodPackage, outPath: string): Promise<void> {
  const { sealed, payload } = each.sample;
  const tagFiles = buildTagFiles({ sealed, index: parseIndex(sealed.index), ...extras(each) });
  const zip = new ZipFile();
  const options = { mtime: new Date(2026, 10, 23, 12), mode: 0o100600, compress: true };
  for (const [path, bytes] of payload) zip.addBuffer(Buffer.from(bytes), path, options);
  for (const { path, bytes } of tagFiles) zip.addBuffer(Buffer.from(bytes), path, options);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(outPath));
}

function stampAnew(): void {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-stamp-'));
  const tsa = createOpensslTsa(folder);
  const rootPem = readFileSync(tsa.rootPath, 'utf8');
  const stamps = stampsOf(tsa.stamp, rootPem, new TextDecoder().decode(tsa.chainPem));
  writeFileSync(STAMPS_URL, `${JSON.stringify(stamps, null, 2)}\n`);
  rmSync(folder, { recursive: true });
}

if (import.meta.main) {
  if (process.argv.includes('--stamp')) stampAnew();
  const folder = fileURLToPath(new URL('good', import.meta.url));
  await writeGoodVectors(folder);
  await repack(goodPackages()[0]!, join(folder, 'repacked.zip'));
  writeFileSync(new URL('trust.json', import.meta.url), trustBytes());
}

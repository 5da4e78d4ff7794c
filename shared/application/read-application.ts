// Reads an application package as hostile input (docs/application-package.md): container, manifest, signature,
// application.json, and that files, digests and list are the same set. Typed data, or a list of problems; nothing in it
// is run or unpacked. The evidence packages inside are handed on as slices, for the verifier to check one by one.

import { verifyEd25519 } from '../bytes/ed25519.ts';
import { openBoth, type Hashers } from '../bytes/hashers.ts';
import { toHex } from '../bytes/hex.ts';
import { equalBytes, joinBytes } from '../bytes/utf8.ts';
import { isAppError } from '../errors.ts';
import { parseManifest } from '../evidence/bag.ts';
import { pae, parseDsse } from '../evidence/dsse.ts';
import { isPackagePath } from '../evidence/path.ts';
import { keyIdOf, parsePublicKeyPem } from '../evidence/public-key.ts';
import { isCanonical } from '../zip/canonical.ts';
import { entryChunks, type Crc32 } from '../zip/entry-stream.ts';
import { ZipFault } from '../zip/fault.ts';
import type { RandomAccess } from '../zip/random-access.ts';
import { readZip, type ZipEntry } from '../zip/reader.ts';
import { parseApplication, type Application, APPLICATION_LIMITS } from './application.ts';
import {
  APPLICATION_DSSE_PATH,
  APPLICATION_KEY_PATH,
  APPLICATION_MANIFEST_PATH,
  APPLICATION_PATH,
  APPLICATION_PAYLOAD_TYPE,
  APPLICATION_README_PATH,
} from './paths.ts';

export const APPLICATION_PROBLEMS = [
  'container-bad',
  'container-repacked',
  'file-compressed',
  'file-missing',
  'file-not-listed',
  'file-changed',
  'file-damaged',
  'application-unreadable',
  'application-newer',
  'manifest-unreadable',
  'signature-unreadable',
  'signature-differs',
  'signature-bad',
] as const;

export interface ApplicationProblem {
  readonly code: (typeof APPLICATION_PROBLEMS)[number];
  /** Hostile text: a path, a parser's reason. Never personal data. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** A file of the package, by path. */
export interface ApplicationFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sm3: string;
  /** Its bytes where they lie: files of a good package are stored, never compressed. */
  readonly access: RandomAccess;
}

export interface ApplicationReading {
  /** Null where it could not be read. Not to be relied on while there are problems. */
  readonly application: Application | null;
  /** Whose signature holds; null where none does. A key says that nothing was changed since, not who somebody is. */
  readonly signerKeyId: string | null;
  readonly files: ReadonlyMap<string, ApplicationFile>;
  /** Empty: structure, digests and signature hold. */
  readonly problems: readonly ApplicationProblem[];
}

export interface ReadApplicationOptions {
  readonly hashers: Hashers;
  readonly crc32?: Crc32 | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/** Files that a good package can have at most: evidence, attachments, and its own five. */
const MAX_FILES = APPLICATION_LIMITS.evidence + APPLICATION_LIMITS.attachments + 5;
/** What is held in memory: application.json, manifest, signature, key, each far below. */
const KEPT_BYTES = 16 * 1024 * 1024;

const OWN_FILES = [
  APPLICATION_PATH,
  APPLICATION_README_PATH,
  APPLICATION_MANIFEST_PATH,
  APPLICATION_DSSE_PATH,
  APPLICATION_KEY_PATH,
];

/** @throws only what source.read rejects with, or the signal's reason. */
export async function readApplication(
  source: RandomAccess,
  options: ReadApplicationOptions,
): Promise<ApplicationReading> {
  const problems: ApplicationProblem[] = [];
  const add = (code: ApplicationProblem['code'], details: ApplicationProblem['details'] = {}): void => {
    if (problems.length < 200) problems.push({ code, details });
  };
  const nothing = { application: null, signerKeyId: null, files: new Map(), problems };
  const zip = await readZip(source, options.signal);
  if (!zip.ok) {
    add('container-bad', { ...zip.details, fault: zip.code });
    return nothing;
  }
  if (zip.entries.length > MAX_FILES) {
    add('container-bad', { fault: 'zip-too-many-entries', count: zip.entries.length });
    return nothing;
  }
  const wrong = zip.entries.find(
    ({ directory, method, name }) => directory || method !== 0 || !isPackagePath(name),
  );
  if (wrong) {
    add('file-compressed', { path: wrong.name });
    return nothing;
  }
  if (!(await isCanonical(source, zip.entries))) add('container-repacked');
  const { files, kept } = await digestAll(source, zip.entries, options, add);
  for (const path of OWN_FILES) if (!files.has(path)) add('file-missing', { path });
  checkManifest(files, kept.get(APPLICATION_MANIFEST_PATH), add);
  const signerKeyId = checkSignature(kept, options.hashers, add);
  const application = readList(kept.get(APPLICATION_PATH), add);
  if (application) checkSet(application, files, add);
  return { application, signerKeyId, files, problems };
}

type Add = (code: ApplicationProblem['code'], details?: ApplicationProblem['details']) => void;

async function digestAll(
  source: RandomAccess,
  entries: readonly ZipEntry[],
  options: ReadApplicationOptions,
  add: Add,
): Promise<{ files: Map<string, ApplicationFile>; kept: Map<string, Uint8Array> }> {
  const files = new Map<string, ApplicationFile>();
  const kept = new Map<string, Uint8Array>();
  let done = 0;
  for (const entry of entries) {
    const keep = OWN_FILES.includes(entry.name) && entry.size <= KEPT_BYTES;
    const parts: Uint8Array[] = [];
    const digests = await openBoth(options.hashers, entry.size);
    try {
      for await (const chunk of entryChunks(source, entry, options)) {
        if (keep) parts.push(chunk.slice());
        await digests.update(chunk);
        done += chunk.length;
        options.onProgress?.(done, source.size);
      }
      const { sha256, sm3 } = await digests.digests();
      files.set(entry.name, {
        path: entry.name,
        sizeBytes: entry.size,
        sha256: toHex(sha256),
        sm3: toHex(sm3),
        access: slice(source, entry),
      });
      if (keep) kept.set(entry.name, joinBytes(parts));
    } catch (error) {
      digests.drop();
      if (!(error instanceof ZipFault)) throw error;
      add('file-damaged', { path: entry.name, fault: error.code });
    }
  }
  return { files, kept };
}

function slice(source: RandomAccess, entry: ZipEntry): RandomAccess {
  return {
    name: entry.name.slice(entry.name.lastIndexOf('/') + 1),
    size: entry.size,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > entry.size)
        return Promise.reject(new RangeError('outside of the file'));
      return source.read(entry.dataOffset + offset, length);
    },
  };
}

/** manifest-sha256.txt lists every file but itself and the signature over it. */
function checkManifest(
  files: ReadonlyMap<string, ApplicationFile>,
  bytes: Uint8Array | undefined,
  add: Add,
): void {
  if (!bytes) return;
  const lines = parsed(
    () => parseManifest(bytes),
    (reason) => add('manifest-unreadable', { reason }),
  );
  if (lines === null) return;
  const listed = new Set(lines.map(({ path }) => path));
  for (const { path, digest } of lines) {
    const file = files.get(path);
    if (!file) add('file-missing', { path });
    else if (file.sha256 !== digest) add('file-changed', { path });
  }
  for (const path of files.keys()) {
    const outside = path === APPLICATION_MANIFEST_PATH || path === APPLICATION_DSSE_PATH;
    if (!listed.has(path) && !outside) add('file-not-listed', { path });
  }
}

function checkSignature(kept: ReadonlyMap<string, Uint8Array>, hashers: Hashers, add: Add): string | null {
  const [envelopeBytes, keyBytes, manifest] = [
    APPLICATION_DSSE_PATH,
    APPLICATION_KEY_PATH,
    APPLICATION_MANIFEST_PATH,
  ].map((path) => kept.get(path));
  if (!envelopeBytes || !keyBytes || !manifest) return null;
  const unreadable = (reason: string): void => add('signature-unreadable', { reason });
  const envelope = parsed(() => parseDsse(envelopeBytes), unreadable);
  const publicKey = parsed(() => parsePublicKeyPem(keyBytes), unreadable);
  if (envelope === null || publicKey === null) return null;
  const keyId = keyIdOf(publicKey, hashers);
  const [signature] = envelope.signatures;
  if (
    envelope.payloadType !== APPLICATION_PAYLOAD_TYPE ||
    !equalBytes(envelope.payload, manifest) ||
    envelope.signatures.length !== 1 ||
    signature!.keyid !== keyId
  ) {
    add('signature-differs');
    return null;
  }
  if (verifyEd25519(signature!.sig, pae(envelope.payloadType, envelope.payload), publicKey)) return keyId;
  add('signature-bad');
  return null;
}

function readList(bytes: Uint8Array | undefined, add: Add): Application | null {
  if (!bytes) return null;
  return parsed(
    () => parseApplication(bytes),
    (reason) =>
      reason === 'newer-format'
        ? add('application-newer')
        : add('application-unreadable', { reason: reason.slice(0, 200) }),
  );
}

/** What application.json lists is there as listed, and nothing else is. */
function checkSet(application: Application, files: ReadonlyMap<string, ApplicationFile>, add: Add): void {
  const items = [...application.evidence, ...application.attachments];
  for (const item of items) {
    const file = files.get(item.path);
    if (!file) add('file-missing', { path: item.path });
    else if (file.sizeBytes !== item.sizeBytes || file.sha256 !== item.sha256 || file.sm3 !== item.sm3)
      add('file-changed', { path: item.path });
  }
  const known = new Set([...OWN_FILES, ...items.map(({ path }) => path)]);
  for (const path of files.keys()) if (!known.has(path)) add('file-not-listed', { path });
}

function parsed<T>(parse: () => T, refuse: (reason: string) => void): T | null {
  try {
    return parse();
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith('format/')) throw error;
    refuse(String(error.details['problem'] ?? error.code));
    return null;
  }
}

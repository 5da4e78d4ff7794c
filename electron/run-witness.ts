// `cunan witness`, composed: key, memory and lock in one folder of its own, apart from any data folder.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../shared/errors.ts';
import { fromUtf8, toUtf8 } from '../shared/bytes/utf8.ts';
import { toHex } from '../shared/bytes/hex.ts';
import { encodeVkey, isKeyName, parseVkey, type VerifierKey, verifierKeyOf } from '../shared/ledger/vkey.ts';
import { createWitnessSigner, type LoadedSigner } from './identity/signer.ts';
import { makeFolderDurably, writeDurably } from './platform/durable-files.ts';
import { createNodeClock } from './platform/node-clock.ts';
import { createNodeLog } from './platform/node-log.ts';
import { createNodeRandom } from './platform/node-random.ts';
import { createNodeSecrets } from './platform/node-secrets.ts';
import { dataPaths } from './platform/paths.ts';
import { systemCode, toWriteError } from './platform/write-errors.ts';
import { takeOwnership } from './store/owner-lock.ts';
import type { WitnessReply } from './witness/ports.ts';
import { startWitnessServer } from './witness/server.ts';
import { openWitnessState } from './witness/state-folder.ts';
import { createWitness } from './witness/witness.ts';

export interface WitnessOptions {
  readonly stateFolder: string;
  readonly host: string;
  readonly port: number;
  /** Verifier keys of the logs to be cosigned. */
  readonly logs: readonly string[];
  /** Null: the name given before, else cunan-witness/<16 hex digits of the key's SHA-256>. */
  readonly name: string | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly passphrase: string | null;
  readonly onReply: (reply: WitnessReply) => void;
}

export interface RunningWitness {
  readonly url: string;
  /** What the owners of logs and the readers of packages need. */
  readonly vkey: string;
  close(): Promise<void>;
}

/** Throws input/invalid, store/in-use, store/damaged, store/…, key/…; rejects with the system's error for the address. */
export async function runWitness(options: WitnessOptions): Promise<RunningWitness> {
  const folder = options.stateFolder;
  const logs = options.logs.map((vkey) => logKey(vkey));
  try {
    await makeFolderDurably(folder);
  } catch (error) {
    throw toWriteError(error, folder);
  }
  const clock = createNodeClock();
  const random = createNodeRandom();
  const log = createNodeLog({ folder: join(folder, 'log'), clock, random });
  const startedAt = clock.now().toISOString();
  const lock = takeOwnership(dataPaths(folder), { shell: 'cli', startedAt }, (problem) =>
    log.warn('witness lock', { problem }),
  );
  try {
    const secrets = createNodeSecrets({
      folder: join(folder, 'keys'),
      random,
      log,
      passphrase: options.passphrase,
    });
    const signer = await createWitnessSigner(secrets);
    const key = await nameKey(folder, signer, options.name, toHex(random.bytes(8)));
    const state = await openWitnessState(folder, key);
    // Damage is found before anything is promised to anybody.
    for (const each of logs) await state.latest(each.name);
    const server = await startWitnessServer({
      witness: createWitness({ key, signer, logs, state, clock }),
      state,
      host: options.host,
      port: options.port,
      tls: options.tls,
      onReply: options.onReply,
      onTrouble: (error) => void log.error('a request could not be answered', error),
    });
    return {
      url: server.url,
      vkey: encodeVkey(key),
      async close() {
        await server.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function logKey(vkey: string): VerifierKey {
  try {
    return parseVkey(vkey);
  } catch (cause) {
    throw new AppError('input/invalid', { field: '--log', problem: vkey.slice(0, 200) }, { cause });
  }
}

/** The name is part of the key's identity: given once, kept in witness.vkey, never changed silently. */
async function nameKey(
  folder: string,
  signer: LoadedSigner,
  wanted: string | null,
  unique: string,
): Promise<VerifierKey> {
  const path = join(folder, 'witness.vkey');
  const kept = await readFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw new AppError('input/file-unreadable', { path }, { cause: error });
  });
  if (kept !== null) {
    const key = keptKey(fromUtf8(new Uint8Array(kept)) ?? '', signer);
    if (wanted === null || wanted === key.name) return key;
    throw new AppError('input/invalid', { field: '--name', problem: key.name });
  }
  const name = wanted ?? `cunan-witness/${signer.keyId.slice(0, 16)}`;
  if (!isKeyName(name)) throw new AppError('input/invalid', { field: '--name', problem: name.slice(0, 200) });
  const key = verifierKeyOf(name, signer.publicKey, 'witness');
  await writeDurably(path, toUtf8(`${encodeVkey(key)}\n`), { unique, mode: 0o644 });
  return key;
}

/** Throws key/unreadable where the file names another key than the one that is here. */
function keptKey(text: string, signer: LoadedSigner): VerifierKey {
  try {
    const key = parseVkey(text.trim(), 'witness');
    if (Buffer.compare(key.publicKey, signer.publicKey) === 0) return key;
  } catch (cause) {
    throw new AppError('key/unreadable', { problem: 'witness.vkey' }, { cause });
  }
  throw new AppError('key/unreadable', { problem: 'witness.vkey names another key' });
}

// A whole package for tests, made with the builders that make real ones: fixed key, clock and salts, so the same bytes
// every time. Time-stamps are real tokens over exactly this statement, kept in test/vectors/tampered/tokens.json.

import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { ed25519 } from '@noble/curves/ed25519.js';
import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { fromBase64 } from '../../../shared/bytes/base64.ts';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { concatBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { toData } from '../../../shared/chain/quantity.ts';
import type { AnchorRecord } from '../../../shared/chain/types.ts';
import { buildEvidenceId } from '../../../shared/evidence/id.ts';
import { parseIndex } from '../../../shared/evidence/index-file.ts';
import { buildPublicKeyPem, keyIdOf } from '../../../shared/evidence/public-key.ts';
import { parseStatement } from '../../../shared/evidence/statement-file.ts';
import type { EvidenceFacts } from '../../../shared/evidence/statement.ts';
import { buildCheckpointText } from '../../../shared/ledger/checkpoint.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import { encodeLedgerEntry, ledgerEntryOf } from '../../../shared/ledger/entry.ts';
import { signNoteText } from '../../../shared/ledger/note.ts';
import { buildTlogProof } from '../../../shared/ledger/tlog-proof.ts';
import { encodeVkey, ledgerKeyOf } from '../../../shared/ledger/vkey.ts';
import { ledgerHash } from '../../../shared/ledger/verify-tlog-proof.ts';
import { inclusionProof } from '../../../shared/merkle/proof.ts';
import { leafHash, treeRoot } from '../../../shared/merkle/tree.ts';
import type { TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import { layOut, localHeader } from '../../../shared/zip/layout.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import type { Signer } from '../../../electron/platform/ports.ts';
import { sealEvidence } from '../../../electron/evidence/seal.ts';
import { buildTagFiles } from '../../../electron/export/tag-files.ts';
import { trustedWitnesses } from './cosign-step.ts';
import { anchorRecordOf, CHAIN_ID, encodedAnchor, headerOf, receiptRecordOf } from './anchor-record.ts';
import { qbftHeader, type QbftOptions, VALIDATORS } from './qbft-headers.ts';

export const hashers = await createWasmHashers();
export type Files = ReadonlyMap<string, Uint8Array>;

const SECRET = new Uint8Array(32).fill(7);
const EXPORTER_SECRET = new Uint8Array(32).fill(8);
const BEACON = { number: 100, timestamp: Date.parse('2026-11-22T20:59:00Z') / 1000 };
const ANCHOR = { number: 200, timestamp: Date.parse('2026-11-22T22:00:00Z') / 1000 };

const QBFT = { number: 300, timestamp: Date.parse('2026-11-22T23:00:00Z') / 1000 };
const RECEIPT = { number: 400, timestamp: Date.parse('2026-11-22T23:30:00Z') / 1000 };

/** Anchors of other kinds, for recipes. */
export const ANCHORS: Readonly<Record<string, (checkpoint: Checkpoint) => AnchorRecord>> = {
  receipt: (checkpoint) => receiptRecordOf(checkpoint, RECEIPT.number, RECEIPT.timestamp),
  'qbft-three-seals': (checkpoint) => qbftAnchor(checkpoint, { sealers: [0, 2, 3] }),
  'qbft-two-seals': (checkpoint) => qbftAnchor(checkpoint, { sealers: [0, 2] }),
  'qbft-contract-two-seals': (checkpoint) => qbftAnchor(checkpoint, { sealers: [0, 2], listed: [] }),
  native: (checkpoint) => ({
    ...anchorRecordOf(checkpoint, QBFT.number, QBFT.timestamp),
    headerRlp: '0x',
    storageProof: null,
    material: { block: '{}', receipt: '{}', witnesses: 2 },
  }),
};

function qbftAnchor(checkpoint: Checkpoint, options: QbftOptions): AnchorRecord {
  return anchorRecordOf(checkpoint, QBFT.number, QBFT.timestamp, qbftHeader(options));
}

export function signerOf(secret: Uint8Array): Signer {
  const publicKey = ed25519.getPublicKey(secret);
  return {
    keyId: keyIdOf(publicKey, hashers),
    publicKey,
    publicKeyPem: new TextDecoder().decode(buildPublicKeyPem(publicKey)),
    sign: (message) => ed25519.sign(message, secret),
  };
}

export const signer = signerOf(SECRET);
export const exporter = signerOf(EXPORTER_SECRET);

const beaconHeader = headerOf(BEACON.number, BEACON.timestamp, new Uint8Array(32).fill(3));

export function factsOf(change: Partial<EvidenceFacts> = {}): EvidenceFacts {
  return {
    id: buildEvidenceId(new Date('2026-11-22T21:00:00Z'), Uint8Array.of(9, 8, 7, 6, 5)),
    kind: 'web-capture',
    case: { digest: 'c'.repeat(64), sequence: 1 },
    requestedUrl: 'https://shop.example/item?id=7',
    finalUrl: 'https://shop.example/item?id=7',
    title: '仿冒商品 \u202egnp.exe "A" <b>',
    httpStatus: 200,
    state: 'COMPLETE',
    reasons: [],
    startedAt: '2026-11-22T21:00:00.000Z',
    endedAt: '2026-11-22T21:00:09.120Z',
    clock: { source: 'device', offsetMs: null, timeZone: 'Asia/Shanghai' },
    beacon: {
      kind: 'chain-block',
      chainName: 'testchain',
      chainId: CHAIN_ID,
      blockNumber: BEACON.number,
      blockHash: toData(keccak(beaconHeader)),
      blockTime: new Date(BEACON.timestamp * 1000).toISOString(),
      simulated: false,
    },
    beaconAbsentReason: null,
    operator: {
      name: '张三',
      organisation: '某律师事务所',
      verification: 'unverified',
      verificationMethod: null,
    },
    vantage: { publicIp: null, network: null, platform: 'linux x64' },
    tools: [{ name: 'cunan', version: '0.1.0', sha256: null }],
    demonstration: false,
    ...change,
  };
}

function payloadOf(facts: EvidenceFacts): ReadonlyMap<string, Uint8Array> {
  const { state, reasons, requestedUrl, finalUrl, title, httpStatus, startedAt, endedAt } = facts;
  const record = {
    format: 'cunan-capture/1',
    state,
    reasons,
    requestedUrl,
    finalUrl,
    title,
    httpStatus,
    startedAt,
    endedAt,
  };
  return new Map([
    ['data/capture.json', toUtf8(canonicalJson(record))],
    ['data/events.jsonl', eventsOf(['browser-started', 'navigated', 'sealed'])],
    ['data/beacon.json', toUtf8(canonicalJson({ headerRlp: toData(beaconHeader) }))],
    ['data/screenshot.png', Uint8Array.from({ length: 3_000 }, (_, i) => (i * 31) & 0xff)],
    ['data/files/合同 扫描.pdf', toUtf8('%PDF-1.7 not really\n')],
    ['data/empty.txt', new Uint8Array(0)],
  ]);
}

function eventsOf(events: readonly string[]): Uint8Array {
  let prev = '0'.repeat(64);
  const lines = events.map((event, seq) => {
    const format = seq === 0 ? { format: 'cunan-events/1' } : {};
    const line = canonicalJson({
      ...format,
      seq,
      at: '2026-11-22T21:00:01.000Z',
      clock: 'device',
      event,
      details: {},
      prev,
    });
    prev = digestsOf(hashers, toUtf8(line)).sha256;
    return `${line}\n`;
  });
  return toUtf8(lines.join(''));
}

export interface Built {
  readonly files: Files;
  readonly statement: Uint8Array;
  readonly checkpointNote: string;
  readonly checkpoint: Checkpoint;
}

export interface BuildOptions {
  readonly facts?: Partial<EvidenceFacts>;
  /** Files that replace or join the payload before sealing. */
  readonly payload?: Files;
  readonly tokens?: boolean;
  readonly exportSignature?: boolean;
  readonly verifierHtml?: Uint8Array | null;
}

export function buildPackage(options: BuildOptions = {}): Built {
  const facts = factsOf(options.facts);
  const payload = new Map([...payloadOf(facts), ...(options.payload ?? [])]);
  let salts = 0;
  const sealed = sealEvidence({
    facts,
    files: [...payload].map(([path, bytes]) => ({ path, size: bytes.length, ...digestsOf(hashers, bytes) })),
    signer,
    random: { bytes: (length) => new Uint8Array(length).fill(++salts) },
    hashers,
  });
  const ledger = ledgerOver(sealed.statement, sealed.statementDigests);
  const base = `attest/tlog/${ledger.checkpoint.origin.replace('/', '-')}-${ledger.checkpoint.size}`;
  const proofs = [
    { path: `${base}.tlog-proof`, bytes: ledger.proof },
    {
      path: 'attest/chain/testchain-0011223344556677.json',
      bytes: encodedAnchor(ledger.checkpoint, ANCHOR.number, ANCHOR.timestamp),
    },
    ...(options.tokens === false
      ? []
      : [
          { path: 'attest/tsa/1-alpha.tsr', bytes: tokens().statementAlpha },
          { path: 'attest/tsa/2-beta.tsr', bytes: tokens().statementBeta },
          { path: `${base}.1-alpha.tsr`, bytes: tokens().checkpointAlpha },
        ]),
  ];
  const tagFiles = buildTagFiles({
    sealed,
    index: parseIndex(sealed.index),
    proofs,
    certificatePdf: toUtf8('%PDF-1.7 certificate\n'),
    verifierHtml:
      options.verifierHtml === undefined ? toUtf8('<!doctype html>verifier\n') : options.verifierHtml,
    exporter,
  });
  const files = new Map([...tagFiles.map(({ path, bytes }) => [path, bytes] as const), ...payload]);
  if (options.exportSignature === false) files.delete('attest/export.dsse.json');
  return { files, statement: sealed.statement, checkpointNote: ledger.note, checkpoint: ledger.checkpoint };
}

function ledgerOver(statement: Uint8Array, digests: { readonly sha256: string; readonly sm3: string }) {
  const entry = encodeLedgerEntry(ledgerEntryOf(parseStatement(statement), digests));
  const leaves = [toUtf8('first'), toUtf8('second'), entry, toUtf8('fourth'), toUtf8('fifth')].map((data) =>
    leafHash(ledgerHash, data),
  );
  const key = ledgerKeyOf(signer.publicKey);
  const checkpoint = { origin: key.name, size: leaves.length, root: treeRoot(ledgerHash, leaves) };
  const note = signNoteText(buildCheckpointText(checkpoint), key, (message) => signer.sign(message));
  const hashes = inclusionProof(ledgerHash, leaves, 2);
  return { checkpoint, note, proof: buildTlogProof({ index: 2, hashes, checkpointNote: note }) };
}

/** Trust in everything the fixture shows. */
export function fullTrust(built: Built): TrustPolicy {
  const open = { from: null, to: null };
  const checkpoint = ledgerOver(built.statement, digestsOf(hashers, built.statement)).checkpoint;
  return {
    format: 'cunan-trust/1',
    signers: [
      { name: '张三的取证设备', keyId: signer.keyId, ...open },
      { name: '某律师事务所 UKey', keyId: sm2Vector().keyId, ...open },
    ],
    tsaRoots: [
      { name: 'Alpha TSA', pem: tokens().rootAlpha, demonstration: false, authority: 'Alpha', ...open },
      { name: 'Beta TSA', pem: tokens().rootBeta, demonstration: false, ...open },
      { name: 'Delta SM2 TSA', pem: moreTokens().rootSm2, demonstration: false, ...open },
      { name: 'Epsilon TSA', pem: readRenewals().root, demonstration: false, ...open },
      // Another root of an authority that is already there.
      {
        name: 'Alpha TSA, second root',
        pem: moreTokens().rootRevocable,
        demonstration: false,
        authority: 'Alpha',
        ...open,
      },
    ],
    witnesses: trustedWitnesses,
    ledgers: [{ name: '本所账本', vkey: encodeVkey(ledgerKeyOf(signer.publicKey)) }],
    chains: [
      {
        name: 'testchain',
        chainId: CHAIN_ID,
        demonstration: false,
        validators: [{ from: QBFT.number, to: QBFT.number, addresses: VALIDATORS }],
        blocks: [
          { number: BEACON.number, hash: toData(keccak(beaconHeader)) },
          {
            number: ANCHOR.number,
            hash: anchorRecordOf(checkpoint, ANCHOR.number, ANCHOR.timestamp).blockHash,
          },
          {
            number: RECEIPT.number,
            hash: receiptRecordOf(checkpoint, RECEIPT.number, RECEIPT.timestamp).blockHash,
          },
        ],
      },
    ],
  };
}

interface Tokens {
  readonly statementSha256: string;
  readonly statementAlpha: Uint8Array;
  readonly statementBeta: Uint8Array;
  readonly checkpointAlpha: Uint8Array;
  readonly rootAlpha: string;
  readonly rootBeta: string;
}

let cached: Tokens | null = null;

/** Made once by test/unit/verify/make-tokens.ts with openssl. */
export function tokens(): Tokens {
  if (cached !== null) return cached;
  const raw = JSON.parse(
    readFileSync(new URL('../../vectors/tampered/tokens.json', import.meta.url), 'utf8'),
  ) as Record<keyof Tokens, string>;
  cached = {
    statementSha256: raw.statementSha256,
    statementAlpha: fromBase64(raw.statementAlpha)!,
    statementBeta: fromBase64(raw.statementBeta)!,
    checkpointAlpha: fromBase64(raw.checkpointAlpha)!,
    rootAlpha: raw.rootAlpha,
    rootBeta: raw.rootBeta,
  };
  return cached;
}

/** Made once by test/unit/verify/make-more-tokens.ts with openssl. */
export function moreTokens() {
  const raw = JSON.parse(
    readFileSync(new URL('../../vectors/tampered/more-tokens.json', import.meta.url), 'utf8'),
  ) as { rootSm2: string; rootRevocable: string; files: Record<string, string> };
  return {
    rootSm2: raw.rootSm2,
    rootRevocable: raw.rootRevocable,
    file: (name: string): Uint8Array => fromBase64(raw.files[name]!)!,
  };
}

/** Made once by test/unit/verify/make-renewals.ts with openssl: files by path. */
export function renewedFiles(times: 0 | 1 | 2): Files {
  const { files } = readRenewals();
  const wanted = Object.entries(files).filter(
    ([path]) => times >= Number(/^attest\/renewal\/([0-9]{3})\//.exec(path)?.[1] ?? 0),
  );
  return new Map(wanted.map(([path, base64]) => [path, fromBase64(base64)!]));
}

function readRenewals() {
  return JSON.parse(
    readFileSync(new URL('../../vectors/tampered/renewal-tokens.json', import.meta.url), 'utf8'),
  ) as { root: string; files: Record<string, string> };
}

/** Made once by test/unit/verify/make-sm2.ts with openssl. */
export function sm2Vector(): { readonly keyId: string; readonly files: Files } {
  const { keyId, files } = JSON.parse(
    readFileSync(new URL('../../vectors/tampered/sm2-tokens.json', import.meta.url), 'utf8'),
  ) as { keyId: string; files: Record<string, string> };
  return {
    keyId,
    files: new Map(Object.entries(files).map(([path, base64]) => [path, fromBase64(base64)!])),
  };
}

/** Our own canonical container over the files. */
export function zipOf(files: Files): Uint8Array {
  const layout = layOut(
    [...files].map(([name, bytes]) => ({ name, size: bytes.length, crc32: crc32(bytes) })),
  );
  return concatBytes(
    ...layout.entries.flatMap((entry) => [localHeader(entry), files.get(entry.name)!]),
    layout.tail,
  );
}

export function memory(bytes: Uint8Array, name = 'test.zip'): RandomAccess {
  return {
    name,
    size: bytes.length,
    read: (offset, length) =>
      offset < 0 || offset + length > bytes.length
        ? Promise.reject(new RangeError(`read of ${length} at ${offset} of ${bytes.length}`))
        : Promise.resolve(bytes.slice(offset, offset + length)),
  };
}

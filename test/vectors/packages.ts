// The good packages: what each is about. Pure data and our own builders; time-stamps are real tokens from stamps.json.

import { readFileSync } from 'node:fs';
import { fromBase64, toBase64 } from '../../shared/bytes/base64.ts';
import { canonicalJson, type Json } from '../../shared/bytes/canonical-json.ts';
import { digestsOf } from '../../shared/bytes/digest.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { buildEvidenceId } from '../../shared/evidence/id.ts';
import type { DepositedFile, DepositRecord } from '../../shared/evidence/deposit-record.ts';
import { parseStatement } from '../../shared/evidence/statement-file.ts';
import type { EvidenceFacts } from '../../shared/evidence/statement.ts';
import { buildCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { encodeLedgerEntry, ledgerEntryOf } from '../../shared/ledger/entry.ts';
import { cosignText } from '../../shared/ledger/cosignature.ts';
import { parseNote, signNoteText } from '../../shared/ledger/note.ts';
import { buildTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { ledgerHash } from '../../shared/ledger/verify-tlog-proof.ts';
import { encodeVkey, ledgerKeyOf, verifierKeyOf } from '../../shared/ledger/vkey.ts';
import { inclusionProof } from '../../shared/merkle/proof.ts';
import { leafHash, treeRoot } from '../../shared/merkle/tree.ts';
import type { TrustPolicy } from '../../shared/verify/trust-policy.ts';
import type { PackageFile } from '../../electron/export/tag-files.ts';
import { DEVICE, hashers, type SealedSample, sealSample, signerFrom, webFacts } from './ingredients.ts';

export interface GoodPackage {
  /** Name of the file without .zip */
  readonly name: string;
  readonly sample: SealedSample;
  readonly proofs: readonly PackageFile[];
  readonly certificate: boolean;
}

export interface Stamps {
  readonly rootPem: string;
  readonly chainPem: string;
  /** Time-stamp responses in base64 by the SHA-256 of what they stamp. */
  readonly tokens: Readonly<Record<string, string>>;
}

export const STAMPS_URL = new URL('stamps.json', import.meta.url);

const LEDGER = signerFrom('cunan test vectors: ledger key');
const ledgerKey = ledgerKeyOf(LEDGER.publicKey);
const WITNESSES = ['one', 'two'].map((name) => {
  const signer = signerFrom(`cunan test vectors: witness ${name}`);
  return { signer, key: verifierKeyOf(`witness.example/${name}`, signer.publicKey, 'witness') };
});

const factsOfAll: Readonly<Record<string, EvidenceFacts>> = {
  complete: webFacts(),
  partial: webFacts({
    ...numbered(2),
    state: 'PARTIAL',
    reasons: [
      {
        code: 'resource-failed',
        details: { url: 'https://cdn.example/a.css', error: 'net::ERR_CONNECTION_RESET' },
      },
      { code: 'scroll-limit', details: { heightPx: 200_000 } },
    ],
  }),
  failed: webFacts({
    ...numbered(3),
    requestedUrl: 'https://gone.example/',
    finalUrl: null,
    title: null,
    httpStatus: null,
    state: 'FAILED',
    reasons: [{ code: 'no-main-document', details: { error: 'capture/name-not-resolved' } }],
  }),
  'no-certificate': webFacts({ ...numbered(4), demonstration: true }),
  deposit: depositFacts(5),
  'deposit-digests': depositFacts(6),
};

function depositFacts(sequence: number): EvidenceFacts {
  const named = { kind: 'file-deposit', title: '合同 (最终版).txt (+1)' } as const;
  return webFacts({ ...numbered(sequence), ...named, requestedUrl: null, finalUrl: null, httpStatus: null });
}

function numbered(sequence: number): Pick<EvidenceFacts, 'id' | 'case'> {
  const { case: first } = webFacts();
  const day = new Date('2026-11-22T21:00:00.000Z');
  return {
    id: buildEvidenceId(day, Uint8Array.of(1, 2, 3, 4, 5 + sequence)),
    case: { ...first, sequence },
  };
}

/** Payload that fits the facts. */
export function contentsOf(facts: EvidenceFacts): Record<string, string | Uint8Array> {
  const events = { 'data/events.jsonl': eventsOf(facts.state) };
  if (facts.kind === 'file-deposit') {
    const digestOnly = facts.case.sequence === 6;
    const record = { 'data/deposit.json': canonicalJson(depositRecord(facts, digestOnly)) };
    // The one without a log stands for packages that were made before deposits had one.
    return digestOnly ? record : { ...record, ...depositEvents(facts.state), ...DEPOSITED };
  }
  const { state, reasons, requestedUrl, finalUrl, title, httpStatus, startedAt, endedAt } = facts;
  const shared = { state, reasons, requestedUrl, finalUrl, title, httpStatus, startedAt, endedAt };
  const record = { 'data/capture.json': canonicalJson({ format: 'cunan-capture/1', ...shared }) };
  if (state === 'FAILED') return { ...events, ...record };
  return {
    ...events,
    ...record,
    'data/page.mhtml': 'MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n仿冒商品\r\n',
    'data/page/正文.txt': '仿冒商品 “A”\n',
    'data/screenshot.png': Uint8Array.from({ length: 3000 }, (_, i) => (i * 31) & 0xff),
  };
}

/** By their paths in the package. */
const DEPOSITED = { 'data/files/empty': '', 'data/files/合同 (最终版).txt': '合同正文\n' };

function depositRecord(facts: EvidenceFacts, digestOnly: boolean): DepositRecord {
  const { title, state, reasons, startedAt, endedAt } = facts;
  const files = Object.entries(DEPOSITED).map(([stored, text]): DepositedFile => {
    const bytes = toUtf8(text);
    return {
      path: stored.replace('data/files/', ''),
      outcome: 'kept',
      error: null,
      size: bytes.length,
      ...digestsOf(hashers, bytes),
      modifiedAt: '2026-11-20T08:30:00.000Z',
      readAt: '2026-11-22T21:00:08.000Z',
      stored: digestOnly ? null : stored,
    };
  });
  return {
    format: 'cunan-deposit/1',
    mode: digestOnly ? 'digest-only' : 'copy',
    category: 'contract',
    fields: { parties: '甲公司、乙公司', signedOn: '2026-11-20' },
    title: title!,
    state,
    reasons,
    startedAt,
    endedAt,
    source: { via: 'path', roots: files.map(({ path }) => path), location: null },
    files,
    emptyFolders: [],
    refused: [],
  };
}

/** Hash-chained as electron/capture writes it: each line holds the SHA-256 of the line before. */
function eventsOf(state: string): string {
  return chained(
    ['browser-started', 'navigated', `ended-${state.toLowerCase()}`].map((event) => ({ event, details: {} })),
  );
}

function depositEvents(state: string): Record<string, string> {
  const files = Object.entries(DEPOSITED).flatMap(([stored, text]) => {
    const path = stored.replace('data/files/', '');
    const size = toUtf8(text).length;
    return [
      { event: 'file-begin', details: { path, size } },
      {
        event: 'file-end',
        details: { path, outcome: 'kept', error: null, size, ...digestsOf(hashers, toUtf8(text)) },
      },
    ];
  });
  const begin = { mode: 'copy', via: 'path', category: 'contract', files: 2, bytes: 13, attempt: 1 };
  return {
    'data/events.jsonl': chained([
      { event: 'deposit-begin', details: begin },
      ...files,
      { event: 'deposit-end', details: { state, files: 2, copies: 2 } },
    ]),
  };
}

function chained(events: readonly { readonly event: string; readonly details: Json }[]): string {
  let prev = '0'.repeat(64);
  const lines = events.map(({ event, details }, seq) => {
    const format = seq === 0 ? { format: 'cunan-events/1' } : {};
    const at = `2026-11-22T21:00:0${seq}.000Z`;
    const line = canonicalJson({ ...format, seq, at, clock: 'device', event, details, prev });
    prev = digestsOf(hashers, toUtf8(line)).sha256;
    return `${line}\n`;
  });
  return lines.join('');
}

const samples = Object.entries(factsOfAll).map(([name, facts]) => ({
  name,
  sample: sealSample(facts, contentsOf(facts)),
}));

/** All items stand in one ledger under one checkpoint. */
const leaves = samples.map(({ sample: { sealed } }) => {
  const entry = ledgerEntryOf(parseStatement(sealed.statement), sealed.statementDigests);
  return leafHash(ledgerHash, encodeLedgerEntry(entry));
});
const checkpoint = {
  origin: ledgerKey.name,
  size: leaves.length,
  root: treeRoot(ledgerHash, leaves),
};
const checkpointNote = signNoteText(buildCheckpointText(checkpoint), ledgerKey, (message) =>
  LEDGER.sign(message),
);
const ledgerStem = `attest/tlog/${checkpoint.origin.replaceAll('/', '-')}`;

/** What must be time-stamped for the packages to be whole. */
export const toStamp: readonly Uint8Array[] = [samples[0]!.sample.sealed.statement, toUtf8(checkpointNote)];

/** Packages without any proof are 'no-certificate' and the deposits; 'complete' alone has time-stamps. */
export function goodPackages(): readonly GoodPackage[] {
  return samples.map(({ name, sample }, i) => ({
    name,
    sample,
    proofs:
      name === 'no-certificate' || name.startsWith('deposit')
        ? []
        : [
            ...ledgerProof(i),
            ...(name === 'complete' ? stampProofs(readStamps()) : []),
            ...(name === 'partial' ? [witnessedProof(i)] : []),
          ],
    certificate: name !== 'no-certificate',
  }));
}

function ledgerProof(index: number): PackageFile[] {
  const hashes = inclusionProof(ledgerHash, leaves, index);
  return [
    {
      path: `${ledgerStem}-${checkpoint.size}.tlog-proof`,
      bytes: buildTlogProof({ index, hashes, checkpointNote }),
    },
    { path: `${ledgerStem}.vkey`, bytes: toUtf8(`${encodeVkey(ledgerKey)}\n`) },
  ];
}

/** Under two witnesses' cosignatures, a few minutes apart. */
function witnessedProof(index: number): PackageFile {
  const hashes = inclusionProof(ledgerHash, leaves, index);
  const { text } = parseNote(checkpointNote);
  const lines = WITNESSES.map(({ key, signer }, at) =>
    cosignText(text, key, 1_795_384_800 + 300 * at, (message) => signer.sign(message)),
  );
  return {
    path: `${ledgerStem}-${checkpoint.size}.witnessed.tlog-proof`,
    bytes: buildTlogProof({ index, hashes, checkpointNote: checkpointNote + lines.join('') }),
  };
}

function stampProofs(stamps: Stamps): PackageFile[] {
  const [statement, note] = toStamp.map((data) => stampOf(stamps, data));
  return [
    { path: 'attest/tsa/1-test.tsr', bytes: statement! },
    { path: 'attest/tsa/1-test.chain.pem', bytes: toUtf8(stamps.chainPem) },
    { path: `${ledgerStem}-${checkpoint.size}.1-test.tsr`, bytes: note! },
  ];
}

function stampOf(stamps: Stamps, data: Uint8Array): Uint8Array {
  const token = stamps.tokens[digestsOf(hashers, data).sha256];
  const bytes = token === undefined ? null : fromBase64(token);
  if (!bytes) throw new Error('stamps.json is stale: node test/vectors/generate.ts --stamp');
  return bytes;
}

function readStamps(): Stamps {
  return JSON.parse(readFileSync(STAMPS_URL, 'utf8')) as Stamps;
}

export function stampsOf(stamp: (data: Uint8Array) => Uint8Array, rootPem: string, chainPem: string): Stamps {
  const tokens = Object.fromEntries(
    toStamp.map((data) => [digestsOf(hashers, data).sha256, toBase64(stamp(data))]),
  );
  return { rootPem, chainPem, tokens };
}

/** Trusts exactly the keys and the root of these vectors. */
export function vectorTrust(): TrustPolicy {
  const open = { from: null, to: null };
  return {
    format: 'cunan-trust/1',
    signers: [{ name: 'Test vector device', keyId: DEVICE.keyId, ...open }],
    tsaRoots: [{ name: 'Test vector TSA', pem: readStamps().rootPem, demonstration: false, ...open }],
    ledgers: [{ name: 'Test vector ledger', vkey: encodeVkey(ledgerKey) }],
    chains: [],
    witnesses: WITNESSES.map(({ key }) => ({
      name: `Test vector ${key.name}`,
      vkey: encodeVkey(key),
      ...open,
    })),
  };
}

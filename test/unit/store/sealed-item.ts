// Makes a sealed item as the pipeline would commit it: real digests, sealed bytes that need not verify.

import { randomBytes } from 'node:crypto';
import { buildEvidenceId } from '../../../shared/evidence/id.ts';
import type { EvidenceFacts } from '../../../shared/evidence/statement.ts';
import { digestOf, type Hashers } from '../../../shared/bytes/hashers.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import type { NewAttestation, PayloadFile, SealedItem, Store } from '../../../electron/store/types.ts';

export interface ItemOptions {
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly facts?: Partial<EvidenceFacts>;
  readonly attestations?: readonly NewAttestation[];
  readonly jobId?: string | null;
}

export const SIGNED: NewAttestation = {
  kind: 'signature',
  provider: 'device',
  demonstration: false,
  obtained: { at: '2026-11-23T00:00:00.000Z', trusted: false, facts: [], files: [] },
};

export async function makeItem(
  store: Store,
  hashers: Hashers,
  caseId: string,
  options: ItemOptions = {},
): Promise<SealedItem> {
  const files: PayloadFile[] = [];
  for (const [path, bytes] of Object.entries(options.files ?? { 'data/page.txt': toUtf8('页面') })) {
    files.push({ path, mediaType: 'text/plain', ...(await store.vault.putBytes(caseId, bytes)) });
  }
  const facts = buildFacts(store, caseId, options.facts);
  const statement = toUtf8(JSON.stringify(facts));
  const statementDigests = {
    sha256: toHex(digestOf(hashers.createSha256(), statement)),
    sm3: toHex(digestOf(hashers.createSm3(), statement)),
  };
  return {
    caseId,
    facts,
    sealedAt: new Date().toISOString(),
    statementDigests,
    sealed: {
      index: toUtf8('{}\n'),
      statement,
      dsse: toUtf8('{"payload":""}'),
      signerPem: toUtf8('-----BEGIN PUBLIC KEY-----\n'),
    },
    files,
    thumbnailPath: null,
    attestations: options.attestations ?? [SIGNED],
    ledgerEntry: { v: 1, id: facts.id, statement: statementDigests, case: facts.case },
    job: options.jobId ? { id: options.jobId } : null,
  };
}

function buildFacts(store: Store, caseId: string, over: Partial<EvidenceFacts> = {}): EvidenceFacts {
  const now = new Date();
  return {
    id: buildEvidenceId(now, new Uint8Array(randomBytes(5))),
    kind: 'web-capture',
    case: { digest: store.cases.require(caseId).digest, sequence: store.cases.nextSequence(caseId) },
    requestedUrl: 'http://shop.example/item?id=1',
    finalUrl: 'http://shop.example/item?id=1',
    title: '某某商店 Sale 100%',
    httpStatus: 200,
    state: 'COMPLETE',
    reasons: [],
    startedAt: now.toISOString(),
    endedAt: now.toISOString(),
    clock: { source: 'device', offsetMs: null, timeZone: 'Asia/Shanghai' },
    beacon: null,
    beaconAbsentReason: 'no-chain',
    operator: { name: null, organisation: null, verification: 'unverified', verificationMethod: null },
    vantage: { publicIp: null, network: null, platform: 'linux x64' },
    tools: [],
    demonstration: false,
    ...over,
  };
}

// Certificates for tests: the inputs of a model, plausible and complete, with what a test is about changed.

import { join } from 'node:path';
import type { AttestationView } from '../../../shared/api/views.ts';
import type { CertificateInput } from '../../../shared/certificate/model.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import { parseStatement } from '../../../shared/evidence/statement-file.ts';
import type { EvidenceFacts } from '../../../shared/evidence/statement.ts';
import { readFonts } from '../../../electron/certificate/fonts.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { sealSample, webFacts } from '../../vectors/ingredients.ts';

export const fonts = await readFonts(findResources(null).fonts);
export const ISSUED = new Date('2026-11-23T02:00:00.000Z');
export const root = join(import.meta.dirname, '../../..');

export function attestation(change: Partial<AttestationView>): AttestationView {
  return {
    id: 'A-1',
    kind: 'timestamp',
    provider: 'tsa-one',
    subject: 'statement',
    state: 'obtained',
    at: '2026-11-22T21:00:12.000Z',
    demonstration: false,
    attempts: 1,
    lastError: null,
    nextAttemptAt: null,
    facts: [],
    files: [],
    ...change,
  };
}

export const STAMP = attestation({
  facts: [
    { key: 'serial', value: '0f3a' },
    { key: 'policy', value: '1.3.6.1.4.1.99999.1' },
    { key: 'algorithm', value: 'sha256 · ecdsa-p256-sha256' },
    { key: 'signer', value: 'CN=联合信任时间戳服务中心, O=某某, C=CN' },
    { key: 'root', value: 'CN=Root' },
  ],
});
export const LEDGER = attestation({
  kind: 'ledger',
  provider: 'cunan/0123456789abcdef',
  facts: [
    { key: 'origin', value: 'cunan/0123456789abcdef' },
    { key: 'index', value: '41' },
    { key: 'size', value: '42' },
  ],
});
export const ANCHOR = attestation({
  kind: 'chain',
  provider: 'some-chain',
  subject: 'checkpoint',
  facts: [
    { key: 'chainId', value: '1' },
    { key: 'txHash', value: `0x${'ab'.repeat(32)}` },
    { key: 'blockNumber', value: '123456' },
    { key: 'root', value: 'cd'.repeat(32) },
  ],
});

export interface SampleChange {
  readonly facts?: Partial<EvidenceFacts>;
  readonly files?: number;
  readonly attestations?: readonly AttestationView[];
  readonly record?: CaptureRecord | null;
  readonly input?: Partial<CertificateInput>;
}

/** Without a change: a complete capture with a time-stamp, in the ledger, anchored. */
export function certificateInput(change: SampleChange = {}): CertificateInput {
  const facts = webFacts(change.facts ?? {});
  const names = Array.from({ length: change.files ?? 4 }, (_, n) => `data/files/图片 ${n}.png`);
  const { sealed } = sealSample(facts, Object.fromEntries(names.map((name) => [name, name])));
  return {
    statement: parseStatement(sealed.statement),
    statementSha256: sealed.statementDigests.sha256,
    statementSm3: sealed.statementDigests.sm3,
    signerKeyId: 'e'.repeat(64),
    record: change.record === undefined ? recordOf(facts) : change.record,
    environment: null,
    files: sealed.lines.map(({ path, size, sha256, sm3 }) => ({ path, size, sha256, sm3 })),
    attestations: change.attestations ?? [STAMP, LEDGER, ANCHOR],
    checkpoint: { origin: 'cunan/0123456789abcdef', size: 42, rootHex: 'cd'.repeat(32) },
    processLog: { entries: 57, headSha256: 'f'.repeat(64) },
    timeTrusted: false,
    issuedAt: ISSUED.toISOString(),
    softwareVersion: '0.1.0',
    ...change.input,
  };
}

export function recordOf(facts: EvidenceFacts): CaptureRecord {
  return {
    format: 'cunan-capture/1',
    state: facts.state,
    reasons: facts.reasons,
    requestedUrl: facts.requestedUrl ?? '',
    finalUrl: facts.finalUrl,
    addressAtScreenshot: facts.finalUrl,
    title: facts.title,
    httpStatus: facts.httpStatus,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    clock: facts.clock,
    options: {},
    browser: {
      name: 'Chromium',
      version: '156.0.1.2',
      userAgent: 'Mozilla/5.0',
      executable: 'chromium',
      sha256: '1'.repeat(64),
      headless: true,
      sandbox: true,
      freshProfile: true,
      flags: [],
    },
    tools: facts.tools,
    dns: [],
    redirects: [],
    server: { ip: '203.0.113.7', port: 443, protocol: 'h2' },
    tls: {
      version: 'TLS 1.3',
      cipher: 'AES_256_GCM',
      keyExchangeGroup: 'X25519',
      subject: 'shop.example',
      issuer: 'Some CA R3',
      validFrom: '2026-10-01T00:00:00.000Z',
      validTo: '2026-12-30T00:00:00.000Z',
      san: ['shop.example'],
      chain: [{ sha256: '2'.repeat(64), derBase64: '' }],
      provenance: 'same-connection',
      error: null,
    },
    steps: [],
    artefacts: [],
    resources: [],
    page: null,
    notes: [],
  };
}

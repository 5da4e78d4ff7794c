// A filled-in application over a real evidence package of the vectors, packed in memory by our own builder.

import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { applicationInputs } from '../../electron/application/package-application.ts';
import type { Application } from '../../shared/application/application.ts';
import { attachmentPath, evidencePath, buildApplicationId } from '../../shared/application/paths.ts';
import { digestsOf } from '../../shared/bytes/digest.ts';
import { joinBytes, toUtf8 } from '../../shared/bytes/utf8.ts';
import { layOut, localHeader } from '../../shared/zip/layout.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';
import { verifyPackage } from '../../shared/verify/verifier.ts';
import { DEVICE, hashers } from '../vectors/ingredients.ts';

export const FORM = {
  applicantType: 'organisation',
  applicantName: '示例（测试）有限公司',
  applicantIdType: 'credit-code',
  applicantIdNumber: '91350100M000100Y43',
  applicantAddress: '江苏省南京市示例路 1 号',
  applicantPhone: '025-12345678',
  legalRepresentative: '测试人',
  office: '示例公证处',
  matter: '保全证据（网页）',
  purpose: 'litigation',
  rightKind: 'copyright',
  interest: '申请人是作品的著作权人。',
  statement: '网页未经许可使用了作品，用于诉讼，用存安取证自行取得。',
  copies: '2',
  delivery: 'pick-up',
  appliedOn: '2026-11-24',
  promise: 'yes',
} as const;

const GOOD = new URL('../vectors/good/complete.zip', import.meta.url);
export const EVIDENCE_ZIP = new Uint8Array(readFileSync(GOOD));
export const ATTACHMENT = toUtf8('营业执照副本');
export const TRUST = JSON.parse(
  readFileSync(new URL('../vectors/trust.json', import.meta.url), 'utf8'),
) as Parameters<typeof verifyPackage>[2];

export function access(bytes: Uint8Array, name = 'test.cunanapp'): RandomAccess {
  return { name, size: bytes.length, read: async (at, length) => bytes.slice(at, at + length) };
}

export function verify(file: RandomAccess) {
  return verifyPackage(
    file,
    { hashers, subtle: crypto.subtle, crc32 },
    TRUST,
    { tsa: 0, chain: false, at: null },
    { now: '2026-11-24T12:00:00Z' },
  );
}

export async function sampleApplication(change: Partial<Application> = {}): Promise<Application> {
  const { evidence } = await verify(access(EVIDENCE_ZIP));
  const at = new Date('2026-11-24T12:00:00Z');
  return {
    format: 'cunan-application/1',
    id: buildApplicationId(at, Uint8Array.of(1, 2, 3, 4, 5)),
    createdAt: at.toISOString(),
    route: 'self-captured',
    demonstration: false,
    form: FORM,
    evidence: [
      {
        path: evidencePath(evidence!.id),
        id: evidence!.id,
        kind: evidence!.kind,
        state: evidence!.state,
        title: evidence!.title,
        requestedUrl: evidence!.requestedUrl,
        startedAt: evidence!.startedAt,
        sizeBytes: EVIDENCE_ZIP.length,
        ...digestsOf(hashers, EVIDENCE_ZIP),
        statementSha256: evidence!.statementSha256,
        statementSm3: evidence!.statementSm3,
        verdict: 'valid',
      },
    ],
    attachments: [
      {
        path: attachmentPath(1, 'identity', '公司.PDF'),
        kind: 'identity',
        originalName: '公司.PDF',
        sizeBytes: ATTACHMENT.length,
        ...digestsOf(hashers, ATTACHMENT),
      },
    ],
    software: { name: 'Cunan', version: '0.1.0' },
    ...change,
  };
}

async function* open(path: string): AsyncGenerator<Uint8Array> {
  yield path.startsWith('evidence/') ? EVIDENCE_ZIP : ATTACHMENT;
}

/** The package's bytes. @param change edits the files by name before they are laid out. */
export async function packed(
  application: Application,
  change: (files: Map<string, Uint8Array>) => void = () => undefined,
): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const input of applicationInputs({ application, open, signer: DEVICE })) {
    const parts: Uint8Array[] = [];
    for await (const part of input.open()) parts.push(part);
    files.set(input.name, joinBytes(parts));
  }
  change(files);
  return containerOf(files);
}

/** Our canonical container around any files. */
export function containerOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const layout = layOut(
    [...files].map(([name, bytes]) => ({ name, size: bytes.length, crc32: crc32(bytes) })),
  );
  const parts = layout.entries.flatMap((entry) => [localHeader(entry), files.get(entry.name)!]);
  return joinBytes([...parts, layout.tail]);
}

// Facts and files for tests: fixed, plausible, complete.

import { digestsOf } from '../../../shared/bytes/digest.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { buildEvidenceId } from '../../../shared/evidence/id.ts';
import type { FileDigest } from '../../../shared/evidence/index-line.ts';
import type { EvidenceFacts } from '../../../shared/evidence/statement.ts';

export const hashers = await createWasmHashers();

export function webFacts(change: Partial<EvidenceFacts> = {}): EvidenceFacts {
  return {
    id: buildEvidenceId(new Date('2026-11-22T21:00:00Z'), Uint8Array.of(1, 2, 3, 4, 5)),
    kind: 'web-capture',
    case: { digest: 'c'.repeat(64), sequence: 1 },
    requestedUrl: 'https://shop.example/item?id=7',
    finalUrl: 'https://shop.example/item?id=7',
    title: '仿冒商品 “A”',
    httpStatus: 200,
    state: 'COMPLETE',
    reasons: [],
    startedAt: '2026-11-22T21:00:00.000Z',
    endedAt: '2026-11-22T21:00:09.120Z',
    clock: { source: 'device', offsetMs: null, timeZone: 'Asia/Shanghai' },
    beacon: null,
    beaconAbsentReason: 'no chain configured',
    operator: { name: '张三', organisation: null, verification: 'unverified', verificationMethod: null },
    vantage: { publicIp: null, network: null, platform: 'linux x64' },
    tools: [{ name: 'cunan', version: '0.1.0', sha256: null }],
    demonstration: false,
    ...change,
  };
}

export function fileOf(path: string, content: string | Uint8Array): FileDigest {
  const bytes = typeof content === 'string' ? toUtf8(content) : content;
  return { path, size: bytes.length, ...digestsOf(hashers, bytes) };
}

export function saltOf(i: number): string {
  return i.toString(16).padStart(32, '0');
}

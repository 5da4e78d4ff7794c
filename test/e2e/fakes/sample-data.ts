// Lifelike data for screens: whole, partial and failed items, proofs obtained, pending and not configured.

import { beaconAbsent } from '../../../shared/text/beacon.ts';
import { SAMPLE_WACZ } from './sample-archive.ts';
import { createHash } from 'node:crypto';
import type { AttestationView, CaseView, EvidenceDetail, FileView } from '../../../shared/api/views.ts';
import { buildEvidenceId } from '../../../shared/evidence/id.ts';
import type { ProofState, Reason } from '../../../shared/evidence/states.ts';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const START = Date.UTC(2026, 10, 22, 13, 3, 7);
const iso = (ms: number): string => new Date(ms).toISOString();

const CASE_NAMES: readonly (readonly [string, string])[] = [
  [
    '山色摄影著作权侵权',
    '权利人：林某某。被诉店铺三家，重点固定商品主图、销量与店铺主体信息。\n案号待立案后补。',
  ],
  ['某茶饮品牌商标侵权（杭州）', '门店菜单页、外卖平台页、公众号文章。'],
  ['名誉权：短视频平台不实评论', ''],
  ['开源组件许可证违约取证 GPL-3.0', 'Repository pages, release archives and the vendor’s download page.'],
  ['网络服务合同纠纷', '服务条款历次版本。'],
];

export function sampleCases(counts: ReadonlyMap<string, number>): CaseView[] {
  return CASE_NAMES.map(([name, note], index) => ({
    id: `case-${index + 1}`,
    name,
    note,
    createdAt: iso(START - (index + 2) * 86_400_000 * 3),
    evidenceCount: counts.get(`case-${index + 1}`) ?? 0,
    lastActivityAt: iso(START - index * 7_200_000),
  }));
}

const TITLES: readonly (readonly [string, string])[] = [
  ['云山画坊 旗舰店 - 秋季新品 全场包邮', 'https://shop.example.com/yunshan/autumn?from=home&page=1'],
  ['山色系列装饰画 第12款 - 商品详情', 'https://shop.example.com/item/8820134.html'],
  ['Terms of Service — Example Cloud', 'https://cloud.example.org/legal/terms/2026-08'],
  ['关于“山色”系列作品的声明', 'https://news.example.cn/a/20261118/0091.html'],
  ['Release v4.2.0 · example/toolkit', 'https://code.example.dev/example/toolkit/releases/tag/v4.2.0'],
  ['评论区 - 热门视频', 'https://video.example.tv/v/BV1xx411c7mD?comments=all#reply9921'],
  ['菜单 | 茶屿（湖滨店）', 'https://tea.example.cn/stores/hz-hubin/menu'],
];

const PARTIAL: readonly Reason[] = [
  {
    code: 'resource-failed',
    details: {
      url: 'https://img.example.com/banner/2026/autumn@2x.webp',
      error: 'net::ERR_CONNECTION_RESET',
    },
  },
  { code: 'image-undecoded', details: { count: 1 } },
];
const HELD_BACK: readonly Reason[] = [
  {
    code: 'no-main-document',
    details: { error: 'capture/environment-blocked', cause: 'hosts, proxy', host: 'shop.example.com' },
  },
];
const FAILED: readonly Reason[] = [
  { code: 'no-main-document', details: { error: 'capture/name-not-resolved' } },
];

function stateOf(index: number): EvidenceDetail['state'] {
  if (index % 11 === 4) return 'FAILED';
  return index % 5 === 2 ? 'PARTIAL' : 'COMPLETE';
}

const PROOF_LEVELS: readonly (readonly ProofState[])[] = [
  ['sealed', 'signed', 'timestamped', 'logged', 'anchored'],
  ['sealed', 'signed', 'timestamped', 'logged', 'pending'],
  ['sealed', 'signed', 'logged', 'pending'],
  ['sealed', 'signed', 'logged'],
];

export function sampleEvidence(index: number): EvidenceDetail {
  const sealed = START - index * 1_913_000;
  const id = buildEvidenceId(
    new Date(sealed),
    createHash('sha256').update(`id ${index}`).digest().subarray(0, 5),
  );
  const [title, url] = TITLES[index % TITLES.length]!;
  const state = stateOf(index);
  const files = sampleFiles(index, state === 'FAILED');
  const proofs = PROOF_LEVELS[index % PROOF_LEVELS.length]!;
  const caseIndex = (index % CASE_NAMES.length) % 4;
  const demonstration = index % 7 === 3;
  return {
    id,
    caseId: `case-${caseIndex + 1}`,
    caseName: CASE_NAMES[caseIndex]![0],
    sequence: 400 - index,
    kind: 'web-capture',
    requestedUrl: url,
    finalUrl: state === 'FAILED' ? null : index % 3 === 0 ? `${url}&spm=a2` : url,
    title: state === 'FAILED' ? null : title,
    httpStatus: state === 'FAILED' ? null : 200,
    state,
    reasons: state === 'PARTIAL' ? PARTIAL : state !== 'FAILED' ? [] : index === 15 ? HELD_BACK : FAILED,
    startedAt: iso(sealed - 14_000),
    endedAt: iso(sealed - 1_200),
    sealedAt: iso(sealed),
    payloadBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    fileCount: files.length,
    proofs,
    demonstration,
    thumbnailPath: state === 'FAILED' ? null : 'data/thumbnail.jpg',
    statementSha256: hex(`statement ${index}`),
    statementSm3: hex(`statement sm3 ${index}`),
    operator: {
      name: '林知夏',
      organisation: '清衡律师事务所',
      verification: 'unverified',
      verificationMethod: null,
    },
    files,
    attestations: sampleProofs(index, sealed, proofs, demonstration),
    notBefore: proofs.includes('anchored')
      ? { at: iso(sealed - 31_000), source: 'evm-1 #21877310', trusted: true, demonstration }
      : null,
    beaconAbsentReason: proofs.includes('anchored') ? null : beaconAbsent('not-configured'),
    notAfter: proofs.includes('timestamped')
      ? { at: iso(sealed + 2_000), source: 'tsa.example.cn', trusted: !demonstration, demonstration }
      : null,
    renewal: proofs.includes('timestamped')
      ? {
          dueAt: iso(sealed + 900 * 86_400_000),
          endsAt: iso(sealed + 990 * 86_400_000),
          lastError: null,
          done: [],
        }
      : { dueAt: null, endsAt: null, lastError: null, done: [] },
    exports:
      index === 0
        ? [
            {
              path: `/home/lin/Downloads/${id}.zip`,
              at: iso(sealed + 90_000),
              sizeBytes: 8_123_456,
              sha256: hex('zip'),
            },
          ]
        : [],
  };
}

function sampleFiles(index: number, failed: boolean): FileView[] {
  const list: readonly (readonly [string, number, string])[] = failed
    ? [
        ['data/capture.json', 2_812, 'application/json'],
        ['data/events.jsonl', 1_094, 'application/jsonl'],
      ]
    : [
        ['data/page.wacz', SAMPLE_WACZ.length, 'application/wacz'],
        ['data/page.mhtml', 3_204_118 + index * 577, 'multipart/related'],
        ['data/page.pdf', 1_211_904, 'application/pdf'],
        ['data/screenshot.png', 1_902_331, 'image/png'],
        ['data/thumbnail.jpg', 18_220, 'image/jpeg'],
        ['data/page.txt', 9_120, 'text/plain'],
        ['data/dom.html', 204_880, 'text/html'],
        ['data/console.jsonl', 0, 'application/jsonl'],
        ['data/private/headers.jsonl', 22_014, 'application/jsonl'],
        ['data/capture.json', 61_202, 'application/json'],
        ['data/events.jsonl', 7_330, 'application/jsonl'],
      ];
  return list.map(([path, sizeBytes, mediaType]) => ({
    path,
    sizeBytes,
    mediaType,
    sha256: hex(`${path} ${index}`),
    sm3: hex(`${path} sm3 ${index}`),
  }));
}

function sampleProofs(
  index: number,
  sealed: number,
  proofs: readonly ProofState[],
  demonstration: boolean,
): AttestationView[] {
  const base = {
    subject: 'statement',
    demonstration: false,
    attempts: 1,
    lastError: null,
    nextAttemptAt: null,
  } as const;
  const has = (state: ProofState) => proofs.includes(state);
  const list: AttestationView[] = [
    {
      ...base,
      id: `${index}-signature`,
      kind: 'signature',
      provider: hex('device key'),
      state: 'obtained',
      at: iso(sealed + 300),
      facts: [
        { key: 'algorithm', value: 'Ed25519' },
        { key: 'keyId', value: hex('device key') },
      ],
      files: ['attest/statement.dsse.json'],
    },
    {
      ...base,
      id: `${index}-ledger`,
      kind: 'ledger',
      provider: 'cunan/9f2c41d07be3a865',
      state: 'obtained',
      at: iso(sealed + 900),
      facts: [
        { key: 'index', value: String(4_000 - index) },
        { key: 'size', value: '4018' },
        { key: 'root', value: hex('root') },
      ],
      files: ['attest/tlog/cunan-9f2c41d07be3a865.tlog-proof'],
    },
  ];
  if (has('timestamped')) {
    list.push({
      ...base,
      id: `${index}-tsa`,
      kind: 'timestamp',
      provider: demonstration ? 'demo-tsa' : 'ntsc',
      demonstration,
      state: 'obtained',
      at: iso(sealed + 2_000),
      facts: [
        { key: 'serial', value: '0x4f2a90c1' },
        { key: 'policy', value: '1.2.156.3.9.2' },
        { key: 'hash', value: 'SHA-256' },
      ],
      files: ['attest/tsa/1-ntsc.tsr'],
    });
  }
  if (has('pending')) {
    list.push({
      ...base,
      id: `${index}-tsa-2`,
      kind: has('timestamped') ? 'chain' : 'timestamp',
      provider: has('timestamped') ? 'evm-1' : 'backup-tsa',
      subject: has('timestamped') ? 'checkpoint' : 'statement',
      state: 'pending',
      at: null,
      attempts: 3,
      lastError: has('timestamped')
        ? {
            code: 'chain/unreachable',
            details: { chain: 'evm-1', problem: 'connect ECONNREFUSED' },
            at: iso(sealed + 60_000),
          }
        : {
            code: 'tsa/unreachable',
            details: { tsa: 'backup-tsa', problem: 'connect ETIMEDOUT' },
            at: iso(sealed + 60_000),
          },
      nextAttemptAt: iso(sealed + 3_600_000),
      facts: [],
      files: [],
    });
  }
  if (has('anchored')) {
    list.push({
      ...base,
      id: `${index}-chain`,
      kind: 'chain',
      provider: 'evm-1',
      subject: 'checkpoint',
      state: 'obtained',
      at: iso(sealed + 24_000),
      facts: [
        { key: 'blockNumber', value: '21877316' },
        { key: 'txHash', value: hex('tx') },
        { key: 'contract', value: '0x5FbDB2315678afecb367f032d93F642f64180aa3' },
        { key: 'confirmations', value: '12' },
      ],
      files: ['attest/chain/evm-1-21877316.json'],
    });
  } else if (!has('pending') || !has('timestamped')) {
    list.push({
      ...base,
      id: `${index}-chain`,
      kind: 'chain',
      provider: '',
      subject: 'checkpoint',
      state: 'not-configured',
      at: null,
      attempts: 0,
      facts: [],
      files: [],
    });
  }
  return list;
}

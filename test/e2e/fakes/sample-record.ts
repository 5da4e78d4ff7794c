// A capture record as the capture stage writes it, for the tabs of the evidence page.

import { createHash } from 'node:crypto';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import type {
  CaptureRecord,
  ResourceOutcome,
  ResourceVerdict,
  StepOutcome,
} from '../../../shared/evidence/capture-record.ts';
import { SAMPLE_PLACE } from './sample-archive.ts';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const STEPS = [
  'resolve',
  'browser',
  'navigate',
  'settle',
  'viewport',
  'screenshot',
  'mhtml',
  'pdf',
  'dom',
  'text',
  'wacz',
  'record',
];

function steps(item: EvidenceDetail): StepOutcome[] {
  const start = Date.parse(item.startedAt);
  return STEPS.map((name, index) => {
    const failed = item.state === 'FAILED' && index === 0;
    const skipped = item.state === 'FAILED' && index > 0 && index < STEPS.length - 1;
    return {
      name,
      status: failed ? 'failed' : skipped ? 'skipped' : 'ok',
      startedAt: new Date(start + index * 900).toISOString(),
      durationMs: skipped ? 0 : 120 + index * 173,
      reason: failed ? 'queryA ENOTFOUND' : skipped ? 'no main document' : null,
    };
  });
}

function resource(index: number, item: EvidenceDetail): ResourceOutcome {
  const kinds = ['document', 'stylesheet', 'script', 'image', 'font', 'xhr', 'ping'] as const;
  const type = index === 0 ? 'document' : kinds[index % kinds.length]!;
  const verdict: ResourceVerdict =
    item.state === 'PARTIAL' && index === 3
      ? 'failed'
      : index === 12
        ? 'http-error'
        : index === 13
          ? 'no-body'
          : 'ok';
  const painted = ['document', 'stylesheet', 'font', 'image'].includes(type);
  return {
    url:
      index === 0
        ? item.requestedUrl!
        : `https://static.example.com/assets/${type}/${hex(String(index)).slice(0, 12)}.${type}`,
    method: 'GET',
    type,
    status: verdict === 'failed' ? null : verdict === 'http-error' ? 404 : verdict === 'no-body' ? 204 : 200,
    verdict,
    error: verdict === 'failed' ? 'net::ERR_CONNECTION_RESET' : null,
    mimeType: null,
    bodyBytes: verdict === 'ok' ? 812 + index * 3_911 : null,
    sha256: verdict === 'ok' ? hex(`body ${index}`) : null,
    remoteIp: '203.0.113.7',
    protocol: 'h2',
    fromCache: false,
    fromServiceWorker: false,
    startedAt: item.startedAt,
    durationMs: 40 + index * 11,
    painted,
    network: {
      statusText: verdict === 'ok' ? 'OK' : '',
      initiator: index === 0 ? 'other' : 'parser',
      wireBytes: verdict === 'ok' ? 420 + index * 1_204 : null,
      declaredBytes: null,
      contentEncoding: verdict === 'ok' ? 'br' : null,
      postedBytes: null,
      connection: verdict === 'failed' ? null : 0,
      timing:
        verdict === 'failed'
          ? null
          : {
              dnsMs: index === 0 ? 12 : null,
              connectMs: index === 0 ? 41 : null,
              tlsMs: index === 0 ? 29 : null,
              firstByteAfterMs: 21 + index * 5,
              endAfterMs: 40 + index * 11,
            },
      archive: verdict === 'failed' ? null : SAMPLE_PLACE,
    },
  };
}

export function sampleRecord(item: EvidenceDetail): CaptureRecord {
  const failed = item.state === 'FAILED';
  return {
    format: 'cunan-capture/1',
    state: item.state,
    reasons: item.reasons,
    requestedUrl: item.requestedUrl!,
    finalUrl: item.finalUrl,
    addressAtScreenshot: item.finalUrl,
    title: item.title,
    httpStatus: item.httpStatus,
    startedAt: item.startedAt,
    endedAt: item.endedAt,
    clock: { source: 'device', offsetMs: null, timeZone: 'Asia/Shanghai' },
    options: {
      viewportWidth: 1280,
      viewportHeight: 800,
      deviceScaleFactor: 1,
      timeLimitMs: 120_000,
      maxHeightPx: 200_000,
    },
    browser: failed
      ? null
      : {
          name: 'Chromium',
          version: '156.0.7712.80',
          userAgent: 'Mozilla/5.0',
          executable: 'chromium',
          sha256: hex('chromium'),
          headless: true,
          sandbox: true,
          freshProfile: true,
          flags: [],
        },
    tools: [
      { name: 'cunan', version: '0.1.0', sha256: null },
      { name: 'puppeteer-core', version: '25.16.0', sha256: null },
    ],
    dns: [
      {
        host: 'shop.example.com',
        addresses: failed ? [] : ['203.0.113.7', '2001:db8::7'],
        error: failed ? 'ENOTFOUND' : null,
        at: item.startedAt,
      },
    ],
    redirects: failed
      ? []
      : [
          {
            url: 'http://shop.example.com/yunshan/autumn',
            status: 301,
            location: item.requestedUrl,
            remoteIp: '203.0.113.7',
          },
        ],
    server: failed ? null : { ip: '203.0.113.7', port: 443, protocol: 'h2' },
    tls: failed
      ? null
      : {
          version: 'TLS 1.3',
          cipher: 'AES_128_GCM',
          keyExchangeGroup: 'X25519',
          subject: '*.example.com',
          issuer: 'Example CA R3',
          validFrom: '2026-10-01T00:00:00Z',
          validTo: '2026-12-30T00:00:00Z',
          san: ['*.example.com'],
          chain: [],
          provenance: 'same-connection',
          error: null,
        },
    steps: steps(item),
    artefacts: [],
    resources: failed ? [] : Array.from({ length: 48 }, (_, index) => resource(index, item)),
    connections: failed
      ? []
      : [
          {
            remoteIp: '203.0.113.7',
            port: 443,
            protocol: 'h2',
            requests: 47,
            tls: {
              version: 'TLS 1.3',
              cipher: 'AES_128_GCM',
              keyExchangeGroup: 'X25519',
              subject: '*.example.com',
              issuer: 'Example CA R3',
              validFrom: '2026-10-01T00:00:00.000Z',
              validTo: '2026-12-30T00:00:00.000Z',
            },
          },
        ],
    page: null,
    notes: failed ? [] : [{ code: 'popup-closed', details: { url: 'https://ads.example.net/pop' } }],
  };
}

export const SAMPLE_TEXT = `云山画坊 旗舰店
首页　全部商品　新品　联系客服

秋季新品 全场包邮
原创摄影 正版授权（演示页面，内容虚构）

${Array.from({ length: 40 }, (_, index) => `山色系列装饰画 第${index + 1}款　¥ ${128 + index * 7}.00　已售 ${index * 13 + 4}`).join('\n')}
`;

// The strict check of WACZ files: one good file built by hand, and for every problem that it knows a file that has it.

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkWacz } from '../../../electron/capture/wacz/check/check-wacz.ts';
import { writeZip, type ZipEntry } from '../../../electron/capture/wacz/zip.ts';
import { openFileAccess } from '../../../electron/platform/file-access.ts';
import { WACZ_PROBLEM_CODES, type WaczReport } from '../../../shared/evidence/wacz-report.ts';
import { waczSentence } from '../../../shared/text/wacz.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cunan-wacz-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const URL_A = 'http://a.test/';
const DATE = '2026-01-02T03:04:05.006Z';

interface Sheet {
  readonly body: string;
  readonly declared: number;
  readonly extra: readonly string[];
  readonly blockDigest: string | null;
  readonly payloadDigest: string | null;
  readonly end: string;
  readonly missing: number;
}
const SHEET: Sheet = {
  body: '<h1>a</h1>',
  declared: 10,
  extra: [],
  blockDigest: null,
  payloadDigest: null,
  end: '\r\n\r\n',
  missing: 0,
};

function response(sheet: Sheet): Buffer {
  const block = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${sheet.declared}\r\n\r\n${sheet.body}`;
  const head = [
    'WARC/1.1',
    'WARC-Type: response',
    'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>',
    `WARC-Target-URI: ${URL_A}`,
    `WARC-Date: ${DATE}`,
    ...sheet.extra,
    'Content-Type: application/http; msgtype=response',
    `WARC-Payload-Digest: ${sheet.payloadDigest ?? `sha256:${sha256(sheet.body)}`}`,
    `WARC-Block-Digest: ${sheet.blockDigest ?? `sha256:${sha256(block)}`}`,
    `Content-Length: ${block.length + sheet.missing}`,
  ];
  return gzipSync(`${head.join('\r\n')}\r\n\r\n${block}${sheet.end}`);
}

const INFO = gzipSync(
  `WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nWARC-Date: ${DATE}\r\nContent-Type: application/warc-fields\r\nContent-Length: 13\r\n\r\nsoftware: x\r\n\r\n\r\n`,
);

interface Parts {
  warc: Buffer;
  index: string;
  pages: string;
  /** Entries besides, listed or not. */
  extra: Record<string, Buffer>;
  listed: (resources: Record<string, unknown>[]) => Record<string, unknown>[];
  datapackage: (value: Record<string, unknown>) => Record<string, unknown>;
  digest: (text: string) => string;
  without: readonly string[];
  compressed: boolean;
}

function parts(sheet: Partial<Sheet> = {}): Parts {
  const whole = { ...SHEET, ...sheet };
  const member = response(whole);
  const line = {
    url: URL_A,
    digest: `sha256:${sha256(whole.body)}`,
    mime: 'text/html',
    filename: 'data.warc.gz',
    offset: String(INFO.length),
    length: String(member.length),
    status: '200',
  };
  return {
    warc: Buffer.concat([INFO, member]),
    index: `test,a)/ 20260102030405006 ${JSON.stringify(line)}\n`,
    pages: `{"format":"json-pages-1.0","id":"pages","title":"All Pages"}\n${JSON.stringify({ url: URL_A, ts: DATE })}\n`,
    extra: {},
    listed: (resources) => resources,
    datapackage: (value) => value,
    digest: (text) => text,
    without: [],
    compressed: false,
  };
}

let made = 0;
async function build(
  change: (all: Parts) => void = () => undefined,
  sheet: Partial<Sheet> = {},
): Promise<string> {
  const all = parts(sheet);
  change(all);
  const files: Record<string, Buffer> = {
    'pages/pages.jsonl': Buffer.from(all.pages),
    'indexes/index.cdx': Buffer.from(all.index),
    'archive/data.warc.gz': all.warc,
    ...all.extra,
  };
  const resources = Object.entries(files).map(([path, bytes]) => ({
    name: path.split('/').at(-1)!,
    path,
    hash: `sha256:${sha256(bytes)}`,
    bytes: bytes.length,
  }));
  const datapackage = JSON.stringify(
    all.datapackage({ profile: 'data-package', wacz_version: '1.1.1', resources: all.listed(resources) }),
  );
  const digest = JSON.stringify({ path: 'datapackage.json', hash: `sha256:${sha256(datapackage)}` });
  const entries: ZipEntry[] = [
    ...Object.entries(files).map(([path, content]) => ({ path, content })),
    { path: 'datapackage.json', content: Buffer.from(datapackage) },
    { path: 'datapackage-digest.json', content: Buffer.from(all.digest(digest)) },
  ].filter(({ path }) => !all.without.includes(path));
  const path = join(folder, `${made++}.wacz`);
  if (all.compressed) {
    const { ZipFile } = await import('yazl');
    const zip = new ZipFile();
    for (const entry of entries) zip.addBuffer(entry.content as Buffer, entry.path, { compress: true });
    zip.end();
    const chunks: Buffer[] = [];
    for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
    await writeFile(path, Buffer.concat(chunks));
  } else await writeZip(path, entries);
  return path;
}

async function check(path: string): Promise<WaczReport> {
  const file = await openFileAccess(path);
  try {
    return await checkWacz(file);
  } finally {
    await file.close();
  }
}

const replace =
  (from: string | RegExp, to: string) =>
  (all: Parts): void => {
    all.index = all.index.replace(from, to);
  };

describe('a file as the specifications want it', () => {
  test('has no problem', async () => {
    const report = await check(await build());
    expect([report.problems, report.ok]).toEqual([[], true]);
    expect([report.records, report.responses, report.pages, report.truncated]).toEqual([2, 1, 1, 0]);
  });

  test('a shorter body that is marked as cut is none either, and is counted', async () => {
    const report = await check(
      await build(() => undefined, { declared: 99, extra: ['WARC-Truncated: length'] }),
    );
    expect([report.ok, report.truncated]).toEqual([true, 1]);
  });

  test('digests in base32 and by SHA-1 hold too', async () => {
    // base32 of the SHA-1 by Python's standard library.
    const base32 = 'sha1:YEQD6PDUXBNR3XZDIBHG7V4FZDIJ55RH';
    expect((await check(await build(() => undefined, { payloadDigest: base32 }))).problems).toEqual([]);
  });
});

describe('each problem is found', () => {
  const CASES: readonly (readonly [string, string, (all: Parts) => void, Partial<Sheet>?])[] = [
    [
      'wacz-entry-missing',
      'a listed file that is not there',
      (all) => {
        all.without = ['pages/pages.jsonl'];
      },
    ],
    [
      'wacz-entry-missing',
      'no index',
      (all) => {
        all.without = ['indexes/index.cdx'];
      },
    ],
    [
      'wacz-entry-missing',
      'no digest of the list',
      (all) => {
        all.without = ['datapackage-digest.json'];
      },
    ],
    [
      'wacz-entry-unlisted',
      'a file that is not listed',
      (all) => {
        all.extra = { 'more.txt': Buffer.from('x') };
        all.listed = (list) => list.filter(({ path }) => path !== 'more.txt');
      },
    ],
    [
      'wacz-not-stored',
      'a packed archive',
      (all) => {
        all.compressed = true;
      },
    ],
    [
      'wacz-resource-differs',
      'a hash of something else',
      (all) => {
        all.listed = (list) =>
          list.map((each, index) => (index === 0 ? { ...each, hash: `sha256:${'0'.repeat(64)}` } : each));
      },
    ],
    [
      'wacz-resource-differs',
      'a length of something else',
      (all) => {
        all.listed = (list) => list.map((each, index) => (index === 1 ? { ...each, bytes: 1 } : each));
      },
    ],
    [
      'wacz-datapackage',
      'another version',
      (all) => {
        all.datapackage = (value) => ({ ...value, wacz_version: '1.2.0' });
      },
    ],
    [
      'wacz-datapackage',
      'a resource listed twice',
      (all) => {
        all.listed = (list) => [...list, list[0]!];
      },
    ],
    [
      'wacz-digest',
      'a digest of another list',
      (all) => {
        all.digest = (text) => text.replace(/[0-9a-f]{8}"/, '00000000"');
      },
    ],
    [
      'wacz-gzip',
      'a member that is cut',
      (all) => {
        all.warc = all.warc.subarray(0, -6);
      },
    ],
    [
      'wacz-gzip',
      'bytes behind the last member',
      (all) => {
        all.warc = Buffer.concat([all.warc, Buffer.from('tail')]);
      },
    ],
    ['wacz-record', 'no end of the record', () => undefined, { end: '\r\n' }],
    ['wacz-record', 'fewer bytes than declared', () => undefined, { missing: 3 }],
    ['wacz-record', 'a date that is none', () => undefined, { extra: ['WARC-Date: yesterday'] }],
    [
      'wacz-record',
      'no warcinfo first',
      (all) => {
        const member = all.warc.subarray(INFO.length);
        all.warc = Buffer.concat([member, INFO]);
        all.index = all.index.replace(`"offset":"${INFO.length}"`, '"offset":"0"');
      },
    ],
    [
      'wacz-record',
      'an id used twice',
      (all) => {
        all.warc = Buffer.concat([all.warc, INFO]);
      },
    ],
    [
      'wacz-block-digest',
      'a block digest of another block',
      () => undefined,
      { blockDigest: `sha256:${'0'.repeat(64)}` },
    ],
    [
      'wacz-payload-digest',
      'a payload digest of another body',
      () => undefined,
      { payloadDigest: `sha256:${'0'.repeat(64)}` },
    ],
    ['wacz-payload-digest', 'an algorithm that nobody knows', () => undefined, { payloadDigest: 'crc9:00' }],
    ['wacz-length', 'a body shorter than declared, not marked', () => undefined, { declared: 99 }],
    ['wacz-index', 'an offset within a record', replace(/"offset":"\d+"/, '"offset":"7"')],
    ['wacz-index', 'another length', replace(/"length":"\d+"/, '"length":"7"')],
    ['wacz-index', 'another digest', replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`)],
    ['wacz-index', 'another address', replace('"url":"http://a.test/"', '"url":"http://b.test/"')],
    ['wacz-index', 'another status', replace('"status":"200"', '"status":"404"')],
    ['wacz-index', 'another time', replace('20260102030405006', '20260102030405007')],
    [
      'wacz-index',
      'a file that is not there',
      replace('"filename":"data.warc.gz"', '"filename":"other.warc.gz"'),
    ],
    [
      'wacz-index',
      'not sorted',
      (all) => {
        all.index = `${all.index}${all.index.replace('test,a)/', 'test,A)/')}`;
      },
    ],
    [
      'wacz-index',
      'no CDXJ',
      (all) => {
        all.index += 'nonsense\n';
      },
    ],
    [
      'wacz-not-indexed',
      'a response without a line',
      (all) => {
        all.index = '';
      },
    ],
    [
      'wacz-pages',
      'no page',
      (all) => {
        all.pages = all.pages.split('\n')[0]!;
      },
    ],
    [
      'wacz-pages',
      'a page without time',
      (all) => {
        all.pages = all.pages.replace(/,"ts":"[^"]*"/, '');
      },
    ],
    [
      'wacz-page-not-archived',
      'a page that nobody answered',
      (all) => {
        all.pages = all.pages.replace(URL_A, 'http://c.test/');
      },
    ],
  ];

  for (const [code, what, change, sheet] of CASES)
    test(`${code}: ${what}`, async () => {
      const report = await check(await build(change, sheet ?? {}));
      expect(report.ok).toBe(false);
      expect(report.problems.map((problem) => problem.code)).toContain(code);
      for (const problem of report.problems)
        for (const language of ['zh-CN', 'en'] as const)
          expect(waczSentence(problem, language)).not.toMatch(/[{}]/);
    });

  test('wacz-zip: a container that is cut, and archives with a bit changed', async () => {
    const whole = await readFile(await build());
    const path = join(folder, 'cut.wacz');
    await writeFile(path, whole.subarray(0, -30));
    expect((await check(path)).problems[0]?.code).toBe('wacz-zip');
    // Within the contents: times and versions in the headers of a ZIP are covered by nothing.
    const start = whole.indexOf(Buffer.from([0x1f, 0x8b, 8]));
    const end = whole.indexOf(Buffer.from('PK'), start);
    for (let at = start; at < end; at += 17) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1;
      await writeFile(path, changed);
      expect([at, (await check(path)).ok]).toEqual([at, false]);
    }
  });

  test('every code but the size limit has a file that has it', () => {
    const owned = new Set<string>(['wacz-zip', 'wacz-too-large', ...CASES.map(([code]) => code)]);
    expect(WACZ_PROBLEM_CODES.filter((code) => !owned.has(code))).toEqual([]);
  });
});

// The report of a capture's process: twelve sections, every step and failure, bounded, readable by other programs.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderPaper } from '../../../electron/certificate/render-paper.ts';
import { buildReport } from '../../../shared/certificate/report.ts';
import type { Block, Paper } from '../../../shared/certificate/paper.ts';
import type { EnvironmentRecord } from '../../../shared/evidence/environment.ts';
import type { CaptureRecord, ResourceOutcome } from '../../../shared/evidence/capture-record.ts';
import { describeWith } from '../../tools.ts';
import { webFacts } from '../../vectors/ingredients.ts';
import { certificateInput, fonts, ISSUED, recordOf } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = '2026-11-22T21:00:01.000Z';

function failed(n: number): ResourceOutcome {
  return {
    url: `https://cdn.example/${n}.png`,
    method: 'GET',
    type: 'image',
    status: null,
    verdict: 'failed',
    error: 'net::ERR_CONNECTION_RESET',
    mimeType: null,
    bodyBytes: null,
    sha256: null,
    remoteIp: null,
    protocol: null,
    fromCache: false,
    fromServiceWorker: false,
    startedAt: AT,
    durationMs: null,
    painted: true,
  };
}

const RECORD: CaptureRecord = {
  ...recordOf(webFacts()),
  dns: [{ host: 'shop.example', addresses: ['203.0.113.7'], error: null, at: AT }],
  redirects: [
    { url: 'http://shop.example/', status: 301, location: 'https://shop.example/', remoteIp: '203.0.113.7' },
  ],
  resources: Array.from({ length: 130 }, (_, n) => failed(n)),
  notes: [{ code: 'popup-closed', details: { url: 'https://ads.example/' } }],
};

function item(
  code: 'clock' | 'protection' | 'proxy',
  findings: EnvironmentRecord['before']['items'][0]['findings'],
  result: 'warn' | 'unchecked' | 'fail',
) {
  return { code, scope: 'machine', result, findings, facts: {}, startedAt: AT, durationMs: 1 } as const;
}

const ENVIRONMENT: EnvironmentRecord = {
  format: 'cunan-environment/1',
  host: 'shop.example',
  privateTarget: false,
  platform: 'linux',
  result: 'fail',
  blocking: ['proxy'],
  override: { reason: '单位网络只能经代理上网', by: '李四', at: AT, items: ['proxy'] },
  clock: { source: 'ntp', offsetMs: 12, timeZone: 'Asia/Shanghai' },
  publicIp: null,
  before: {
    startedAt: AT,
    endedAt: AT,
    items: [
      item('clock', [{ code: 'clock-no-source' }], 'unchecked'),
      item('proxy', [{ code: 'proxy-used', details: { value: 'http://10.0.0.1:3128' } }], 'fail'),
      item('protection', [{ code: 'protection-none' }], 'warn'),
    ],
  },
  after: { startedAt: AT, endedAt: AT, items: [item('clock', [{ code: 'clock-no-source' }], 'unchecked')] },
};

function report(change: Parameters<typeof certificateInput>[0] = {}): Paper {
  const event = (seq: number) => ({
    seq,
    at: AT,
    event: 'navigated',
    details: { url: `https://shop.example/${seq}` },
  });
  return buildReport({
    ...certificateInput({
      record: RECORD,
      ...change,
      input: { environment: { record: ENVIRONMENT, sha256: '9'.repeat(64) }, ...change.input },
    }),
    events: {
      total: 1_000,
      first: [
        { seq: 0, at: AT, event: 'capture-begin', details: { url: 'https://shop.example/item?id=7' } },
        { seq: 1, at: AT, event: 'step-begin', details: { step: 'screenshot' } },
        event(2),
      ],
      last: [event(999)],
    },
  });
}

function titles(paper: Paper): readonly string[] {
  return paper.blocks.flatMap((block: Block) => ('title' in block ? [block.title.zh] : []));
}

describe('what it says', () => {
  const paper = report();
  const text = JSON.stringify(paper.blocks);
  it('twelve sections in order and the appendix of Article 11 with six questions', () => {
    const numbered = titles(paper).filter((title) => /^[一二三四五六七八九十]+、/.test(title));
    expect(numbered.map((title) => title.split('、')[0])).toEqual([
      '一',
      '二',
      '三',
      '四',
      '五',
      '六',
      '七',
      '八',
      '九',
      '十',
      '十一',
      '十二',
    ]);
    expect(text.match(/（[一二三四五六]）电子数据/g)).toHaveLength(6);
  });

  it('names who went on in spite of what, and why; unchecked is not passed', () => {
    expect(text).toContain('仍继续取证：代理与 VPN。理由：单位网络只能经代理上网（李四，');
    const table = paper.blocks.find(
      (block) => block.kind === 'table' && block.lines.some((line) => line[0]?.[0]?.text === '系统时间'),
    );
    const clock =
      table?.kind === 'table' ? table.lines.find((line) => line[0]?.[0]?.text === '系统时间') : undefined;
    expect(clock?.[1]?.[0]?.text).toBe('无法检查');
    expect(text).not.toMatch(/"text":"通过"/);
  });

  it('steps, redirects and failures; what is cut says how much and where it stands', () => {
    expect(text).toContain('开始：拍摄整页');
    expect(text).toContain('日志共 1000 条，此处略去中间 996 条');
    expect(text).toContain('http://shop.example/');
    expect(text).toContain('https://cdn.example/99.png');
    expect(text).not.toContain('https://cdn.example/100.png');
    expect(text).toContain('另有 30 项未在此列出，见证据包内 data/capture.json');
    expect(text).toContain('https://ads.example/');
  });

  it('without records it says so', () => {
    const bare = JSON.stringify(buildReport({ ...certificateInput({ record: null }), events: null }).blocks);
    for (const words of ['没有过程日志', '未执行环境检查', '没有取证记录']) {
      expect(bare).toContain(words);
    }
  });
});

function render() {
  return renderPaper({ paper: report(), thumbnail: null, issuedAt: ISSUED }, fonts);
}

function run(tool: string, ...args: readonly string[]): string {
  return spawnSync(tool, args, { encoding: 'utf8' }).stdout;
}

describeWith(['qpdf'], 'as a file', () => {
  it('is sound, tagged, twice the same, and copies whole digests', async () => {
    const [first, second] = [await render(), await render()];
    expect(Buffer.from(first.pdf).equals(Buffer.from(second.pdf))).toBe(true);
    const path = join(folder, 'report.pdf');
    writeFileSync(path, first.pdf);
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream');
    expect(run('pdfinfo', path)).toMatch(/Tagged:\s+yes/);
    const text = run('pdftotext', '-raw', path, '-');
    expect(text).toContain(certificateInput().statementSha256);
    expect(text).toContain('sha256sum --check manifest-sha256.txt');
    expect(text.replaceAll(/\s/g, '').match(new RegExp(`/共${first.pages}页`, 'g'))).toHaveLength(
      first.pages,
    );
  });
});

// The certificate as a file: same input, same bytes; other programs read it; nothing is dropped or runs off the page.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { renderPaper } from '../../../electron/certificate/render-paper.ts';
import { buildCertificate, SCREENSHOT } from '../../../shared/certificate/model.ts';
import { count, describeWith } from '../../tools.ts';
import { certificateInput, fonts, ISSUED, STAMP, type SampleChange } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-certificate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function render(change: SampleChange = {}, pictures: ReadonlyMap<string, Uint8Array> = new Map()) {
  const paper = buildCertificate(certificateInput(change));
  const made = await renderPaper({ paper, thumbnail: null, pictures, issuedAt: ISSUED }, fonts);
  return made.pdf;
}

it('same input, same bytes', async () => {
  const [first, second] = [await render(), await render()];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  expect(Buffer.from(await render({ facts: { title: 'another' } })).equals(Buffer.from(first))).toBe(false);
});

it('a long picture goes over several pages, each part numbered, as it was sealed or coded anew', async () => {
  const input = { screenshotPath: 'data/screenshot.png' };
  const plain = (await render({ input })).length;
  for (const channels of [3, 4] as const) {
    const background = { r: 200, g: 60, b: 60, alpha: 0.5 };
    const picture = await sharp({ create: { width: 1280, height: 4_000, channels, background } })
      .png()
      .toBuffer();
    const pictures = new Map([[SCREENSHOT, new Uint8Array(picture)]]);
    const [first, second] = [await render({ input }, pictures), await render({ input }, pictures)];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(first.length).toBeGreaterThan(plain);
    const path = join(folder, `picture-${channels}.pdf`);
    writeFileSync(path, first);
    const text = run('pdftotext', '-raw', path, '-');
    expect(text.match(/截图第 \d \/ 3 段/g)).toHaveLength(3);
    expect(text.match(/以上与上一段重叠/g)).toHaveLength(2);
    // Once in the file, however many pages show a part of it.
    const drawn = [...run('pdfimages', '-list', path).matchAll(/^ +\d+ +\d+ image +1280 .* no +(\d+) +0 /gm)];
    expect(drawn).toHaveLength(3);
    expect(new Set(drawn.map(([, object]) => object)).size).toBe(1);
  }
});

it('a name that the font cannot print stops it; other texts show the code point', () => {
  expect(() => fonts.assertPrintable('张三 O’Neil', '取证人')).not.toThrow();
  for (const [name, codePoint] of [
    ['张\u{31350}', '[U+31350]'],
    ['a\u202eb', '[U+202E]'],
    ['🐰', '[U+1F430]'],
  ]) {
    expect(() => fonts.assertPrintable(name!, '取证人')).toThrow(
      expect.objectContaining({
        code: 'certificate/missing-glyph',
        details: expect.objectContaining({ codePoint, where: '取证人' }) as unknown,
      }) as Error,
    );
    expect(fonts.printable(name!)).toContain(codePoint);
  }
  expect(fonts.printable('仿冒 “A” — ok')).toBe('仿冒 “A” — ok');
});

describeWith(['qpdf'], 'read by other programs', () => {
  let n = 0;
  async function read(change: SampleChange, ...options: readonly string[]) {
    const path = join(folder, `${++n}.pdf`);
    writeFileSync(path, await render(change));
    expect(spawnSync('qpdf', ['--check', path], { encoding: 'utf8' }).stdout).toContain(
      'No syntax or stream',
    );
    return {
      text: run('pdftotext', '-raw', ...options, path, '-'),
      boxes: run('pdftotext', '-bbox', path, '-'),
      pages: Number(/^Pages:\s+(\d+)/m.exec(run('pdfinfo', path))![1]),
    };
  }

  it('whole digests, whole addresses, every file of 300, number and page on every page', async () => {
    const requestedUrl = `https://shop.example/${'abcdefgh/'.repeat(880)}end`;
    const change = { files: 300, facts: { requestedUrl } };
    const { text, pages } = await read(change);
    const input = certificateInput(change);
    const glued = text.replaceAll(/\s/g, '');
    for (const value of [input.statementSha256, input.statementSm3, 'cd'.repeat(32), 'f'.repeat(64)]) {
      expect(glued).toContain(value);
    }
    // The address runs over pages: their feet stand between its lines.
    expect((glued.match(/abcdefgh/g) ?? []).length).toBeGreaterThan(850);
    for (const { path, sha256, sm3 } of input.files) {
      for (const value of [path.replaceAll(' ', ''), sha256, sm3]) expect(glued).toContain(value);
    }
    expect(pages).toBeGreaterThan(15);
    expect(glued.match(new RegExp(`第\\d+页/共${pages}页`, 'g'))).toHaveLength(pages);
  });

  it('nothing leaves the page', async () => {
    const long = 'W'.repeat(200);
    const { boxes } = await read({
      facts: {
        title: `${long} ${'宽'.repeat(90)}`,
        operator: {
          name: long,
          organisation: '长'.repeat(200),
          verification: 'unverified',
          verificationMethod: null,
        },
      },
      attestations: [{ ...STAMP, facts: [{ key: 'signer', value: `CN=${long}` }] }],
    });
    const words = [
      ...boxes.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"/g),
    ];
    expect(words.length).toBeGreaterThan(100);
    const margin = (20 * 72) / 25.4;
    for (const [word, xMin, , xMax, yMax] of words) {
      expect(Number(xMin), word).toBeGreaterThan(margin - 2);
      expect(Number(xMax), word).toBeLessThan(595.28 - margin + 4);
      expect(Number(yMax), word).toBeLessThan(841.89 - 20);
    }
  });

  it('no section title stands alone at the foot of a page', async () => {
    for (let lines = 0; lines < count(6, 40); lines++) {
      const reasons = Array.from({ length: lines }, () => ({ code: 'document-truncated' as const }));
      const facts = lines === 0 ? {} : { state: 'PARTIAL' as const, reasons };
      const { text } = await read({ facts });
      const pages = text.split('\f');
      for (const page of pages)
        expect(page).not.toMatch(
          /(How to verify|Time|Ledger|Chain and platforms|Tools and service)\s*\n电子数据存证证书/,
        );
    }
  });

  it('a demonstration is marked on every page, the real thing on none', async () => {
    const demo = await read({ facts: { demonstration: true }, files: 30 });
    expect(demo.text.replaceAll(/\s/g, '').match(/演示DEMO/g)).toHaveLength(demo.pages);
    expect((await read({})).text).not.toContain('DEMO');
  });

  it('control and direction characters of a page are shown, not obeyed', async () => {
    const { text } = await read({ facts: { title: 'pay\u202etnuocca\u0000\n假' } });
    expect(text).toContain('pay[U+202E]tnuocca[U+0000][U+000A]假');
  });
});

function run(tool: string, ...args: readonly string[]): string {
  return spawnSync(tool, args, { encoding: 'utf8' }).stdout;
}

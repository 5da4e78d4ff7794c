// Batch export through the program: counts that add up with a damaged item, papers that other programs read, disc lists
// that sha256sum checks, discs that fill up, and a run that is killed and resumed with no item twice and none missing.

import { execFileSync, fork } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import { readXlsx } from '../../../electron/sheets/read-xlsx.ts';
import type { ExportRunView, StartExportInput } from '../../../shared/api/exports.ts';
import { count } from '../../tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-runs-'));
const home = join(folder, 'home');
const TITLES = ['=HYPERLINK("http://x")', 'CON', 'a/b\\c:d*?"<>|', `${'长'.repeat(120)}. `];
/** Those with hostile titles and some more. */
const ITEMS = count(5, 200);
let caseId = '';

beforeAll(
  async () => {
    const app = await createApp({ home, shell: 'cli' });
    caseId = (await app.core.createCase({ name: '批量' })).id;
    await app.core.changeSettings({ operator: { name: '@张三', organisation: null } });
    for (let n = 0; n < ITEMS; n++) {
      const path = join(folder, `${n}.txt`);
      writeFileSync(path, `file ${n}\n`.repeat(20_000));
      const job = await app.core.startDeposit({
        source: { kind: 'paths', paths: [path] },
        caseId,
        title: TITLES[n] ?? `file ${n}`,
      });
      while ((await app.core.listJobs()).find(({ id }) => id === job.id)?.state !== 'done') {
        await new Promise((next) => setTimeout(next, 20));
      }
    }
    await app.close();
  },
  count(60_000, 600_000),
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withApp = async <T>(body: (app: App) => Promise<T>): Promise<T> => {
  const app = await createApp({ home, shell: 'cli', startJobs: false });
  try {
    return await body(app);
  } finally {
    await app.close();
  }
};

async function ended({ core }: App, id: string): Promise<ExportRunView> {
  await expect
    .poll(async () => (await core.getExportRun({ id })).state, {
      timeout: count(60_000, 600_000),
      interval: 20,
    })
    .not.toBe('running');
  return core.getExportRun({ id });
}

const runOf = (app: App, input: Partial<StartExportInput>, name: string): Promise<ExportRunView> =>
  app.core
    .startExport({ source: { kind: 'case', caseId }, folder: join(folder, name), ...input })
    .then(({ id }) => ended(app, id));

/** Every file of a disc is as its list says, the list is as the run says, and nothing else is there. */
function checkDiscs(run: ExportRunView): void {
  for (const disc of run.discs) {
    const root = join(run.folder, disc.name);
    execFileSync('sha256sum', ['-c', '--quiet', '--strict', '光盘文件清单-sha256.txt'], { cwd: root });
    expect(
      execFileSync('sha256sum', ['光盘文件清单-sha256.txt'], { cwd: root }).toString().slice(0, 64),
    ).toBe(disc.sha256);
    expect(
      execFileSync('openssl', ['dgst', '-sm3', '-r', '光盘文件清单-sm3.txt'], { cwd: root })
        .toString()
        .slice(0, 64),
    ).toBe(disc.sm3);
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    expect(files).toHaveLength(disc.files);
    expect(readFileSync(join(root, '光盘文件清单-sha256.txt'), 'utf8').trim().split('\n')).toHaveLength(
      disc.files - 3,
    );
  }
}

const rowsOf = async (path: string) => (await readXlsx(readFileSync(path))).lines.map(({ cells }) => cells);

/** Another house's reader: each part is well-formed. */
function textOf(path: string): string {
  const script = `import sys, zipfile, xml.dom.minidom as m
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
for n in z.namelist():
    if n.endswith(('.xml', '.rels')): m.parseString(z.read(n))
print(''.join(t.firstChild.data for t in m.parseString(z.read('word/document.xml')).getElementsByTagName('w:t') if t.firstChild))`;
  return execFileSync('python3', ['-c', script, path]).toString();
}

it('exports what it can, says why the rest is missing, and the numbers add up', async () => {
  await withApp(async (app) => {
    const { items } = await app.core.listEvidence({ caseId, limit: 500 });
    const ids = items.map(({ id }) => id).toReversed();
    // The blob of the second item is cut in the vault.
    const [file] = (await app.core.getEvidence({ id: ids[1]! })).files.filter(({ path }) =>
      path.endsWith('1.txt'),
    );
    const blob = readdirSync(join(home, 'vault'), { recursive: true, withFileTypes: true }).find(
      (each) => each.isFile() && each.name.startsWith(file!.sha256),
    );
    const blobPath = join(blob!.parentPath, blob!.name);
    const whole = readFileSync(blobPath);
    truncateSync(blobPath, whole.length - 5);
    const run = await runOf(
      app,
      {
        source: { kind: 'ids', ids: [...ids.slice(0, 3), ids[0]!] },
        court: true,
        appraiser: true,
        path: 'B',
        questions: ['=网页内容是否被修改？'],
      },
      'one',
    );
    writeFileSync(blobPath, whole);
    expect(run).toMatchObject({
      state: 'done',
      balanced: true,
      counts: { requested: 4, done: 2, failed: 1, excluded: 1, waiting: 0 },
    });
    checkDiscs(run);
    const disc = join(run.folder, '光盘1');
    const papers = join(disc, '文书');
    const names = readdirSync(disc).filter((name) => /^\d{4}_/.test(name));
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(name).not.toMatch(/[\\/:*?"<>|]|[. ]$/);
      expect(name.length).toBeLessThanOrEqual(80);
      const zip = readdirSync(join(disc, name)).find((each) => each.endsWith('.zip'))!;
      expect((await app.core.verifyFile({ path: join(disc, name, zip) })).verdict).toBe('valid');
    }

    const table = await rowsOf(join(papers, '批次总表.xlsx'));
    expect(table[0]).toEqual(
      '序号,存证编号,证据名称,网址,最终网址,页面标题,取证时间,取证人,文件数,证据包SHA-256,SM3,时间戳时间,时间戳编号,交易哈希,区块高度,环境检查,状态,公证书编号,备注'.split(
        ',',
      ),
    );
    expect(table.slice(1).map(([number]) => number)).toEqual(['1', '2', '3', '4']);
    expect(table[1]![2]).toBe(`'${TITLES[0]}`);
    expect(table[1]![7]).toBe("'@张三（未认证）");
    expect(table[1]![6]).toMatch(/\+08:00$/);
    const done = (await app.core.listExportItems({ id: run.id, filter: 'done' })).items;
    expect(table[1]![9]).toBe(done[0]!.files[0]!.sha256);
    expect(table[2]![16]).toBe('导出失败');
    expect(table[4]![18]).toBe('重复选择');

    const list = await rowsOf(join(papers, '证据目录.xlsx'));
    expect(list[0]).toEqual(['编号', '证据名称', '来源', '证明对象', '页码', '份数', '提交人', '日期']);
    expect(list).toHaveLength(3);
    const record = textOf(join(papers, '工作记录（草稿）.docx'));
    expect(record).toContain('公证机构未参与取证过程');
    const words = textOf(join(papers, '公证词草稿.docx'));
    expect(words).toContain('【由公证机构给出】');
    expect(words).not.toContain('公证书');
    expect(textOf(join(papers, '司法鉴定委托事项（草稿）.docx'))).toContain('=网页内容是否被修改？');
    expect(textOf(join(papers, '证据目录.docx'))).toContain('【证明对象】');
    expect(textOf(join(run.folder, '封口标签.docx'))).toContain(run.discs[0]!.sha256);
    const pdf = join(papers, '存证证书合订阅读本.pdf');
    execFileSync('qpdf', ['--check', pdf]);
    const text = execFileSync('pdftotext', [pdf, '-']).toString();
    expect(text.match(/合订阅读本，未签名/g)!.length).toBeGreaterThan(3);
    for (const { evidenceId } of done) expect(text).toContain(evidenceId!);

    // The damaged item is tried again alone; the packages made before stay as they were.
    const before = readFileSync(join(disc, done[0]!.folder!, done[0]!.files[0]!.path));
    await app.core.controlExport({ id: run.id, action: 'resume' });
    const again = await ended(app, run.id);
    expect(again.counts).toMatchObject({ done: 3, failed: 0, excluded: 1 });
    expect(readFileSync(join(disc, done[0]!.folder!, done[0]!.files[0]!.path))).toEqual(before);
    checkDiscs(again);
  });
});

it('fills one disc after another, and stops and goes on', async () => {
  await withApp(async (app) => {
    const { id } = await app.core.startExport({
      source: { kind: 'case', caseId },
      folder: join(folder, 'discs'),
      discBytes: 3 * 1024 ** 2,
      merged: false,
    });
    const stopped = await app.core.controlExport({ id, action: 'cancel' });
    expect(stopped).toMatchObject({ state: 'cancelled', balanced: true });
    await app.core.controlExport({ id, action: 'resume' });
    const run = await ended(app, id);
    expect(run.counts).toMatchObject({ requested: ITEMS, done: ITEMS });
    expect(run.discs.length).toBeGreaterThan(1);
    for (const disc of run.discs) expect(disc.sizeBytes).toBeLessThanOrEqual(3 * 1024 ** 2);
    checkDiscs(run);
  });
});

it('is killed and resumed until it is whole', async () => {
  const out = join(folder, 'killed');
  mkdirSync(out);
  let id = '';
  const kills = count(1, 20);
  for (let kill = 1; kill <= kills; kill++) {
    const child = fork(join(import.meta.dirname, 'run-child.ts'), [home, out, id], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve) => {
      child.on('message', (message: { id: string; done: number }) => {
        id = message.id;
        if (message.done >= Math.floor((ITEMS * kill) / (kills + 1))) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
  }
  await withApp(async (app) => {
    const broken = await app.core.getExportRun({ id });
    expect(broken).toMatchObject({ state: 'interrupted', balanced: true });
    expect(broken.counts.waiting).toBeGreaterThan(0);
    // One that was written is changed meanwhile.
    const [first] = (await app.core.listExportItems({ id, filter: 'done' })).items;
    writeFileSync(join(broken.folder, '光盘1', first!.folder!, first!.files[1]!.path), 'changed');
    await app.core.controlExport({ id, action: 'resume' });
    const run = await ended(app, id);
    expect(run).toMatchObject({ state: 'done', counts: { requested: ITEMS, done: ITEMS, rewritten: 1 } });
    checkDiscs(run);
    const discs = run.discs.map(({ name }) => join(run.folder, name));
    const folders = discs.flatMap((disc) => readdirSync(disc)).filter((name) => /^\d{4}_/.test(name));
    expect(folders.map((name) => Number(name.slice(0, 4))).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: ITEMS }, (_, index) => index + 1),
    );
    expect(readdirSync(run.folder).toSorted()).toEqual(
      [...run.discs.map(({ name }) => name), '封口标签.docx'].toSorted(),
    );
    expect(existsSync(join(run.folder, '光盘1', first!.folder!, 'changed'))).toBe(false);
  });
});

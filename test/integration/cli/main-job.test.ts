// The main job as a person does it at a prompt: settings, capture, proofs, certificate, package; then the package in
// the hands of a stranger, with our verifier and with everybody's tools.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemoChain, type DemoChain } from '../../../electron/demo/chain/demo-chain.ts';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { CHAIN_KEY } from '../../../electron/identity/chain-key.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeLog } from '../../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { createNodeSecrets } from '../../../electron/platform/node-secrets.ts';
import { dataPaths } from '../../../electron/platform/paths.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import type { VerificationReport } from '../../../shared/verify/report.ts';
import { createOpensslPki, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa, type OpensslTsa } from '../../fakes/openssl-tsa.ts';
import { describeWith } from '../../tools.ts';
import { followReadme } from '../export/readme-runner.ts';
import {
  createCli,
  events,
  expectWhole,
  lastItem,
  root,
  snapshot,
  type Cli,
  type Line,
  type Run,
} from './cunan.ts';

const TOOLS = ['openssl', 'unzip', 'jq', 'sha256sum', 'bash', 'python3', 'qpdf'];

describeWith(TOOLS, 'the main job at a prompt', () => {
  let cli: Cli;
  let stranger: Cli;
  let site: DemoSite;
  let chain: DemoChain;
  const tsas: OpensslTsa[] = [];
  /** Two authorities with a root each: two time-stamps under one root count once. */
  const roots: OpensslPki[] = [];
  let captured: Run;
  let items: readonly Line[];
  let packages: readonly string[];

  beforeAll(async () => {
    cli = createCli();
    stranger = createCli();
    site = await startDemoSite(findResources(null).demoSite);
    chain = await startDemoChain({ http: createNodeHttp(), random: createNodeRandom() });
    for (const leaf of ['rsa', 'ec'] as const) {
      const pki = await createOpensslPki();
      roots.push(pki);
      const tsa = await startOpensslTsa({ leaf, pki, name: leaf });
      tsas.push(tsa);
      writeFileSync(cli.at(`${leaf}.pem`), pki.rootPem);
      await ok(cli, 'config', 'add-tsa', leaf, tsa.url, '--root', cli.at(`${leaf}.pem`));
    }
    writeFileSync(cli.at('root.pem'), roots.map(({ rootPem }) => rootPem).join(''));
    await ok(cli, 'config', 'set', 'operator.name', '王取证');
    captured = await ok(
      cli,
      ...words('capture --case 云朵兔案 --allow-private --out'),
      cli.at('out'),
      `${site.url}/`,
      `${site.url}/item.html`,
    );
    items = events(captured, 'item');
    packages = items.map((item) => String(item['package']));
  });

  afterAll(async () => {
    await chain?.close();
    for (const tsa of tsas) await tsa.close();
    for (const pki of roots) await pki.close();
    await site.close();
    cli.remove();
    stranger.remove();
  });

  it('ends with one line per page: state, package and digests', () => {
    expect(items).toHaveLength(2);
    expect(captured.lines.slice(-2).map((line) => line['event'])).toEqual(['item', 'item']);
    for (const item of items) {
      expect(item).toMatchObject({ state: 'COMPLETE', reasons: [] });
      expect(item['proofs']).toEqual(expect.arrayContaining(['sealed', 'signed', 'timestamped', 'logged']));
      expect(item['proofs']).not.toContain('pending');
      const sum = spawnSync('sha256sum', [String(item['package'])], { encoding: 'utf8' }).stdout;
      expect(sum.slice(0, 64)).toBe(item['packageSha256']);
    }
  });

  it('verifies as valid with time from two authorities', async () => {
    const run = await ok(cli, 'verify', ...packages, '--require', 'tsa=2');
    expect(run.lines.map((line) => line['verdict'])).toEqual(['valid', 'valid']);
    const { signer, time, checks } = run.lines[0] as unknown as VerificationReport;
    expect(signer).toMatchObject({ status: 'known', name: expect.stringContaining('王取证') as string });
    expect(time.source).toBe('trusted');
    const stamps = checks.filter(
      (check) => check.subject?.startsWith('attest/tsa/') && check.status === 'pass',
    );
    expect(stamps.length).toBeGreaterThanOrEqual(2);
  });

  it("passes every command of its own README.txt, unzip -t, sha256sum -c and another language's reader", () => {
    const { status, output } = followReadme(packages[0]!, cli.at('readme'), cli.at('root.pem'));
    expect(output).not.toMatch(/FAILED|: error|WARNING/);
    expect(status, output).toBe(0);
    expect(output.match(/^Verification: OK$/gm)).toHaveLength(4);
    expect(output.match(/^Signature Verified Successfully$/gm)).toHaveLength(2);
    expect(output).toContain('No errors detected in compressed data');
    const unpacked = cli.at('readme', String(items[0]!['id']));
    const sums = spawnSync('sha256sum', ['-c', 'manifest-sha256.txt'], { cwd: unpacked, encoding: 'utf8' });
    expect(sums.status).toBe(0);
    const wacz = spawnSync('unzip', ['-tq', join(unpacked, 'data', 'page.wacz')], { encoding: 'utf8' });
    expect(wacz.stdout).toContain('No errors detected');
    const reader = join(root, 'test', 'readers', 'warc_wacz.py');
    const read = spawnSync('python3', [reader, join(unpacked, 'data', 'page.wacz')], { encoding: 'utf8' });
    expect(read.status, read.stdout + read.stderr).toBe(0);
  });

  it('tells a stranger who has no trust yet what is known and what is not', async () => {
    const run = await ok(stranger, 'verify', packages[0]!);
    const report = run.lines[0] as unknown as VerificationReport;
    expect(report).toMatchObject({
      verdict: 'valid',
      signer: { status: 'unknown' },
      time: { source: 'device' },
    });
    const text = await stranger.run(['verify', packages[0]!]);
    expectWhole(text.out);
    expect(text.out).toMatch(
      /^有效 .*\n签名者：未知密钥 [0-9a-f]{64}（不在信任名单中）\n时间：仅来自取证设备自身的时钟/,
    );

    for (const rule of [['tsa=2'], ['chain'], ['tsa=1', '--require', 'chain']]) {
      const strict = await stranger.run(['--json', 'verify', packages[0]!, '--require', ...rule]);
      expect(strict.code).toBe(3);
      expect(strict.lines[0]).toMatchObject({ verdict: 'incomplete' });
    }
  });

  it('and whom they trust decides what they see', async () => {
    const report = events(captured, 'item')[0]!;
    const trust = {
      format: 'cunan-trust/1',
      signers: [],
      tsaRoots: roots.map(({ rootPem }, n) => ({
        name: `测试根 ${n}`,
        pem: rootPem,
        demonstration: false,
        from: null,
        to: null,
      })),
      ledgers: [],
      chains: [],
    };
    writeFileSync(stranger.at('trust.json'), JSON.stringify(trust));
    const args = ['verify', packages[0]!, '--trust', stranger.at('trust.json'), '--require', 'tsa=2'];
    const run = await ok(stranger, ...args);
    expect(run.lines[0]).toMatchObject({
      verdict: 'valid',
      signer: { status: 'unknown' },
      time: { source: 'trusted' },
      evidence: { id: report['id'], statementSha256: report['statementSha256'] },
    });
    const three = await stranger.run(['--json', ...args.slice(0, -1), 'tsa=3']);
    expect(three.code).toBe(3);
    // Later the certificates have ended; as of then, nothing was changed, but the time cannot be confirmed by default.
    const at = await ok(stranger, ...args, '--at', new Date().toISOString());
    expect(at.lines[0]).toMatchObject({ verdict: 'valid', policy: { requireTsa: 2 } });
  });

  it('certify: a PDF with whole digests that other programs accept', async () => {
    const id = String(items[1]!['id']);
    const run = await ok(cli, 'certify', id, '--report', '--out', cli.at('certificates'));
    const path = String(lastItem(run)['certificate']);
    expect(spawnSync('qpdf', ['--check', path], { encoding: 'utf8' }).stdout).toContain(
      'No syntax or stream',
    );
    const text = spawnSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }).stdout;
    const glued = text.replaceAll(/\s/g, '');
    for (const key of ['statementSha256', 'statementSm3']) expect(glued).toContain(String(items[1]![key]));
    // The authorities' roots are configured here: only then does the certificate say when.
    expect(glued).toContain('至迟于受信任的时间戳所示时间已存在');
    for (const word of [id, '王取证', '未认证', '未备案', '未上链']) expect(text).toContain(word);
    const fonts = spawnSync('pdffonts', [path], { encoding: 'utf8' })
      .stdout.split('\n')
      .slice(2)
      .filter(Boolean);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/yes\s+yes\s+yes/);
    // The page as it was photographed, and the steps of the process log.
    expect(text).toMatch(/截图第 1 \/ \d+ 段/);
    const report = String(lastItem(run)['report']);
    const process = spawnSync('pdftotext', ['-raw', report, '-'], { encoding: 'utf8' }).stdout;
    for (const word of ['取证过程报告', '十二、声明与签章', '开始：拍摄整页', '系统时间']) {
      expect(process).toContain(word);
    }
  });

  it('attest --wait brings a chain that was configured later', async () => {
    const { keys, logs } = dataPaths(cli.home);
    const random = createNodeRandom();
    const log = createNodeLog({ folder: logs, clock: createNodeClock(), random });
    const secrets = createNodeSecrets({ folder: keys, random, log, passphrase: null });
    await secrets.write(CHAIN_KEY, chain.privateKey);

    // A wrong chain id first: refused by what the node says, pending with its code, nothing stored.
    await ok(cli, 'config', 'set', 'chain', JSON.stringify({ ...chain.profile, chainId: 1 }));
    const id = String(items[0]!['id']);
    const wrong = await cli.run(['--json', 'attest', id]);
    expect(wrong.code).toBe(3);
    expect(lastItem(wrong)['pending']).toMatchObject([{ kind: 'chain', code: 'chain/wrong-chain' }]);
    expectWhole((await cli.run(['attest', id])).out);

    await ok(cli, 'config', 'set', 'chain', JSON.stringify(chain.profile));
    const run = await ok(cli, 'attest', '--wait', id);
    expect(lastItem(run)['proofs']).toContain('anchored');
    const exported = await ok(cli, 'export', id, '--out', cli.at('anchored'));
    const path = String(lastItem(exported)['package']);
    const own = await ok(cli, 'verify', path);
    const { checks } = own.lines[0] as unknown as VerificationReport;
    expect(checks.filter((check) => check.id.startsWith('chain'))).toMatchObject([
      { code: 'chain-demonstration', details: { chain: 'demo', reason: 'anchor-trusted' } },
    ]);
    // Sealed once: the older package differs in proofs only.
    expect(lastItem(exported)['packageSha256']).not.toBe(items[0]!['packageSha256']);
    expect(await ok(cli, 'verify', packages[0]!)).toMatchObject({ code: 0 });
    // A simulated chain proves nothing: who demands a chain is not given this one.
    expect((await cli.run(['--json', 'verify', path, '--require', 'chain'])).code).toBe(3);
    const { status, output } = followReadme(path, cli.at('readme-anchored'), cli.at('root.pem'));
    expect(status, output).toBe(0);
  });

  it('cases, doctor and help, in both languages', async () => {
    expect((await cli.run(['cases'])).out).toMatch(/^云朵兔案 {2}\(2\)/);
    const listed = await ok(cli, 'cases', '云朵兔案');
    expect(new Set(listed.lines.map((line) => line['sequence']))).toEqual(new Set([1, 2]));
    const doctor = await ok(cli, 'doctor');
    expect(doctor.lines.every((line) => line['status'] === 'ok')).toBe(true);
    for (const [language, said] of [
      ['zh-CN', ['用法：', '取证网页', '退出码', '示例']],
      ['en', ['Usage:', 'capture pages', 'Exit codes', 'Examples']],
    ] as const) {
      const help = await cli.run(['--lang', language, '--help']);
      expect(help.code).toBe(0);
      for (const word of said) expect(help.out).toContain(word);
      expectWhole((await cli.run(['--lang', language, 'doctor'])).out);
    }
    const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string })
      .version;
    expect((await cli.run(['--version'])).out.trim()).toBe(version);
    expect((await snapshot(cli.home)).evidence).toHaveLength(2);
  });
});

async function ok(who: Cli, ...args: readonly string[]): Promise<Run> {
  const run = await who.run(['--json', ...args]);
  expect(run.code, `${args.join(' ')}\n${run.out}\n${run.err}`).toBe(0);
  return run;
}

function words(line: string): readonly string[] {
  return line.split(' ');
}

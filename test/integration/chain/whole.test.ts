// From outside: a page is captured, witnessed, anchored and put before an evidence platform by the program as a person runs
// it; then node, platform and witness are gone, and the package alone says what can be checked and what cannot.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { createRpc } from '../../../electron/attest/chain/rpc.ts';
import { type Anvil, startAnvil } from '../../../electron/demo/chain/anvil.ts';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { runWitness, type RunningWitness } from '../../../electron/run-witness.ts';
import {
  CERTIFICATE,
  CERTIFICATE_CALL,
  type EvidencePlatform,
  PLATFORM_KEY,
  platformProfile,
  startEvidencePlatform,
} from '../../fakes/evidence-platform.ts';
import { describeWith } from '../../tools.ts';
import { createCli, errorOf, events, root } from '../cli/cunan.ts';

const cli = createCli();
let anvil: Anvil;
let site: DemoSite;
let platform: EvidencePlatform;
let witness: RunningWitness | null = null;

beforeAll(async () => {
  [anvil, site, platform] = await Promise.all([
    startAnvil({ folder: cli.folder, chainId: 31_337 }),
    startDemoSite(findResources(null).demoSite),
    startEvidencePlatform({ idempotent: false }),
  ]);
});
afterAll(async () => {
  await Promise.all([anvil.stop(), site.close(), platform.close(), witness?.close()]);
  cli.remove();
});

function unzip(...args: readonly string[]): Buffer {
  return spawnSync('unzip', args).stdout;
}

describe('cunan chain', () => {
  test('deploy names the account that has to pay, then writes the contract into the settings', async () => {
    const deploy = ['chain', 'deploy', '--rpc', anvil.url, '--chain-id', '31337', '--depth', '0'];
    const args = ['--json', ...deploy, '--name', 'consortium'];
    const poor = await cli.run(args);
    expect(poor.code).toBe(1);
    expect(errorOf(poor)).toBe('chain/insufficient-funds');
    const { account } = events(poor, 'error')[0]!;
    const rpc = createRpc({ http: createNodeHttp(), url: anvil.url, chain: 'demo' });
    await rpc.call('anvil_setBalance', [account, '0x3635c9adc5dea00000']);
    const made = await cli.run(args);
    expect(made.code, made.err).toBe(0);
    expect(events(made, 'deployed')).toMatchObject([
      { contract: expect.stringMatching(/^0x[0-9a-f]{40}$/) as string },
    ]);
  });

  test('secret is read from standard input and never printed; status says what each can and cannot do', async () => {
    const app = await createApp({ home: cli.home, shell: 'cli', startJobs: false });
    await app.core.changeSettings({
      platforms: [
        platformProfile(platform.url, { ratePerSec: 20, maxMetaBytes: 500, certificate: CERTIFICATE_CALL }),
      ],
    });
    await app.close();
    const main = join(root, 'electron', 'cli', 'main.ts');
    const kept = spawnSync(process.execPath, [main, '--json', 'chain', 'secret', 'reference', 'key'], {
      input: `${PLATFORM_KEY}\n`,
      encoding: 'utf8',
      env: { ...process.env, CUNAN_HOME: cli.home, CUNAN_LANG: 'zh-CN', CUNAN_PASSPHRASE: undefined },
    });
    expect(kept.status, kept.stderr).toBe(0);
    expect(kept.stdout + kept.stderr).not.toContain(PLATFORM_KEY);

    const status = await cli.run(['chain', 'status']);
    expect(status.code, status.err).toBe(0);
    expect(status.out).toContain(
      '  每个账本检查点提交一次，覆盖任意多件；提交摘要 SHA-256（非国密）；证明可离线核验',
    );
    expect(status.out).toContain('模拟，不具证明力；未实测');
    expect(status.out).toContain('只有平台的说法，需向平台核验；重复提交会算两次');
    expect(status.out).toContain('提交摘要 SM3（国密）');
    expect(status.out).toContain(
      '每秒最多 20 次请求；摘要以外最多提交 500 字节；确认后取回平台的证书 PDF；不返回区块哈希',
    );
    expect(status.out).not.toContain('实名');
    expect(status.out).not.toContain(PLATFORM_KEY);
  });
});

describeWith(['unzip', 'pdftotext'], 'the whole way', () => {
  test('captured, witnessed, anchored, submitted; checked with everybody gone', async () => {
    const app = await createApp({ home: cli.home, shell: 'cli' });
    const { core } = app;
    witness = await runWitness({
      stateFolder: cli.at('witness'),
      host: '127.0.0.1',
      port: 0,
      logs: [(await core.ledgerState()).vkey],
      name: 'witness.example/office',
      tls: null,
      passphrase: null,
      onReply: () => {},
    });
    await core.changeSettings({
      witnesses: [{ name: 'office', url: witness.url, vkey: witness.vkey }],
      // Waits for `chain anchor`.
      anchoring: { atItems: 100 },
    });
    const { id: caseId } = await core.createCase({ name: '全程' });
    await core.startCapture({
      urls: [`${site.url}/`],
      caseId,
      options: { allowPrivateHosts: ['127.0.0.1'] },
    });
    await expect
      .poll(async () => (await core.listJobs()).map(({ state }) => state), { timeout: 60_000 })
      .toEqual(['done']);
    const { id } = (await core.listEvidence({})).items[0]!;
    await app.close();

    const anchored = await cli.run(['--json', 'chain', 'anchor']);
    expect(events(anchored, 'chain'), anchored.err).toMatchObject([{ waiting: 0 }]);

    const later = await createApp({ home: cli.home, shell: 'cli' });
    const pending = async (): Promise<readonly string[]> => {
      const { attestations } = await later.core.retryAttestations({ id });
      return attestations.filter(({ state }) => state === 'pending').map(({ provider }) => provider);
    };
    await expect.poll(pending, { timeout: 60_000, interval: 100 }).toEqual([]);
    expect(await later.core.listAnchors({ offset: 0, limit: 5 })).toMatchObject({
      total: 1,
      items: [{ state: 'final', size: 1, items: 1 }],
    });
    expect([...platform.taken.values()]).toEqual([1]);
    const [exported] = await later.core.exportEvidence({ ids: [id], folder: cli.at('out') });
    await Promise.all([anvil.stop(), platform.close(), witness.close()]);
    witness = null;

    const path = exported!.path;
    const { verdict, checks } = await later.core.verifyFile({ path, requirements: { chain: true } });
    expect(verdict).toBe('valid');
    const found = (name: string) =>
      checks.filter(({ id: check }) => check === name).map(({ status, code }) => [status, code]);
    expect(found('chain.anchor')).toEqual([['pass', 'chain-ok']]);
    expect(found('ledger.witness')).toEqual([['pass', 'witness-ok']]);
    expect(found('platform.receipt')).toEqual([
      ['indeterminate', 'platform-demonstration'],
      ['indeterminate', 'platform-certificate'],
    ]);
    await later.close();

    writeFileSync(cli.at('c.pdf'), unzip('-p', path, 'certificate.pdf'));
    // Where lines break is the certificate's own affair.
    const printed = spawnSync('pdftotext', ['-layout', cli.at('c.pdf'), '-'], { encoding: 'utf8' }).stdout;
    const words = printed.replaceAll(/\s+/g, '');
    for (const said of ['consortium', '31337', '平台的说法，未离线核验', 'EV1000'])
      expect(words).toContain(said);
    const names = unzip('-Z1', path).toString('utf8');
    expect(names).toMatch(/^attest\/platform\/reference\.json$/m);
    expect(unzip('-p', path, 'attest/platform/reference.pdf')).toEqual(CERTIFICATE);
    expect(names).toMatch(/^attest\/chain\/consortium-[0-9a-f]{16}\.json$/m);
    expect(unzip('-p', path, 'attest/platform/reference.json').toString('utf8')).not.toContain(PLATFORM_KEY);
  });
});

// The whole main job on one machine with no network: a shop that infringes, an authority that really signs, a chain
// that really runs; capture, seal, attest, certify, export, verify, tamper, verify again. All of it says 演示 DEMO.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerificationReport } from '../../shared/verify/report.ts';
import { createApp, type App } from '../app.ts';
import { isAppError } from '../../shared/errors.ts';
import { CERTIFICATE_PATH } from '../../shared/evidence/package-paths.ts';
import { CHAIN_KEY } from '../identity/chain-key.ts';
import { createNodeClock } from '../platform/node-clock.ts';
import { createNodeHttp } from '../platform/node-http.ts';
import { createNodeLog } from '../platform/node-log.ts';
import { createNodeRandom } from '../platform/node-random.ts';
import { createNodeSecrets } from '../platform/node-secrets.ts';
import { dataPaths } from '../platform/paths.ts';
import { findResources } from '../platform/resources.ts';
import { startDemoChain, type DemoChain } from './chain/demo-chain.ts';
import { startDemoSite } from './site.ts';
import { startDemoTsa } from './tsa/demo-tsa.ts';

export interface DemoOutcome {
  readonly package: string;
  readonly tampered: string;
  readonly certificate: string;
  readonly good: VerificationReport;
  readonly bad: VerificationReport;
}

/** @param folder emptied first; everything the demonstration makes stands below it. */
export async function runDemo(folder: string, say: (line: string) => void): Promise<DemoOutcome> {
  await rm(folder, { recursive: true, force: true });
  const home = join(folder, 'data');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const clock = createNodeClock();
  const random = createNodeRandom();
  const http = createNodeHttp();
  const paths = dataPaths(home);
  const secrets = createNodeSecrets({
    folder: paths.keys,
    random,
    log: createNodeLog({ folder: paths.logs, clock, random }),
    passphrase: null,
  });

  const site = await startDemoSite(findResources(null).demoSite);
  say(`演示店铺 · demonstration shop: ${site.url}/item.html`);
  const tsa = await startDemoTsa({ clock });
  say(`演示时间戳机构 · demonstration authority: ${tsa.url}`);
  const chain = await tryChain(say);
  let app: App | null = null;
  try {
    if (chain) await secrets.write(CHAIN_KEY, chain.privateKey);
    app = await createApp({ home, shell: 'cli', secrets, demonstration: true });
    await app.core.changeSettings({
      operator: { name: '王演示', organisation: '演示文化有限公司（虚构）' },
      tsas: [tsa.config],
      chain: chain?.profile ?? null,
      exportFolder: folder,
    });
    return await mainJob(app, `${site.url}/item.html`, folder, say);
  } finally {
    await app?.close();
    await chain?.close();
    await tsa.close();
    await site.close();
  }

  async function tryChain(tell: (line: string) => void): Promise<DemoChain | null> {
    try {
      const started = await startDemoChain({ http, random });
      tell(`演示链（anvil）· demonstration chain: ${started.profile.rpcUrl}`);
      return started;
    } catch (error) {
      if (!isAppError(error)) throw error;
      tell('本机没有 anvil，跳过上链。 · anvil is not here: anchoring is left out.');
      return null;
    }
  }
}

async function mainJob(
  app: App,
  url: string,
  folder: string,
  say: (line: string) => void,
): Promise<DemoOutcome> {
  const { core } = app;
  const target = await core.createCase({ name: '演示案件：云朵兔图案 · Demonstration case' });
  const [job] = await core.startCapture({
    urls: [url],
    caseId: target.id,
    options: { allowPrivateHosts: ['127.0.0.1'] },
  });
  const id = await sealedBy(app, job!.id, say);
  const evidence = await proven(app, id);
  say(`${evidence.id}  ${evidence.state}  ${evidence.title ?? ''}`);
  for (const row of evidence.attestations) say(`  ${row.kind} ${row.provider}: ${row.state} ${row.at ?? ''}`);

  const [exported] = await core.exportEvidence({ ids: [id], folder });
  const certificate = join(folder, `${id}-演示DEMO-certificate.pdf`);
  const pdf = await core.openFile({ id, path: CERTIFICATE_PATH });
  await writeFile(certificate, await pdf.read(0, pdf.sizeBytes));
  await pdf.close();
  say(`证据包 · package: ${exported!.path}`);
  say(`证书 · certificate: ${certificate}`);

  const good = await core.verifyFile({ path: exported!.path });
  const tampered = exported!.path.replace(/\.zip$/, '-tampered.zip');
  await tamper(exported!.path, tampered);
  const bad = await core.verifyFile({ path: tampered });
  return { package: exported!.path, tampered, certificate, good, bad };
}

async function sealedBy(app: App, jobId: string, say: (line: string) => void): Promise<string> {
  let step: string | null = null;
  for (;;) {
    const job = (await app.core.listJobs()).find((each) => each.id === jobId);
    if (job?.evidenceId) return job.evidenceId;
    if (job?.error) throw new Error(`the capture ended with ${job.error.code}`);
    if (job && job.step !== step) say(`  ${(step = job.step) ?? ''}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

const PROOF_ATTEMPTS = 60;

async function proven(app: App, id: string) {
  for (let attempt = 0; ; attempt++) {
    const evidence = await app.core.retryAttestations({ id });
    const pending = evidence.attestations.some((row) => row.state === 'pending');
    if (!pending || attempt === PROOF_ATTEMPTS) return evidence;
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** What a forger would do: one bit of the screenshot, the rest untouched. */
async function tamper(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  // The picture's own entry: its name after a local file header (PK 03 04, 30 bytes).
  const name = Buffer.from('data/screenshot.png');
  let entry = bytes.indexOf(name);
  while (entry !== -1 && bytes.readUInt32LE(Math.max(0, entry - 30)) !== 0x04034b50) {
    entry = bytes.indexOf(name, entry + 1);
  }
  if (entry === -1) throw new Error('the package has no screenshot');
  const at = entry + name.length + 4_096;
  bytes[at] = bytes[at]! ^ 1;
  await writeFile(to, bytes);
}

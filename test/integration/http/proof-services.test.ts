// Chain, platforms, schedule and SM2 as a settings form or a command line meets them: over HTTP, on a real app with the
// demonstration chain and the reference platform. Wrong input changes nothing, credentials never come back, states are true.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import { startDemoChain, type DemoChain } from '../../../electron/demo/chain/demo-chain.ts';
import { runBrowserShell } from '../../../electron/http/browser-shell.ts';
import { connectToOwner, type OwnerCore } from '../../../electron/http/client.ts';
import { announceOwner } from '../../../electron/http/owner-file.ts';
import { CHAIN_KEY } from '../../../electron/identity/chain-key.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeLog } from '../../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { createNodeSecrets } from '../../../electron/platform/node-secrets.ts';
import { dataPaths } from '../../../electron/platform/paths.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import {
  CERTIFICATE_CALL,
  PLATFORM_KEY,
  platformProfile,
  startEvidencePlatform,
  type EvidencePlatform,
} from '../../fakes/evidence-platform.ts';

const PATIENT = { timeout: 60_000, interval: 200 };
const home = mkdtempSync(join(tmpdir(), 'cunan-services-'));
const clock = createNodeClock();
const random = createNodeRandom();
const stop = new AbortController();
let app: App;
let served: Promise<void>;
let core: OwnerCore;
let chain: DemoChain;
let platform: EvidencePlatform;

beforeAll(async () => {
  chain = await startDemoChain({ http: createNodeHttp(), random });
  platform = await startEvidencePlatform({ idempotent: false });
  const { keys, shellFacts } = dataPaths(home);
  const log = createNodeLog({ folder: join(home, 'logs'), clock, random });
  const secrets = createNodeSecrets({ folder: keys, random, log, passphrase: null });
  await secrets.write(CHAIN_KEY, chain.privateKey);
  app = await createApp({ home, shell: 'browser', demonstration: true });
  const ready = Promise.withResolvers<void>();
  served = runBrowserShell({
    app,
    clock,
    random,
    staticDir: findResources(null).rendererFolder,
    dataFolder: home,
    port: 0,
    window: false,
    around: { platform: process.platform, env: process.env, asRoot: false },
    announceOwner: async (record) => {
      await announceOwner(shellFacts, record, random);
      if (record !== null) ready.resolve();
    },
    say: () => undefined,
    stop: stop.signal,
  });
  await ready.promise;
  const owner = await connectToOwner(shellFacts);
  if (owner === null) throw new Error('the owner does not answer');
  core = owner.core;
});
afterAll(async () => {
  stop.abort();
  await served;
  await app.close();
  await chain.close();
  await platform.close();
  rmSync(home, { recursive: true, force: true });
});

test('wrong input is refused with its field and changes nothing', async () => {
  const before = await core.getSettings();
  const good = platformProfile(platform.url);
  const call = { method: 'POST', path: 'no-slash', body: null } as const;
  const bad: readonly [object, string][] = [
    [{ platforms: [{ ...good, submit: call }] }, 'platforms.0.submit.path'],
    [
      { platforms: [{ ...good, pointers: { ...good.pointers, state: 'no-pointer' } }] },
      'platforms.0.pointers.state',
    ],
    [
      { platforms: [{ ...good, headers: [{ name: 'X', value: 'a\r\nEvil: b' }] }] },
      'platforms.0.headers.0.value',
    ],
    [{ platforms: [{ ...good, baseUrl: 'http://platform.example' }] }, 'platforms.0.baseUrl'],
    [{ platforms: [{ ...good, baseUrl: 'http://127.0.0.1.evil.example' }] }, 'platforms.0.baseUrl'],
    [{ platforms: [{ ...good, baseUrl: 'https://user:pass@platform.example' }] }, 'platforms.0.baseUrl'],
    [{ platforms: [good, { ...good, baseUrl: 'https://other.example' }] }, 'platforms'],
    [{ anchoring: { everyMinutes: 0 } }, 'anchoring.everyMinutes'],
    [{ anchoring: { atTime: '24:00' } }, 'anchoring.atTime'],
    [{ sm2: 'yes' }, 'sm2'],
    [{ renewWithinDays: 0 }, 'renewWithinDays'],
    [{ renewalImprint: 'md5' as never }, 'renewalImprint'],
    [{ platforms: [{ ...good, ratePerSec: 0 }] }, 'platforms.0.ratePerSec'],
    [{ platforms: [{ ...good, maxMetaBytes: -1 }] }, 'platforms.0.maxMetaBytes'],
  ];
  for (const [patch, field] of bad) {
    await expect(core.changeSettings(patch)).rejects.toMatchObject({
      code: 'input/invalid',
      details: { field },
    });
  }
  const source = { kind: 'paths' as const, paths: [import.meta.filename] };
  for (const odd of [{ title: '\ud800' }, { category: 'contract' as const, fields: { parties: '\udfff' } }])
    await expect(core.startDeposit({ source, caseId: null, ...odd })).rejects.toMatchObject({
      code: 'input/invalid',
    });
  expect(await core.listJobs()).toEqual([]);
  await expect(core.setPlatformSecret({ platform: 'nobody', name: 'key', value: 'x' })).rejects.toMatchObject(
    {
      code: 'input/not-found',
    },
  );
  await expect(core.checkPlatform({ platform: 'nobody' })).rejects.toMatchObject({ code: 'input/not-found' });
  expect(await core.getSettings()).toEqual(before);
  expect(await core.chainStatus()).toMatchObject({ chain: null, waiting: 0, platforms: [] });
});

test('a platform is asked without submitting; its credential is kept and never returned', async () => {
  await core.changeSettings({ platforms: [platformProfile(platform.url)] });
  const check = () => core.checkPlatform({ platform: 'reference' });
  await expect(check()).rejects.toMatchObject({ code: 'platform/no-secret', details: { name: 'key' } });
  const set = (value: string) => core.setPlatformSecret({ platform: 'reference', name: 'key', value });
  await expect(set('')).rejects.toMatchObject({ code: 'input/invalid' });
  await set('a wrong key');
  const refused = await check().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'platform/rejected', details: { problem: 'HTTP 401' } });
  await set(PLATFORM_KEY);
  expect(await check()).toEqual({ status: 'answered', httpStatus: 404 });
  expect(platform.taken.size).toBe(0);
  const status = await core.chainStatus();
  expect(status.platforms).toMatchObject([{ name: 'reference', simulated: true, secrets: ['key'] }]);
  const said = JSON.stringify([status, await core.getSettings(), await core.doctor(), refused]);
  for (const secret of [PLATFORM_KEY, 'a wrong key']) expect(said).not.toContain(secret);

  const noLookup = platformProfile(platform.url, { lookup: null });
  await core.changeSettings({ platforms: [noLookup] });
  expect(await check()).toEqual({ status: 'not-askable', httpStatus: null });
  await core.changeSettings({ platforms: [platformProfile(platform.url)] });
});

test('credentials end with the platform they were given for, or with its address', async () => {
  const here = platformProfile(platform.url);
  const known = async () => (await core.chainStatus()).platforms.map(({ secrets }) => secrets);
  const set = () => core.setPlatformSecret({ platform: 'reference', name: 'key', value: PLATFORM_KEY });
  expect(await known()).toEqual([['key']]);
  await core.changeSettings({ platforms: [] });
  await core.changeSettings({ platforms: [here] });
  expect(await known()).toEqual([[]]);
  await set();
  await core.changeSettings({ platforms: [{ ...here, baseUrl: 'https://other.example' }] });
  expect(await known()).toEqual([[]]);
  await core.changeSettings({ platforms: [here] });
  await set();
  await core.changeSettings({ platforms: [{ ...here, title: '另一个名称', baseUrl: `${platform.url}/v2` }] });
  expect(await known()).toEqual([['key']]);
  await core.changeSettings({ platforms: [here] });
});

test('SM2: off has no key, a file key is made once and keeps its id, a missing program is said', async () => {
  expect(await core.checkSm2()).toEqual({ keyId: null });
  await core.changeSettings({ sm2: 'command' });
  await expect(core.checkSm2()).rejects.toMatchObject({ code: 'key/external-signer' });
  expect(await core.sm2State()).toEqual({
    keyIds: [],
    fileKeyMade: false,
    commandFile: join(home, 'sm2-signer.json'),
  });
  await core.changeSettings({ sm2: 'file' });
  const { keyId } = await core.checkSm2();
  expect(keyId).toMatch(/^[0-9a-f]{64}$/);
  expect(await core.checkSm2()).toEqual({ keyId });
  expect(await core.sm2State()).toMatchObject({ keyIds: [], fileKeyMade: true });
});

test('by schedule an item waits with its moment; now, the checkpoint is made, anchored, and the state says so', async () => {
  await core.changeSettings({
    chain: { ...chain.profile, witnessRpcUrl: null, validators: [] },
    anchoring: { everyMinutes: 600 },
    platforms: [platformProfile(platform.url, { needsRealName: true })],
  });
  const file = join(home, '..', `${home.split('/').at(-1)}.txt`);
  writeFileSync(file, '存证');
  try {
    await core.startDeposit({ source: { kind: 'paths', paths: [file] }, caseId: null });
    await expect.poll(async () => (await core.chainStatus()).waiting, PATIENT).toBe(1);
  } finally {
    rmSync(file);
  }
  const waiting = await core.chainStatus();
  expect(Date.parse(waiting.nextCheckpointAt ?? '') - Date.now()).toBeGreaterThan(590 * 60_000);
  expect(waiting.anchors).toEqual({ queued: 0, submitted: 0, included: 0, final: 0 });

  // The platform wants a verified operator, which nobody is: held with the reason, until it is not wanted any more.
  const { id } = (await core.listEvidence({})).items[0]!;
  const heldBy = async () =>
    (await core.getEvidence({ id })).attestations.find(({ kind }) => kind === 'platform')?.lastError;
  await expect.poll(heldBy, PATIENT).toMatchObject({ code: 'platform/needs-real-name' });
  expect(platform.taken.size).toBe(0);
  platform.trouble.certificate = { status: 503, bytes: new Uint8Array(0) };
  await core.changeSettings({
    platforms: [platformProfile(platform.url, { certificate: CERTIFICATE_CALL })],
  });
  await core.retryAttestations({ id });

  const after = await core.anchorNow();
  expect(after).toMatchObject({ waiting: 0, nextCheckpointAt: null });
  await expect.poll(async () => (await core.chainStatus()).anchors.final, PATIENT).toBe(1);
  expect((await core.listAnchors({ offset: 0, limit: 5 })).items).toMatchObject([
    { state: 'final', items: 1 },
  ]);
  await expect.poll(() => [...platform.taken.values()], PATIENT).toEqual([1]);
  // Its certificate cannot be had: the receipt stands all the same, and that is said.
  const receipt = async () =>
    (await core.getEvidence({ id })).attestations.find(({ kind }) => kind === 'platform');
  await core.retryAttestations({ id });
  await expect.poll(async () => (await receipt())?.state, PATIENT).toBe('obtained');
  expect(await receipt()).toMatchObject({ files: ['attest/platform/reference.json'] });
  expect((await receipt())?.facts).toContainEqual({
    key: 'platformCertificate',
    value: '未能取得 could not be fetched (platform/rejected: HTTP 503)',
  });
  const { keyId } = await core.checkSm2();
  expect((await core.sm2State()).keyIds).toEqual([keyId]);
  await chain.close();
  expect((await core.chainStatus()).chain).toMatchObject({
    health: null,
    error: { code: 'chain/unreachable' },
  });
});

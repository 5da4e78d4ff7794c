// The generic gateway against the reference platform, over the real store: nothing is lost, nothing is submitted twice.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGateway } from '../../../electron/attest/platform/gateway.ts';
import type {
  PlatformAdapter,
  PlatformProfile,
  PlatformStore,
} from '../../../electron/attest/platform/ports.ts';
import { createPace } from '../../../electron/attest/platform/pace.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { openDatabase } from '../../../electron/store/database.ts';
import { createPlatformStore } from '../../../electron/store/platforms.ts';
import {
  encodePlatformReceipt,
  parsePlatformReceipt,
  receiptProblem,
} from '../../../shared/chain/platform-receipt.ts';
import {
  CERTIFICATE,
  CERTIFICATE_CALL,
  type EvidencePlatform,
  PLATFORM_KEY,
  platformProfile,
  startEvidencePlatform,
} from '../../fakes/evidence-platform.ts';
import { count } from '../../tools.ts';

let folder = '';
let platform: EvidencePlatform;
let made = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cunan-platform-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  platform = await startEvidencePlatform({ idempotent: false });
});
afterEach(() => platform.close());

function subject() {
  made += 1;
  const hex = made.toString(16).padStart(64, '0');
  return { evidenceId: `E-${made}`, digests: { sm3: hex, sha256: 'f'.repeat(64) }, operatorVerified: false };
}

/** Moves on only where somebody waits. */
let clockMs = 0;
const clock = {
  now: () => new Date(Date.parse('2026-11-24T11:30:00Z') + clockMs),
  monotonicMs: () => clockMs,
};
const pace = createPace({
  clock,
  wait: (ms) => {
    clockMs += ms;
    return Promise.resolve();
  },
});

/** Every call opens the database anew, as a process would that knows nothing but what was written. */
async function withGateway<T>(
  use: (gateway: PlatformAdapter) => Promise<T>,
  change: Partial<PlatformProfile> = {},
  secrets: ReadonlyMap<string, string> = new Map([['key', PLATFORM_KEY]]),
) {
  const db = openDatabase(join(folder, 'cunan.db'));
  const store: PlatformStore = createPlatformStore(db);
  try {
    const gateway = createGateway({
      profile: platformProfile(platform.url, change),
      http: createNodeHttp(),
      store,
      clock,
      pace,
      secrets: () => Promise.resolve(secrets),
    });
    return await use(gateway);
  } finally {
    db.close();
  }
}

const step = (
  about: ReturnType<typeof subject>,
  ...given: [change?: Partial<PlatformProfile>, secrets?: ReadonlyMap<string, string>]
) => withGateway((gateway) => gateway.step(about), ...given);

describe('submitting', () => {
  test('pending, then the platform’s word, kept byte for byte and without the credential', async () => {
    const about = subject();
    expect(await step(about)).toBeNull();
    const receipt = (await step(about))!;
    expect(receipt.fields).toEqual({
      evidenceNumber: 'EV1000',
      txHash: `0x${about.digests.sm3}`,
      blockHeight: '88123',
      blockHash: null,
      time: '2026-11-24 19:30:00',
    });
    expect(receipt.exchanges.map(({ what }) => what)).toEqual(['submit', 'poll']);
    expect(receipt).toMatchObject({ simulated: true, transport: 'loopback' });
    const bytes = encodePlatformReceipt(receipt);
    expect(parsePlatformReceipt(bytes)).toEqual(receipt);
    expect(receiptProblem(receipt, about.digests)).toBeNull();
    expect(new TextDecoder().decode(bytes)).not.toContain(PLATFORM_KEY);
    // Asked again it is the same receipt, and nothing is sent.
    expect(await step(about)).toEqual(receipt);
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });

  test('an answer that is lost: the platform is asked before anything is sent again', async () => {
    const about = subject();
    platform.trouble.loseAnswers = 1;
    await expect(step(about)).rejects.toMatchObject({ code: 'platform/unreachable' });
    await step(about);
    expect(await step(about)).toMatchObject({ fields: { evidenceNumber: 'EV1000' } });
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });

  test('a submission that never arrived is sent again after the platform says that it has none', async () => {
    const about = subject();
    await expect(step(about, { baseUrl: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'platform/unreachable',
    });
    await step(about);
    expect(await step(about)).not.toBeNull();
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });

  test('a platform that can neither be asked nor knows a repetition: a person decides', async () => {
    const about = subject();
    platform.trouble.loseAnswers = 1;
    await expect(step(about, { lookup: null })).rejects.toThrow(/platform\/unreachable/);
    await expect(step(about, { lookup: null })).rejects.toThrow(/platform\/unknown-outcome/);
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });

  test('one that knows a repetition by its reference is sent it again', async () => {
    await platform.close();
    platform = await startEvidencePlatform({ idempotent: true });
    const about = subject();
    platform.trouble.loseAnswers = 1;
    const change = { lookup: null, idempotent: true };
    await expect(step(about, change)).rejects.toThrow(/platform\/unreachable/);
    expect(await step(about, change)).toBeNull();
    expect(await step(about, change)).not.toBeNull();
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });
});

describe('what the platform asks for', () => {
  test('so many requests a second: submissions, polls and look-ups of all items keep to it', async () => {
    platform.trouble.pendingPolls = 2;
    const slow = { ratePerSec: 4 };
    const [one, other] = [subject(), subject()];
    platform.trouble.loseAnswers = 1;
    await expect(step(one, slow)).rejects.toThrow(/platform\/unreachable/);
    for (const about of [one, other, one, other, other]) await step(about, slow);
    expect(await step(one, slow)).not.toBeNull();
    expect(await step(other, slow)).not.toBeNull();
    const { arrivals } = platform;
    expect(arrivals).toHaveLength(6);
    expect(arrivals.slice(1).map((at, before) => at - arrivals[before]!)).toEqual(Array(5).fill(250));
    // None named: nobody waits.
    await step(subject());
    await step(subject());
    expect(arrivals.slice(5).map((at) => at - arrivals[5]!)).toEqual([0, 0, 0]);
  });

  test('a verified operator: held with the reason, nothing sent; what was sent before is followed', async () => {
    const strict = { needsRealName: true };
    const about = subject();
    const held = { code: 'platform/needs-real-name', details: { platform: 'reference' } };
    await expect(step(about, strict)).rejects.toMatchObject(held);
    expect(platform.arrivals).toEqual([]);
    expect(await step({ ...about, operatorVerified: true }, strict)).toBeNull();
    expect(await step(about, strict)).not.toBeNull();
    // Lost on the way before the demand was made: asked for, and not sent again.
    const lost = subject();
    await expect(step(lost, { baseUrl: 'http://127.0.0.1:9' })).rejects.toThrow(/platform\/unreachable/);
    await expect(step(lost, strict)).rejects.toMatchObject(held);
    expect(platform.taken.get(lost.digests.sm3)).toBeUndefined();
  });

  test('few bytes besides the digest: counted as they are sent, at the limit and one above it', async () => {
    const about = subject();
    const meta = JSON.stringify({
      name: about.evidenceId,
      hash: '',
      requestId: `cunan-${about.digests.sm3.slice(0, 40)}`,
    });
    const limit = meta.length - 1;
    await expect(step(about, { maxMetaBytes: limit })).rejects.toMatchObject({
      code: 'platform/meta-too-large',
      details: { platform: 'reference', bytes: limit + 1, limit },
    });
    expect(platform.arrivals).toEqual([]);
    expect(await step(about, { maxMetaBytes: limit + 1 })).toBeNull();
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });

  test('a credential that is set late: nothing counted as sent before it was', async () => {
    const about = subject();
    const blind = { lookup: null };
    await expect(step(about, blind, new Map())).rejects.toThrow(/platform\/no-secret/);
    expect(await step(about, blind)).toBeNull();
    expect(platform.taken.get(about.digests.sm3)).toBe(1);
  });
});

describe('what goes wrong', () => {
  test('a credential that is not set, or is wrong', async () => {
    await expect(step(subject(), {}, new Map())).rejects.toMatchObject({
      code: 'platform/no-secret',
      details: { platform: 'reference', name: 'key' },
    });
    await expect(step(subject(), {}, new Map([['key', 'another']]))).rejects.toMatchObject({
      code: 'platform/rejected',
      details: { problem: 'HTTP 401' },
    });
    expect(platform.refused()).toBe(1);
  });

  test.each([
    ['no JSON', '<html>', 'platform/bad-response'],
    ['another digest', '{"data":{"evidenceId":"X","state":"WAITING","hash":"00"}}', 'platform/bad-response'],
    ['a state nobody described', '{"data":{"evidenceId":"X","state":"FAILED"}}', 'platform/rejected'],
    ['no handle', '{"data":{"state":"WAITING"}}', 'platform/bad-response'],
    [
      'a handle that is no text',
      '{"data":{"evidenceId":"\\ud800","state":"WAITING"}}',
      'platform/bad-response',
    ],
    ['deep JSON', '['.repeat(50_000), 'platform/bad-response'],
  ])('an answer with %s', async (_, text, code) => {
    platform.trouble.answer = (what) => (what === 'submit' ? { text } : null);
    await expect(step(subject())).rejects.toMatchObject({ code });
  });

  test('an answer that repeats a credential is neither kept nor quoted', async () => {
    for (const text of [
      `{"data":{"evidenceId":"X","state":"WAITING","echo":"${PLATFORM_KEY}"}}`,
      `{"data":{"evidenceId":"X","state":"${PLATFORM_KEY}"}}`,
      `{"data":{"evidenceId":"X","state":"WAITING","echo":"${encodeURIComponent(PLATFORM_KEY)}"}}`,
      `{"data":{"evidenceId":"X","state":"WAITING","echo":"${btoa(`user:${PLATFORM_KEY}`)}"}}`,
    ]) {
      platform.trouble.answer = (what) => (what === 'submit' ? { text } : null);
      const secrets = new Map([
        ['key', PLATFORM_KEY],
        ['basic', btoa(`user:${PLATFORM_KEY}`)],
      ]);
      const about = subject();
      const refused = await step(about, {}, secrets).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'platform/bad-response' });
      expect(JSON.stringify(refused)).not.toContain(PLATFORM_KEY);
    }
    expect(readFileSync(join(folder, 'cunan.db')).includes(PLATFORM_KEY)).toBe(false);
  });

  test('large answers and a long handle make no receipt that a verifier would call malformed', async () => {
    const large = 'x'.repeat(count(100, 190_000));
    const answer = (state: string, handle = 'X') => ({
      status: 200,
      text: `{"large":"${large}","data":{"evidenceId":"${handle}","state":"${state}"}}`,
    });
    platform.trouble.answer = () => answer('WAITING');
    const about = subject();
    for (let poll = 0; poll < 16; poll++) expect(await step(about)).toBeNull();
    platform.trouble.answer = () => answer('ON_CHAIN');
    const receipt = (await step(about))!;
    expect(parsePlatformReceipt(encodePlatformReceipt(receipt))).toEqual(receipt);
    expect(receiptProblem(receipt, about.digests)).toBeNull();
    // So many of the largest answers (200,000 bytes as base64, with request and address) are below 4 MiB.
    expect(receipt.exchanges.length * 290_000).toBeLessThan(4 * 1024 ** 2);
    expect(receipt.exchanges[0]!.what).toBe('submit');

    const other = subject();
    const handle = '存'.repeat(500);
    platform.trouble.answer = (what) => (what === 'submit' ? answer('WAITING', handle) : answer('ON_CHAIN'));
    await expect(step(other)).rejects.toMatchObject({
      code: 'platform/bad-response',
      details: { problem: 'the handle is too long' },
    });
  });

  test('plain http over a network is refused before anything is sent', async () => {
    await expect(step(subject(), { baseUrl: 'http://platform.example' })).rejects.toMatchObject({
      code: 'input/invalid',
      details: { problem: 'https only' },
    });
  });

  test('a certificate that nobody vouches for is refused', async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', [...args, '-keyout', key, '-out', cert, '-subj', '/CN=localhost'], {
      stdio: 'ignore',
    });
    let asked = 0;
    const server = createServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (_request, response) => {
        asked += 1;
        response.end('{}');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(step(subject(), { baseUrl: `https://127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 'platform/unreachable',
    });
    expect(asked).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('the platform’s certificate', () => {
  const change = { certificate: CERTIFICATE_CALL };
  const ask = (id: string) => withGateway((gateway) => gateway.certificate(id), change);

  test('is asked for once it is confirmed, and kept as it came', async () => {
    const about = subject();
    await step(about, change);
    expect(await ask(about.evidenceId)).toBeNull();
    await step(about, change);
    expect(Buffer.from((await ask(about.evidenceId))!)).toEqual(CERTIFICATE);
    expect(await withGateway((gateway) => gateway.certificate(about.evidenceId))).toBeNull();
  });

  test.each([
    ['no PDF', 200, Buffer.from('<html>%PDF-1.7'), 'platform/bad-response'],
    ['nothing', 200, Buffer.alloc(0), 'platform/bad-response'],
    ['one that quotes a credential', 200, Buffer.from(`%PDF-1.7 ${PLATFORM_KEY}`), 'platform/bad-response'],
    ['no certificate yet', 404, CERTIFICATE, 'platform/rejected'],
    ['more than is kept', 200, Buffer.alloc(4 * 1024 ** 2 + 1, '%PDF-'), 'platform/unreachable'],
  ])('%s is refused', async (_, status, bytes, code) => {
    const about = subject();
    await step(about);
    await step(about);
    platform.trouble.certificate = { status, bytes };
    await expect(ask(about.evidenceId)).rejects.toMatchObject({ code });
  });
});

describe('a receipt that was changed', () => {
  test('contradicts itself', async () => {
    const about = subject();
    await step(about);
    const receipt = (await step(about))!;
    const { digests } = about;
    expect(receiptProblem(receipt, { ...digests, sm3: '0'.repeat(64) })).toBe('digest');
    expect(receiptProblem({ ...receipt, fields: { ...receipt.fields, txHash: '0x1' } }, digests)).toBe(
      'response',
    );
    expect(receiptProblem({ ...receipt, exchanges: receipt.exchanges.slice(1) }, digests)).toBe('request');
    const [first, last] = receipt.exchanges;
    const forged = { ...last!, response: btoa('{"data":{}}') };
    expect(receiptProblem({ ...receipt, exchanges: [first!, forged] }, digests)).toBe('response');
  });
});

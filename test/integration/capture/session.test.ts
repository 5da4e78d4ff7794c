// A person's session: the page behind the login is captured, and neither cookie nor password is to be found afterwards
// in anything that was written, by name of the file or by its bytes.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import { parseCookieFile } from '../../../shared/api/cookie-file.ts';
import { sessionInput } from '../../../shared/api/session-input.ts';
import type { StartCaptureInput } from '../../../shared/api/inputs.ts';
import type { JobView } from '../../../shared/api/views.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, codes, removeFolders } from './harness.ts';
import { hardPage } from './hard-page.ts';

const SECRETS = ['let-me-in-7351', 'fresh-secret-9921', 'open sesame 4711', 'other-site-secret'];
const ENCODED = ['reader:open sesame 4711', ...SECRETS].flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
]);

const COOKIES = parseCookieFile(
  [
    '127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\tlet-me-in-7351',
    '127.0.0.1\tFALSE\t/\tFALSE\t1000\told\tlet-me-in-7351',
    '.bank.example\tTRUE\t/\tTRUE\t0\tbank\tother-site-secret',
  ].join('\n'),
).cookies;

let site: Site;
let folder: string;
beforeAll(async () => {
  site = await startSites();
  folder = mkdtempSync(join(tmpdir(), 'cunan-session-'));
});
afterAll(async () => {
  await site.close();
  await removeFolders();
  rmSync(folder, { recursive: true, force: true });
});

/** Files below the folder in which any of the secrets stands, in clear, base64, URL-encoded or inside gzip members. */
function leaks(root: string): readonly string[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    const texts = [bytes.toString('latin1'), ...gzipMembers(bytes)];
    return ENCODED.some((secret) => texts.some((text) => text.includes(secret))) ? [path] : [];
  });
}

/** A WACZ stores its WARC as it is: each record is a gzip member (RFC 1952, ten bytes of head) somewhere in the file. */
function gzipMembers(bytes: Buffer): readonly string[] {
  const found: string[] = [];
  for (
    let at = bytes.indexOf('1f8b0800', 0, 'hex');
    at !== -1;
    at = bytes.indexOf('1f8b0800', at + 1, 'hex')
  ) {
    try {
      found.push(inflateRawSync(bytes.subarray(at + 10)).toString('latin1'));
    } catch {
      // Not the start of a member.
    }
  }
  return found;
}

async function ended(app: App, jobs: readonly JobView[]): Promise<readonly JobView[]> {
  for (;;) {
    const all = await app.core.listJobs();
    const mine = jobs.map(({ id }) => all.find((job) => job.id === id)!);
    if (mine.every(({ state }) => state === 'done' || state === 'failed')) return mine;
    await new Promise((done) => setTimeout(done, 50));
  }
}

describe('a session', () => {
  hardPage(
    {
      n: 15,
      name: 'login page; the same page with the user’s cookies',
      expected:
        'without: COMPLETE, labelled page-login-wall; with: COMPLETE behind the login, names of cookies recorded, no value anywhere in data folder or logs; after a restart the session is gone and the job says so',
    },
    async () => {
      const home = join(folder, 'home');
      const app = await createApp({ home, shell: 'cli' });
      const order = (path: string, session: StartCaptureInput['session'] = null): StartCaptureInput => ({
        urls: [site.url + path],
        caseId: null,
        options: { allowPrivateHosts: ['127.0.0.1'] },
        session,
      });
      const started = [
        await app.core.startCapture(order('/members-only')),
        await app.core.startCapture(order('/members-only', { cookies: [...COOKIES] })),
        await app.core.startCapture(
          order('/basic', { login: { host: '127.0.0.1', user: 'reader', password: 'open sesame 4711' } }),
        ),
      ].flat();
      const [without, withCookies, withPassword] = await ended(app, started);
      const record = async (job: JobView | undefined) =>
        (await app.core.getCaptureRecord({ id: job!.evidenceId! }))!;
      expect(await record(without)).toMatchObject({
        state: 'COMPLETE',
        finalUrl: `${site.url}/login?next=members-only`,
      });
      const inside = await record(withCookies);
      expect(inside).toMatchObject({
        state: 'COMPLETE',
        finalUrl: `${site.url}/members-only`,
        title: 'Members',
      });
      expect(inside.notes).toContainEqual({
        code: 'session-cookies',
        details: { count: 1, names: 'sid', hosts: '127.0.0.1', expired: 1, refused: 0, foreign: 1 },
      });
      const headers = await app.core.openFile({
        id: withCookies!.evidenceId!,
        path: 'data/private/headers.jsonl',
      });
      const lines = Buffer.from(await headers.read(0, headers.sizeBytes)).toString();
      await headers.close();
      expect(lines).toContain('"value":"sid=<left-out>"');
      expect(lines).toContain('"value":"sid2=<left-out>; Path=/; HttpOnly"');
      const signedIn = await record(withPassword);
      expect(signedIn).toMatchObject({ state: 'COMPLETE', httpStatus: 200, title: 'Inside' });
      expect(signedIn.notes).toContainEqual({
        code: 'auth-answered',
        details: { host: '127.0.0.1', scheme: 'basic' },
      });
      expect(
        site.requests.filter(({ headers: sent }) => /other-site-secret/.test(sent.cookie ?? '')),
      ).toEqual([]);
      await app.close();

      // Waiting jobs do not survive a restart: what they need was in memory alone.
      const halted = await createApp({ home, shell: 'cli', startJobs: false });
      const waiting = await halted.core.startCapture(order('/members-only', { cookies: [...COOKIES] }));
      await halted.close();
      const again = await createApp({ home, shell: 'cli' });
      const [lost] = await ended(again, waiting);
      expect(lost).toMatchObject({
        state: 'failed',
        error: { code: 'capture/session-lost' },
        evidenceId: null,
      });
      await again.close();
      expect(leaks(home)).toEqual([]);
      return 'COMPLETE both; no cookie value and no password in any file of the data folder (also inside gzip); after a restart: capture/session-lost';
    },
  );

  test('the search would find what it looks for', async () => {
    const captured = await capture(`${site.url}/cookies`);
    expect((await captured.read('data/private/headers.jsonl')).toString()).toContain('top-secret-1');
    const planted = gzipMembers(Buffer.from(await captured.read('data/page.wacz')));
    expect(planted.some((text) => text.startsWith('WARC/1.') && text.includes('/cookies'))).toBe(true);
  });

  test('a wrong password is tried once: FAILED, and the site’s own words are kept', async () => {
    const before = site.requests.length;
    const captured = await capture(`${site.url}/basic`, {
      session: sessionInput.parse({ login: { host: '127.0.0.1', user: 'reader', password: 'wrong' } }),
    });
    expect(captured.record.state).toBe('FAILED');
    expect(captured.record.reasons[0]?.details?.['error']).toBe('capture/auth-required');
    const asked = site.requests.slice(before).filter(({ path }) => path === '/basic');
    expect(asked.map(({ headers }) => headers.authorization !== undefined)).toEqual([false, true]);
  });

  test('a password is for its host alone', async () => {
    const captured = await capture(`${site.url}/basic`, {
      session: sessionInput.parse({
        login: { host: 'shop.example', user: 'reader', password: 'open sesame 4711' },
      }),
    });
    expect(codes(captured)).toEqual(['no-main-document']);
    expect(site.requests.at(-1)?.headers.authorization).toBeUndefined();
  });
});

// Beginning and end of a capture: refused before anything starts, cancelled, crashed; nothing is left behind.

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '../../../shared/errors.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, codes, newFolder, removeFolders } from './harness.ts';
import { hardPage } from './hard-page.ts';

let site: Site;
let hidden: Site;
beforeAll(async () => {
  hidden = await startSites({ host: '127.0.0.3' });
  site = await startSites({ links: { hidden: hidden.url } });
});
afterAll(async () => {
  await site.close();
  await hidden.close();
  await removeFolders();
});

/** Command lines of living processes that name the folder; Linux only. */
function processesOf(folder: string): readonly { readonly pid: number; readonly command: string }[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return {
          pid: Number(name),
          command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '),
        };
      } catch {
        return { pid: 0, command: '' };
      }
    })
    .filter(({ command }) => command.includes(folder));
}

function killRenderers(folder: string): number {
  const renderers = processesOf(folder).filter(({ command }) => command.includes('--type=renderer'));
  for (const { pid } of renderers) process.kill(pid, 'SIGKILL');
  return renderers.length;
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'resolved';
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
};

describe('refused before anything starts', () => {
  test.each([
    ['file:///etc/passwd', 'input/unsupported-scheme'],
    ['not a url', 'input/not-a-url'],
    ['http://127.0.0.3:1/', 'input/private-address'],
    ['http://[::1]/', 'input/private-address'],
    ['http://2130706433/', 'input/private-address'],
  ])('%s: %s', async (url, code) => {
    const expected = url.includes('2130706433') ? 'resolved' : code;
    // 2130706433 is 127.0.0.1, which the harness opens: the number is read as the address that it is.
    expect(await codeOf(capture(url))).toBe(expected);
  });
});

describe('addresses out of reach', () => {
  hardPage(
    {
      n: 36,
      name: 'redirect to a private host',
      expected: 'FAILED (blocked address); the host is never asked',
    },
    async () => {
      const captured = await capture(`${site.url}/redirect-to?link=hidden`);
      expect(captured.record.state).toBe('FAILED');
      expect(captured.record.reasons[0]?.details?.['error']).toBe('capture/blocked-address');
      expect(hidden.requests).toEqual([]);
      expect(captured.files.map(({ path }) => path)).toContain('data/page.wacz');
      return 'FAILED, capture/blocked-address; 0 requests at the private host; the redirect is in the archive';
    },
  );

  hardPage(
    {
      n: 36,
      name: 'name that changes its address (DNS rebinding)',
      expected: 'FAILED (blocked address): nothing of the answer is kept; the request itself may have left',
    },
    async () => {
      // Our resolver is told a public address; the browser finds loopback under the same name.
      const before = site.requests.length;
      const captured = await capture(`http://rebind.localhost:${site.port}/simple`, {
        options: { allowPrivateHosts: [] },
        deps: { resolve: async () => ['93.184.215.14'] },
      });
      expect(captured.record.state).toBe('FAILED');
      expect(captured.record.reasons[0]?.details?.['error']).toBe('capture/blocked-address');
      const kept = captured.files
        .map(({ path }) => path)
        .filter((path) => /png|mhtml|pdf|text|dom/.test(path));
      expect(kept).toEqual([]);
      return `FAILED, capture/blocked-address; ${site.requests.length - before} request(s) reached the server, no picture, text or DOM of it is kept`;
    },
  );

  hardPage(
    {
      n: 36,
      name: 'pictures, frames, fetches, workers and sockets of a public page',
      expected: 'none reaches a private host; refused ones are listed as blocked',
    },
    async () => {
      const reaching = await capture(`${site.url}/reaching`);
      await capture(`${site.url}/worker`);
      expect(hidden.requests).toEqual([]);
      const blocked = reaching.record.resources
        .filter(({ verdict }) => verdict === 'blocked')
        .map(({ url }) => url);
      expect(blocked).toContain(`${hidden.url}/band/1.png?reach`);
      expect(site.paths()).toContain('/worker.js');
      return `0 requests at the private host, ${blocked.length} listed as blocked`;
    },
  );

  hardPage(
    {
      n: 25,
      name: 'beforeunload, window.open, window.close and a move while it is looked at',
      expected:
        'the capture says which address was photographed; windows closed and named; no dialog holds it up',
    },
    async () => {
      const captured = await capture(`${site.url}/restless`, { options: { extraWaitMs: 1_500 } });
      const { record } = captured;
      expect(record.state).toBe('COMPLETE');
      expect(record.addressAtScreenshot).toBe(`${site.url}/simple?arrived`);
      expect(record.requestedUrl).toBe(`${site.url}/restless`);
      expect(record.redirects.map(({ url }) => url)).toEqual([`${site.url}/restless`]);
      expect(record.notes).toContainEqual({
        code: 'popup-closed',
        details: { url: `${site.url}/popped?restless` },
      });
      expect(site.paths()).toContain('/simple?arrived');
      return 'COMPLETE; photographed /simple?arrived, move recorded as a hop, 1 window closed and named';
    },
  );

  test('windows that a page opens are closed, named and no part of the capture, of which nothing is left running', async () => {
    const captured = await capture(`${site.url}/popup`);
    expect(captured.record.state).toBe('COMPLETE');
    expect(captured.record.notes).toContainEqual({
      code: 'popup-closed',
      details: { url: `${site.url}/popped` },
    });
    const recorded = captured.record.resources.map(({ url }) => new URL(url).pathname);
    expect(recorded.filter((path) => path.startsWith('/popped'))).toEqual([]);
    expect(captured.record.addressAtScreenshot).toBe(`${site.url}/popup`);
    // Nothing of a finished capture is left: no process, no profile.
    expect(processesOf(captured.workDir)).toEqual([]);
    expect(readdirSync(captured.workDir)).toEqual(['data']);
    expect(captured.frames.length).toBeGreaterThan(0);
    expect([...captured.frames[0]!.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  });
});

describe('the end', () => {
  test('cancelled: the error says so, browser and profile are gone', async () => {
    const stop = new AbortController();
    const workDir = await newFolder();
    const captured = capture(`${site.url}/tall/20000`, {
      hooks: {
        signal: stop.signal,
        onStep: (step) => {
          if (step === 'settle') setTimeout(() => stop.abort(), 100);
        },
      },
      workDir,
    });
    expect(await codeOf(captured)).toBe('capture/cancelled');
    expect(processesOf(workDir)).toEqual([]);
    expect(readdirSync(workDir).filter((name) => name.startsWith('profile-'))).toEqual([]);
  });

  test('a renderer that is killed while it is scrolled, twice: its first screen is kept, and nothing is left', async () => {
    const workDir = await newFolder();
    let renderers = 0;
    const killed = await capture(`${site.url}/tall/30000`, {
      workDir,
      hooks: {
        onStep: (step) => {
          if (step === 'settle') renderers += killRenderers(workDir);
        },
      },
    });
    // Where command lines do not name the folder (other systems than Linux) nothing was killed.
    expect(killed.record.state).toBe(renderers > 0 ? 'PARTIAL' : 'COMPLETE');
    expect(codes(killed)[0]).toBe(renderers > 0 ? 'page-crashed' : undefined);
    // Of what arrived the archive is written all the same.
    expect(killed.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['data/viewport.png', 'data/page.wacz']),
    );
    expect(codes(killed)).not.toContain('artefact-unchecked');
    expect(processesOf(killed.workDir)).toEqual([]);
    expect(readdirSync(killed.workDir)).toEqual(['data']);
  });

  test('a renderer that is killed once is asked again, and the page is whole', async () => {
    const workDir = await newFolder();
    let renderers = 0;
    const killed = await capture(`${site.url}/simple`, {
      workDir,
      hooks: {
        onStep: (step) => {
          if (step === 'settle' && renderers === 0) renderers += killRenderers(workDir);
        },
      },
    });
    expect(killed.record.state).toBe('COMPLETE');
    const again = { code: 'tried-again', details: { cause: 'crashed' } };
    if (renderers > 0) expect(killed.record.notes).toContainEqual(again);
    expect(killed.files.map(({ path }) => path)).toEqual([...new Set(killed.files.map(({ path }) => path))]);
  });
});

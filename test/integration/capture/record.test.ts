// The record of every request: bodies against the bytes the server sends, hops, cookies, digests, log and packages as
// independent readers see them.

import { execFileSync, fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WARCParser } from 'warcio';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { count, describeWith } from '../../tools.ts';
import { hardPage } from './hard-page.ts';
import { capture, newFolder, removeFolders, type Captured } from './harness.ts';

const READER = join(import.meta.dirname, '../../readers/warc_wacz.py');

let site: Site;
let other: Site;
beforeAll(async () => {
  other = await startSites({ host: '127.0.0.2' });
  site = await startSites({ links: { other: other.url } });
});
afterAll(async () => {
  await site.close();
  await other.close();
  await removeFolders();
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function startLargeServer(): Promise<{ readonly url: string; close(): void }> {
  const child = fork(join(import.meta.dirname, 'site-child.ts'));
  const url = await new Promise<string>((resolve) => {
    child.once('message', (message) => resolve(message as string));
  });
  return { url, close: () => void child.kill() };
}

async function expectExactBodies(captured: Captured): Promise<void> {
  for (const resource of captured.record.resources) {
    if (resource.verdict !== 'ok' && resource.verdict !== 'http-error') continue;
    const sent = await fetch(resource.url, resource.method === 'POST' ? { method: 'POST' } : {});
    const bytes = new Uint8Array(await sent.arrayBuffer());
    expect([resource.url, resource.bodyBytes, resource.sha256]).toEqual([
      resource.url,
      bytes.length,
      sha256(bytes),
    ]);
  }
}

describe('bodies', () => {
  test('styles, fonts, pictures, scripts, frames: digests of what the server sends', async () => {
    const captured = await capture(`${site.url}/rich`);
    const asked = new Set(site.paths());
    const recorded = captured.record.resources.map(({ url }) => url.slice(site.url.length));
    for (const path of [
      '/rich',
      '/style.css',
      '/font.ttf',
      '/app.js',
      '/data.json',
      '/framed',
      '/band/0.png',
    ]) {
      expect(asked).toContain(path);
      expect(recorded).toContain(path);
    }
    expect(
      captured.record.resources.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'http-error'),
    ).toEqual([]);
    await expectExactBodies(captured);
  });

  test('workers, packed answers', async () => {
    for (const path of ['/worker', '/gzip']) {
      const options = { allowPrivateHosts: ['127.0.0.1', '127.0.0.2'] };
      const captured = await capture(site.url + path, { options });
      expect(captured.record.resources.filter(({ verdict }) => verdict === 'no-body')).toEqual([]);
      await expectExactBodies(captured);
    }
  });

  hardPage(
    {
      n: 21,
      name: 'a body of hundreds of megabytes',
      expected: 'COMPLETE; whole, with its digest; our process grows by less than 100 MB',
    },
    async () => {
      const size = count(20_000_000, 262_144_000);
      // A process of its own serves: what it holds is not ours.
      const server = await startLargeServer();
      try {
        await capture(`${server.url}/simple`);
        const before = process.memoryUsage().rss;
        let peak = before;
        const watch = setInterval(() => {
          peak = Math.max(peak, process.memoryUsage().rss);
        }, 20);
        const captured = await capture(`${server.url}/big-body/${size}`);
        clearInterval(watch);
        const growth = peak - before;
        const big = captured.record.resources.find(({ url }) => url.endsWith(`/bytes/${size}`))!;
        expect([big.bodyBytes, big.verdict, captured.record.state]).toEqual([size, 'ok', 'COMPLETE']);
        const sent = createHash('sha256');
        for await (const chunk of (await fetch(big.url)).body!) sent.update(chunk as Uint8Array);
        expect(big.sha256).toBe(sent.digest('hex'));
        expect(growth).toBeLessThan(100_000_000);
        return `COMPLETE; ${size} bytes, digest as sent; growth ${Math.round(growth / 1e6)} MB`;
      } finally {
        server.close();
      }
    },
    600_000,
  );
});

describe('files of a capture', () => {
  let captured: Captured;
  beforeAll(async () => {
    captured = await capture(`${site.url}/cookies`);
  });

  test('capture.json is canonical and says what the result says', async () => {
    const text = (await captured.read('data/capture.json')).toString();
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(captured.record)));
  });

  test('events.jsonl: each line holds the digest of the one before it', async () => {
    const lines = (await captured.read('data/events.jsonl')).toString().trimEnd().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ format: 'cunan-events/1', seq: 0, prev: '0'.repeat(64) });
    lines.forEach((line, index) => {
      const event = JSON.parse(line) as { seq: number; prev: string };
      expect(canonicalJson(event)).toBe(line);
      expect(event.seq).toBe(index);
      if (index > 0) expect(event.prev).toBe(sha256(Buffer.from(lines[index - 1]!)));
    });
    expect(lines.length).toBeGreaterThan(20);
  });

  hardPage(
    {
      n: 15,
      name: 'session cookies',
      expected: 'values stand in one file alone, which can be withheld; the others refer to it by line',
    },
    async () => {
      const lines = (await captured.read('data/private/headers.jsonl')).toString().trimEnd().split('\n');
      const values = lines.map((line) => JSON.parse(line) as { line: number; name: string; value: string });
      expect(
        values
          .filter(({ name }) => name.toLowerCase() === 'set-cookie')
          .map(({ value }) => value.split(';')[0]),
      ).toEqual(['session=top-secret-1', 'session=top-secret-1', 'other=top-secret-2']);
      expect(values.map(({ line }) => line)).toEqual(values.map((_, index) => index + 1));
      expect(site.requests.some(({ headers }) => headers.cookie?.includes('top-secret-1'))).toBe(true);
      expect(
        values.some(({ name, value }) => name.toLowerCase() === 'cookie' && value.includes('top-secret-2')),
      ).toBe(true);
      for (const file of captured.files) {
        if (file.path === 'data/private/headers.jsonl' || /png|jpg|pdf$/.test(file.path)) continue;
        const text = readFileSync(file.source).toString('latin1');
        expect([file.path, text.includes('top-secret')]).toEqual([file.path, false]);
      }
      return `COMPLETE; ${values.length} values in data/private/headers.jsonl, in no other file`;
    },
  );

  test('every file of the result lies under the work folder, and nothing else is left there', async () => {
    const found = execFileSync('find', [captured.workDir, '-type', 'f']).toString().trim().split('\n').sort();
    expect(found).toEqual(captured.files.map(({ source }) => source).sort());
  });

  test('warcio reads the archive and agrees with its digests', async () => {
    const folder = await newFolder();
    const { default: zip } = await import('node:zlib');
    const warc = extract(await captured.read('data/page.wacz'), 'archive/data.warc.gz');
    writeFileSync(join(folder, 'data.warc'), zip.gunzipSync(warc));
    const urls: string[] = [];
    for await (const record of WARCParser.iterRecords(
      (async function* chunks() {
        yield new Uint8Array(warc);
      })(),
    )) {
      const payload = await record.readFully(true);
      if (record.warcType !== 'response') continue;
      urls.push(record.warcTargetURI ?? '');
      expect(record.warcHeaders.headers.get('WARC-Payload-Digest')).toBe(`sha256:${sha256(payload)}`);
    }
    expect(urls).toContain(`${site.url}/cookies`);
  });
});

const read = (paths: readonly string[], ...more: string[]): readonly Record<string, unknown>[] =>
  spawnSync('python3', [READER, ...more, ...paths], { maxBuffer: 1 << 28 })
    .stdout.toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describeWith(['python3'], 'archives as a reader written from the specifications sees them', () => {
  test('all kinds of pages give a strict WACZ', async () => {
    const paths: string[] = [];
    for (const path of ['/rich', '/cookies', '/cut-image', '/gzip', '/post']) {
      paths.push(join((await capture(site.url + path)).workDir, 'data', 'page.wacz'));
    }
    expect(read(paths).map(({ ok, error }) => [ok, error])).toEqual(paths.map(() => [true, undefined]));
    const [listed] = read([paths[2]!], '--list') as {
      responses: { url: string; truncated: string | null }[];
    }[];
    expect(listed?.responses.find(({ url }) => url.endsWith('/cut.png'))?.truncated).toBe('disconnect');
    const [cookies] = read([paths[1]!], '--list') as { responses: { url: string; fields: string[][] }[] }[];
    const fields = cookies?.responses.find(({ url }) => url.endsWith('/cookies'))?.fields ?? [];
    expect(fields.filter(([name]) => name === 'x-twice').map(([, value]) => value)).toEqual(['one', 'two']);
    expect(fields.filter(([name]) => name === 'set-cookie').map(([, value]) => value)).toEqual([
      'cunan-private:1',
      'cunan-private:2',
      'cunan-private:3',
    ]);
    const [post] = read([paths[4]!], '--list') as { requests: { url: string; body: string }[] }[];
    const body = post?.requests.find(({ url }) => url.endsWith('/posted'))?.body ?? '';
    expect(Buffer.from(body, 'latin1').toString()).toBe('a=1&b=二');
  });

  test('the reader finds one changed byte', async () => {
    const whole = await (await capture(`${site.url}/simple`)).read('data/page.wacz');
    const folder = await newFolder();
    const paths = [0.1, 0.35, 0.6, 0.8].map((part, index) => {
      const bytes = Buffer.from(whole);
      bytes[Math.floor(bytes.length * part)]! ^= 1;
      const path = join(folder, `${index}.wacz`);
      writeFileSync(path, bytes);
      return path;
    });
    expect(read(paths).map(({ ok }) => ok)).toEqual([false, false, false, false]);
  });
});

/** A stored entry of a ZIP, by its local header. */
function extract(zip: Buffer, name: string): Buffer {
  const central = zip.lastIndexOf(Buffer.concat([Buffer.from(name)]));
  const entry = central - 46;
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return zip.subarray(start, start + size);
}

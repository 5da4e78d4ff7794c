// Hard pages that are hard on the wire: codings, header lines, lengths, refusals, charsets. Asserted by the bytes that
// the fixture server sends, by what it was asked for, and by a reader of archives that we did not write the archive with.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { openFileAccess } from '../../../electron/platform/file-access.ts';
import { readArchivedExchange } from '../../../shared/evidence/archived-exchange.ts';
import { CHARSET_TEXT, CODED_PAGE, CODED_STYLE, ODD_HEADERS } from '../../sites/routes/wire.ts';
import { bandColour } from '../../sites/pictures.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { count, describeWith } from '../../tools.ts';
import { readArchive, recordsAt, responseTo } from './archive.ts';
import { hardPage } from './hard-page.ts';
import { capture, codes, pixels, removeFolders, type Captured } from './harness.ts';

let site: Site;
let secure: Site;
beforeAll(async () => {
  secure = await startSites({ tls: true, http2: true });
  site = await startSites({ links: { secure: `${secure.url}/simple` } });
});
afterAll(async () => {
  await site.close();
  await secure.close();
  await removeFolders();
});

/** White space around a value is no part of it. */
const plain = (line: string): string => line.replace(/:\s*/, ': ').trimEnd();
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const resourceOf = (captured: Captured, path: string) =>
  captured.record.resources.find(({ url }) => url.endsWith(path))!;
const notes = (captured: Captured): readonly string[] => captured.record.notes.map(({ code }) => code);

describeWith(['python3'], 'addresses and answers', () => {
  hardPage(
    {
      n: 11,
      name: 'redirects: 301, 307, 302, then from HTTP to HTTPS',
      expected: 'COMPLETE; every hop with its status in record and archive; requested and final address kept',
    },
    async () => {
      const chain = await capture(`${site.url}/redirect/3`);
      expect(chain.record.state).toBe('COMPLETE');
      const archive = readArchive(chain);
      const hops = ['/redirect/3', '/redirect/2', '/redirect/1', '/simple'];
      expect(hops.map((path) => responseTo(archive, site.url + path).status)).toEqual([301, 307, 302, 200]);
      expect(chain.record.redirects.map(({ status }) => status)).toEqual([301, 307, 302]);
      expect(archive.page).toBe(`${site.url}/simple`);
      const crossed = await capture(`${site.url}/redirect-to?link=secure`, {
        browserArgs: [`--ignore-certificate-errors-spki-list=${secure.spki}`],
      });
      expect(crossed.record.state).toBe('COMPLETE');
      expect(crossed.record.requestedUrl).toBe(`${site.url}/redirect-to?link=secure`);
      expect(crossed.record.finalUrl).toBe(`${secure.url}/simple`);
      expect(
        readArchive(crossed)
          .responses.slice(0, 2)
          .map(({ status }) => status),
      ).toEqual([302, 200]);
      return 'COMPLETE; 301, 307, 302, 200 in the archive; http 302 -> https 200, both addresses in the record';
    },
  );

  hardPage(
    {
      n: 12,
      name: 'HTTP 404 and 500',
      expected: 'COMPLETE; status in the record, body and picture kept',
    },
    async () => {
      for (const [path, status] of [
        ['/nowhere', 404],
        ['/500', 500],
      ] as const) {
        const captured = await capture(site.url + path);
        expect([captured.record.state, captured.record.httpStatus]).toEqual(['COMPLETE', status]);
        const sent = Buffer.from(await (await fetch(site.url + path)).arrayBuffer());
        const archived = responseTo(readArchive(captured), site.url + path);
        expect([archived.status, archived.sha256]).toEqual([status, sha256(sent)]);
      }
      return 'COMPLETE twice; statuses 404 and 500; bodies as the server sent them';
    },
  );

  hardPage(
    {
      n: 13,
      name: '401 with Basic authentication',
      expected:
        'FAILED with capture/auth-required; head and body of the answer kept; no name or password sent',
    },
    async () => {
      const captured = await capture(`${site.url}/401`);
      expect(captured.record.state).toBe('FAILED');
      expect(captured.record.reasons[0]?.details).toMatchObject({
        error: 'capture/auth-required',
        cause: 'HTTP 401 Basic realm="fixture"',
      });
      expect(captured.record.httpStatus).toBe(401);
      const archived = responseTo(readArchive(captured), `${site.url}/401`);
      expect(archived.sha256).toBe(sha256('<h1>who are you</h1>'));
      expect(archived.fields).toContainEqual(['www-authenticate', 'Basic realm="fixture"']);
      const asked = site.requests.filter(({ path }) => path === '/401');
      expect(asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
      return 'FAILED, capture/auth-required with the scheme; body and WWW-Authenticate in the archive';
    },
  );

  hardPage(
    {
      n: 22,
      name: 'the address is a file',
      expected: 'COMPLETE; the file kept byte for byte with its digest; no picture made of it',
    },
    async () => {
      for (const path of ['/attachment', '/paper.pdf']) {
        const captured = await capture(site.url + path);
        expect(captured.record.state).toBe('COMPLETE');
        const sent = Buffer.from(await (await fetch(site.url + path)).arrayBuffer());
        const kept = captured.record.artefacts.find(({ kind }) => kind === 'download')!;
        expect((await captured.read(kept.path)).equals(sent)).toBe(true);
        expect(kept.checked).toBe(`sha256 ${sha256(sent)}`);
        expect(responseTo(readArchive(captured), site.url + path).sha256).toBe(sha256(sent));
        expect(notes(captured)).toContain('download-stored');
      }
      return 'COMPLETE; ZIP and PDF byte for byte under data/download and in the archive; not rendered';
    },
  );
});

describeWith(['python3'], 'codings and header lines', () => {
  hardPage(
    {
      n: 29,
      name: 'br, zstd, gzip, deflate, double and wrong Content-Encoding',
      expected:
        'digests are those of the decoded bodies; the coding is declared under X-Archive-Orig-; a wrong one makes the page PARTIAL',
    },
    async () => {
      const good = ['br', 'zstd', 'gzip', 'deflate', 'gzip-br', 'gzip-gzip'];
      const sheets = [...good.map((coding) => `/coded/${coding}/style.css`), '/wrong-coding.css'];
      const query = new URLSearchParams(sheets.map((path) => ['css', path])).toString();
      const captured = await capture(`${site.url}/styled?${query}`);
      const archive = readArchive(captured);
      for (const coding of good) {
        const path = `/coded/${coding}/style.css`;
        const archived = responseTo(archive, site.url + path);
        expect([coding, archived.sha256]).toEqual([coding, sha256(CODED_STYLE)]);
        const named = Object.fromEntries(archived.fields);
        expect(named['x-archive-orig-content-encoding']).toBe(coding.split('-').join(', '));
        expect(named['content-encoding']).toBeUndefined();
        expect(named['content-length']).toBe(String(CODED_STYLE.length));
        expect(resourceOf(captured, path).network?.contentEncoding).toBe(coding.split('-').join(', '));
        expect(resourceOf(captured, path).network?.wireBytes).toBeLessThan(CODED_STYLE.length);
      }
      const asked = site.requests.findLast(({ path }) => path === '/coded/br/style.css');
      expect(asked?.headers['accept-encoding']).toMatch(/br.*zstd/);
      expect(codes(captured)).toEqual(['resource-failed']);
      expect(captured.record.reasons[0]?.details?.['error']).toBe('net::ERR_CONTENT_DECODING_FAILED');
      return 'PARTIAL for the wrong one alone; six codings decoded, digests of the decoded bytes, coding declared; zstd and br were asked for';
    },
  );

  hardPage(
    {
      n: 30,
      name: 'header lines: repeated, LF-only, bytes beyond ASCII',
      expected: 'each line apart, in the server’s order, byte for byte',
    },
    async () => {
      const captured = await capture(`${site.url}/odd-headers`);
      readArchive(captured);
      const { response } = await recordsAt(captured, resourceOf(captured, '/odd-headers'));
      const block = response.subarray(response.indexOf('\r\n\r\n') + 4);
      const lines = block.subarray(0, block.indexOf('\r\n\r\n')).toString('latin1').split('\r\n');
      const sent = ODD_HEADERS.toString('latin1')
        .split(/\r?\n/)
        .filter((line) => line !== '');
      expect(lines.map(plain).slice(0, sent.length)).toEqual(sent.map(plain));
      expect(lines).toContain('X-Latin: caf\xe9');
      // What the app shows of it.
      const file = await openFileAccess(join(captured.workDir, 'data', 'page.wacz'));
      const place = resourceOf(captured, '/odd-headers').network!.archive!;
      const heads = await readArchivedExchange(file, place);
      await file.close();
      expect(heads?.response.first).toBe('HTTP/1.1 200 Fine Enough');
      expect(heads?.response.fields).toContainEqual(['X-Latin', 'café']);
      expect(heads?.response.fields).toContainEqual(['X-Utf8', '证据']);
      expect(heads?.request.first).toBe('GET /odd-headers HTTP/1.1');
      return 'status line and nine fields as sent: x-twice twice, LF-only line, ISO 8859-1 and UTF-8 bytes unchanged';
    },
  );

  hardPage(
    {
      n: 23,
      name: 'GBK, GB18030, Big5, Shift-JIS: in the header, in the markup alone, contradicting each other',
      expected: 'bytes untouched; title and text right; a contradiction is noted',
    },
    async () => {
      const all = Object.keys(CHARSET_TEXT).flatMap((name) =>
        ['header', 'meta', 'wrong'].map((where) => [name, where] as const),
      );
      const some = [
        ['gb18030', 'header'],
        ['big5', 'meta'],
        ['shift_jis', 'meta'],
        ['gbk', 'wrong'],
      ] as const;
      const cases = count(0, 1) === 1 ? all : some;
      for (const [name, where] of cases) {
        const path = `/charset/${name}/${where}`;
        const captured = await capture(site.url + path);
        const { text, bytes } = CHARSET_TEXT[name]!;
        const sent = Buffer.from(await (await fetch(site.url + path)).arrayBuffer());
        expect(sent.includes(bytes)).toBe(true);
        expect(responseTo(readArchive(captured), site.url + path).sha256).toBe(sha256(sent));
        // Where the server names a wrong encoding the browser shows what anybody would have seen.
        const shown = where === 'wrong' ? new TextDecoder('windows-1252').decode(bytes) : text;
        expect([path, captured.record.title]).toEqual([path, shown]);
        const json = (await captured.read('data/capture.json')).toString('utf8');
        expect(json).toContain(JSON.stringify(shown));
        expect((await captured.read('data/text.txt')).toString('utf8')).toContain(shown);
        expect(notes(captured).includes('charset-differs')).toBe(where === 'wrong');
      }
      return `${cases.length} pages: bodies byte for byte, titles and text right; the wrong header is noted and shown as the browser shows it`;
    },
  );
});

describeWith(['python3'], 'cases of our own', () => {
  hardPage(
    {
      n: 'A1',
      name: 'a gzip stream that was cut, with a Content-Length that agrees (the browser takes it for whole)',
      expected: 'PARTIAL: document and style sheet end in the middle of something',
    },
    async () => {
      const page = await capture(`${site.url}/cut-gzip.html`);
      expect(codes(page)).toEqual(['document-truncated']);
      expect(responseTo(readArchive(page), `${site.url}/cut-gzip.html`).truncated).toBe('unspecified');
      const styled = await capture(`${site.url}/styled?css=/cut-gzip.css`);
      expect(codes(styled)).toEqual(['resource-truncated']);
      return 'PARTIAL twice; marked WARC-Truncated: unspecified';
    },
  );

  hardPage(
    {
      n: 'A2',
      name: 'a document whose coding cannot be undone',
      expected: 'FAILED with the browser’s error; the answer’s head kept',
    },
    async () => {
      const captured = await capture(`${site.url}/wrong-coding.html`);
      expect(captured.record.state).toBe('FAILED');
      expect(captured.record.reasons[0]?.details?.['cause']).toBe('net::ERR_CONTENT_DECODING_FAILED');
      const archived = responseTo(readArchive(captured), `${site.url}/wrong-coding.html`);
      expect(archived.fields).toContainEqual(['x-archive-orig-content-encoding', 'gzip']);
      return 'FAILED, net::ERR_CONTENT_DECODING_FAILED; head in the archive';
    },
  );

  hardPage(
    {
      n: 'A3',
      name: 'HEAD, form, bytes and 300 kB posted, a picture by blob: and one by data:',
      expected: 'COMPLETE; what was posted stands whole in the archive; HEAD without a body is no defect',
    },
    async () => {
      const captured = await capture(`${site.url}/asking`);
      expect(captured.record.state).toBe('COMPLETE');
      const { requests } = readArchive(captured);
      const posted = (path: string): Buffer =>
        Buffer.from(requests.find(({ url }) => url === site.url + path)!.body, 'latin1');
      expect(posted('/posted?form').toString()).toBe('q=%E8%AF%81%E6%8D%AE&r=1');
      expect([...posted('/posted?bytes')]).toEqual([0, 255, 128, 10]);
      expect(posted('/posted?big').toString()).toBe('x'.repeat(300_000));
      const head = resourceOf(captured, '/data.json?head');
      expect([head.method, head.status, head.verdict]).toEqual(['HEAD', 200, 'no-body']);
      expect(site.requests.some(({ method, path }) => method === 'HEAD' && path === '/data.json?head')).toBe(
        true,
      );
      // A known limit: the browser does not hand over what a script reads as a blob.
      expect(notes(captured)).toContain('body-not-handed-over');
      return 'COMPLETE; 3 posted bodies byte for byte; HEAD listed as without body; the body read as a blob is not handed over by the browser and listed so';
    },
  );

  hardPage(
    {
      n: 'A4',
      name: '103 Early Hints; 205; chunks without an end; a body longer than its Content-Length',
      expected: 'COMPLETE; FAILED (no content); PARTIAL; COMPLETE with the declared bytes alone',
    },
    async () => {
      const hints = await capture(`${site.url}/early-hints`);
      expect([hints.record.state, hints.record.httpStatus]).toEqual(['COMPLETE', 200]);
      expect(site.paths()).toContain('/style.css');
      expect(readArchive(hints).responses.map(({ status }) => status)).not.toContain(103);
      const nothing = await capture(`${site.url}/205`);
      expect(nothing.record.reasons[0]?.details?.['error']).toBe('capture/no-content');
      const chunks = await capture(`${site.url}/cut-chunks.html`);
      expect(codes(chunks)).toEqual(['document-truncated']);
      const cut = responseTo(readArchive(chunks), `${site.url}/cut-chunks.html`);
      expect([cut.truncated, cut.sha256]).toEqual(['disconnect', sha256(CODED_PAGE)]);
      const longer = await capture(`${site.url}/picture?src=/short-length.png`);
      expect(longer.record.state).toBe('COMPLETE');
      const picture = await pixels(await longer.read('data/screenshot.png'));
      const found = Array.from({ length: 200 }, (_, y) => picture.at(20, y));
      expect(found).toContainEqual(bandColour(8));
      return 'COMPLETE with style.css asked for; FAILED capture/no-content; PARTIAL, WARC-Truncated: disconnect; COMPLETE, picture painted';
    },
  );
});

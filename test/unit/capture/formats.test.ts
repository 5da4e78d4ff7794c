// Names of kept files, heads and index lines of archives, tile plans, error codes, discovery: the parts that are pure.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discoverBrowser } from '../../../electron/capture/browser/discover.ts';
import { installedBrowserPaths } from '../../../electron/platform/installed-browsers.ts';
import { downloadName, isDownload, safeName } from '../../../electron/capture/network/download.ts';
import { createPrivateHeaders } from '../../../electron/capture/network/private-headers.ts';
import { planTiles } from '../../../electron/capture/picture/tiles.ts';
import { errorCodeOf } from '../../../electron/capture/steps/navigate.ts';
import { cdxjText, surt, timestamp17 } from '../../../electron/capture/wacz/cdxj.ts';
import { requestHead, responseHead } from '../../../electron/capture/wacz/http-head.ts';

const header = (name: string, value: string): { name: string; value: string } => ({ name, value });

const disposition = (value: string): string =>
  downloadName('https://a.test/x/y.bin?z', [header('content-disposition', value)]);

const lines = (head: Buffer): readonly string[] => head.toString().split('\r\n');

describe('files instead of pages', () => {
  test('attachments and types that browsers do not show', () => {
    expect(isDownload(200, [header('Content-Type', 'application/zip')])).toBe(true);
    expect(isDownload(200, [header('content-type', 'application/pdf')])).toBe(true);
    expect(
      isDownload(200, [header('content-type', 'text/html'), header('content-disposition', 'attachment')]),
    ).toBe(true);
    expect(isDownload(200, [header('content-type', 'text/html; charset=gbk')])).toBe(false);
    expect(isDownload(200, [header('content-type', 'application/xhtml+xml')])).toBe(false);
    expect(isDownload(200, [])).toBe(false);
    expect(isDownload(404, [header('content-type', 'application/zip')])).toBe(false);
  });

  test('names: the extended form first, without folders', () => {
    expect(disposition(`attachment; filename="a.zip"; filename*=UTF-8''%E8%AF%81.zip`)).toBe('证.zip');
    expect(disposition('attachment; filename="../../etc/passwd"')).toBe('passwd');
    expect(disposition('attachment')).toBe('y.bin');
    expect(safeName('CON.txt')).toBe('_CON.txt');
    expect(['.', '..', '']).not.toContain(safeName('..'));
  });

  test('whatever a server says, the name is one plain name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = safeName(text);
        expect(name.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(130);
        expect(name).not.toMatch(/[\p{Cc}/\\:*?"<>|]/u);
        expect(name.startsWith('.')).toBe(false);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('HTTP heads in archives', () => {
  test('codings are renamed, repeated fields stay apart, the length is that of the recorded body', () => {
    const head = responseHead(
      '1.1',
      200,
      'OK',
      [
        ['Content-Encoding', 'br'],
        ['Content-Length', '10'],
        ['X-Two', 'a'],
        ['X-Two', 'b'],
      ],
      25,
    );
    expect(lines(head)).toEqual([
      'HTTP/1.1 200 OK',
      'X-Archive-Orig-Content-Encoding: br',
      'X-Archive-Orig-Content-Length: 10',
      'X-Two: a',
      'X-Two: b',
      'Content-Length: 25',
      '',
      '',
    ]);
    expect(lines(responseHead('1.1', 200, '', [['Content-Length', '25']], 25))).toEqual([
      'HTTP/1.1 200',
      'Content-Length: 25',
      '',
      '',
    ]);
  });

  test('no field can end the head or start another', () => {
    const head = responseHead(
      '1.1',
      200,
      'OK\r\nX: y',
      [
        ['A', 'b\r\n\r\n<html>'],
        ['C\r\nD', 'e'],
      ],
      null,
    );
    expect(head.toString().indexOf('\r\n\r\n')).toBe(head.length - 4);
    expect(lines(head)).toHaveLength(5);
  });

  test('pseudo-fields of HTTP/2 become the request line', () => {
    const head = requestHead('GET', 'https://a.test/p?q=1', [
      [':method', 'GET'],
      [':authority', 'a.test'],
      ['accept', '*/*'],
    ]);
    expect(lines(head).slice(0, 3)).toEqual(['GET /p?q=1 HTTP/1.1', 'Host: a.test', 'accept: */*']);
  });

  test('private values are replaced by their line', () => {
    const kept = createPrivateHeaders();
    const shown = kept.withhold('https://a.test/', 'response', [
      ['Set-Cookie', 'a=1'],
      ['X', 'y'],
      ['set-cookie', 'b=2'],
    ]);
    expect(shown).toEqual([
      ['Set-Cookie', 'cunan-private:1'],
      ['X', 'y'],
      ['set-cookie', 'cunan-private:2'],
    ]);
    expect(
      kept
        .text()
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { value: string }).value),
    ).toEqual(['a=1', 'b=2']);
  });
});

describe('index', () => {
  test('keys are reversed, sorted by bytes, times have milliseconds', () => {
    expect(surt('https://www.Example.com:8443/A?b=2&a=1')).toBe('com,example:8443)/a?a=1&b=2');
    expect(timestamp17(new Date('2026-01-02T03:04:05.006Z'))).toBe('20260102030405006');
    const entry = {
      at: new Date(0),
      digest: 'sha256:x',
      mime: 'text/html',
      filename: 'f',
      offset: 1,
      length: 2,
      status: 200,
    };
    const text = cdxjText([
      { ...entry, url: 'https://b.test/' },
      { ...entry, url: 'https://a.test/' },
    ]);
    expect(text.split('\n').map((line) => line.split(' ')[0])).toEqual(['test,a)/', 'test,b)/', '']);
  });
});

describe('tiles', () => {
  test('one picture up to 16,000 device pixels, else strips that cover the page exactly', () => {
    expect(planTiles(16_000, 1)).toHaveLength(1);
    expect(planTiles(16_001, 1)).toHaveLength(3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 1, max: 3 }), (height, scale) => {
        let next = 0;
        for (const tile of planTiles(height, scale)) {
          expect(tile.top).toBe(next);
          expect(tile.height * scale).toBeLessThanOrEqual(16_000);
          next += tile.height;
        }
        expect(next).toBe(height);
      }),
    );
  });
});

describe('network errors', () => {
  test.each([
    ['net::ERR_NAME_NOT_RESOLVED', 'capture/name-not-resolved'],
    ['net::ERR_CONNECTION_REFUSED', 'capture/connection-refused'],
    ['net::ERR_CONNECTION_RESET', 'capture/connection-failed'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'capture/timeout'],
    ['net::ERR_INTERNET_DISCONNECTED', 'capture/offline'],
    ['net::ERR_CERT_DATE_INVALID', 'capture/tls-error'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'capture/tls-error'],
    ['net::ERR_TOO_MANY_REDIRECTS', 'capture/navigation-failed'],
  ])('%s: %s', (error, code) => {
    expect(errorCodeOf(error)).toBe(code);
  });
});

describe('discovery', () => {
  test('looks where installers put browsers', () => {
    const windows = installedBrowserPaths({
      platform: 'win32',
      env: { PROGRAMFILES: 'C:\\P', LOCALAPPDATA: 'C:\\L' },
    });
    expect(windows[0]).toBe('C:\\P\\Google\\Chrome\\Application\\chrome.exe');
    expect(windows).toContain('C:\\P\\Microsoft\\Edge\\Application\\msedge.exe');
    const mac = installedBrowserPaths({ platform: 'darwin', env: { HOME: '/Users/a' } });
    expect(mac).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  });

  test('a configured path that is wrong is an error, not a reason to take another', async () => {
    await expect(discoverBrowser('/nowhere/chrome')).rejects.toMatchObject({ code: 'browser/not-found' });
    const nothing = { platform: 'win32', arch: 'x64', env: {} } as const;
    await expect(discoverBrowser(null, null, nothing)).rejects.toMatchObject({ code: 'browser/not-found' });
  });
});

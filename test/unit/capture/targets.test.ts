// Which addresses a capture may be pointed at, and which it may reach on the way.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertCapturableUrl } from '../../../electron/capture/target/capturable-url.ts';
import { createGuard } from '../../../electron/capture/target/guard.ts';
import { isPrivateAddress } from '../../../electron/capture/target/private-address.ts';
import { assertPublicTarget } from '../../../electron/capture/target/public-target.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'ok';
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

describe('assertCapturableUrl', () => {
  test.each([
    ['https://example.com/a?b#c', 'ok'],
    ['  http://例子.中国/路径  ', 'ok'],
    ['file:///etc/passwd', 'input/unsupported-scheme'],
    ['ftp://example.com/', 'input/unsupported-scheme'],
    ['javascript:alert(1)', 'input/unsupported-scheme'],
    ['data:text/html,hi', 'input/unsupported-scheme'],
    ['chrome://version', 'input/unsupported-scheme'],
    ['example.com', 'input/not-a-url'],
    ['example.com:8080/x', 'input/not-a-url'],
    ['http:example.com', 'input/not-a-url'],
    ['http:///example.com', 'input/not-a-url'],
    ['http://', 'input/not-a-url'],
    ['', 'input/not-a-url'],
    ['http://user:secret@example.com/', 'input/invalid'],
    [`https://example.com/${'a'.repeat(9_000)}`, 'input/not-a-url'],
  ])('%s: %s', (text, code) => {
    expect(codeOf(() => assertCapturableUrl(text))).toBe(code);
  });
});

describe('isPrivateAddress', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '[::1]',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    'ff02::1',
    '2001:db8::1',
    'not an address',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each([
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '1.1.1.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '2400:3200::1',
  ])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test('an IPv4 address and its IPv6 forms are judged alike', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPrivateAddress(`::ffff:${address}`)).toBe(isPrivateAddress(address));
        expect(isPrivateAddress(`64:ff9b::${address}`)).toBe(isPrivateAddress(address));
      }),
    );
  });
});

const answering =
  (...addresses: readonly string[]) =>
  async (): Promise<readonly string[]> =>
    addresses;

const failing = async (): Promise<readonly string[]> => {
  throw new Error('ENOTFOUND');
};

const fakeDns = async (): Promise<readonly string[]> => ['198.18.3.4'];
const mixed = async (): Promise<readonly string[]> => ['198.18.3.4', '10.0.0.1'];
const honest = async (host: string): Promise<readonly string[]> => {
  if (host.endsWith('.example')) throw new Error('ENOTFOUND');
  return ['198.18.3.4'];
};

describe('assertPublicTarget', () => {
  const rule = { allowPrivateHosts: ['inside.test', '[::1]'], ownPorts: [4_321] };
  const check = async (url: string, ...addresses: readonly string[]): Promise<string> => {
    try {
      await assertPublicTarget(new URL(url), rule, answering(...addresses));
      return 'ok';
    } catch (error) {
      return isAppError(error) ? error.code : String(error);
    }
  };

  test('one private answer among public ones is enough to refuse', async () => {
    expect(await check('http://outside.test/', '8.8.8.8')).toBe('ok');
    expect(await check('http://outside.test/', '8.8.8.8', '10.0.0.1')).toBe('input/private-address');
  });

  test('hosts that the user named may be private; names that end like them may not', async () => {
    expect(await check('http://inside.test/', '10.0.0.1')).toBe('ok');
    expect(await check('http://INSIDE.test./', '10.0.0.1')).toBe('ok');
    expect(await check('http://not.inside.test/', '10.0.0.1')).toBe('input/private-address');
    expect(await check('http://[::1]/')).toBe('ok');
    expect(await check('http://[::2]/')).toBe('input/private-address');
  });

  test('our own ports are refused, whatever is named', async () => {
    expect(await check('http://inside.test:4321/', '127.0.0.1')).toBe('input/private-address');
    expect(await check('http://outside.test:4321/', '8.8.8.8')).toBe('ok');
  });

  test('198.18.0.0/15 is open where the resolver makes addresses up, and to names alone', async () => {
    const url = new URL('http://shop.test/');
    expect(await assertPublicTarget(url, rule, fakeDns)).toMatchObject({ isFake: true, isPrivate: false });
    const guard = createGuard(rule, fakeDns);
    expect(await guard.refuseRequest('http://shop.test/')).toBeNull();
    expect(guard.refuseAddress('http://shop.test/', '198.18.3.4')).toBeNull();
    expect(guard.refuseAddress('http://shop.test/', '192.168.1.1')).toBe('192.168.1.1');
    expect(await guard.refuseRequest('http://198.18.3.4/')).toBe('198.18.3.4');
    expect(guard.refuseAddress('http://unasked.test/', '198.18.3.4')).toBe('198.18.3.4');
    await expect(assertPublicTarget(new URL('http://198.18.3.4/'), rule, fakeDns)).rejects.toThrow(AppError);
  });

  test('a foreign name server opens nothing: an honest resolver knows no impossible name', async () => {
    await expect(assertPublicTarget(new URL('http://evil.test/'), rule, honest)).rejects.toThrow(AppError);
    expect(await createGuard(rule, honest).refuseRequest('http://evil.test/')).toBe('198.18.3.4');
  });

  test('made-up and real private answers together stay closed', async () => {
    await expect(assertPublicTarget(new URL('http://shop.test/'), rule, mixed)).rejects.toThrow(AppError);
  });

  test('a name that does not resolve is the network’s answer, not ours', async () => {
    expect(await assertPublicTarget(new URL('http://nowhere.test/'), rule, failing)).toMatchObject({
      addresses: [],
      isFake: false,
      isPrivate: false,
    });
  });
});

describe('guard', () => {
  test('asks once per host, and judges the address of the connection too', async () => {
    let asked = 0;
    const guard = createGuard({ allowPrivateHosts: [], ownPorts: [] }, async () => {
      asked += 1;
      return ['8.8.8.8'];
    });
    expect(await guard.refuseRequest('https://a.test/1')).toBeNull();
    expect(await guard.refuseRequest('https://a.test/2')).toBeNull();
    expect(asked).toBe(1);
    expect(await guard.refuseRequest('http://127.0.0.1/')).toBe('127.0.0.1');
    expect(await guard.refuseRequest('file:///etc/passwd')).toBe('local file');
    expect(await guard.refuseRequest('data:text/plain,x')).toBeNull();
    expect(guard.refuseAddress('https://a.test/1', '10.0.0.1')).toBe('10.0.0.1');
    expect(guard.refuseAddress('https://a.test/1', '8.8.8.8')).toBeNull();
  });
});

// Parsers on what Linux printed, and on outputs of Windows and macOS written after their documentation: tried on nothing else.

import { expect, it } from 'vitest';
import { entriesFor, parseHosts, unusualEntries } from '../../../electron/environment/parse/hosts.ts';
import {
  parseGsettings,
  parseKioslaverc,
  parseOsRelease,
  parseProcIpv6Route,
  parseProcRoute,
} from '../../../electron/environment/parse/linux.ts';
import {
  parseRouteGet,
  parseScutilProxy,
  parseSwVers,
  parseSysctl,
} from '../../../electron/environment/parse/macos.ts';
import {
  parseInternetSettings,
  parseTasklist,
  parseWindowsFacts,
  parseWinHttpProxy,
} from '../../../electron/environment/parse/windows.ts';
import { masked } from '../../../electron/environment/masks.ts';
import { decode } from '../../../electron/environment/probe.ts';
import { fixture } from './ports.ts';

const text = (name: string): string => decode(fixture(name));

it('hosts: names are compared as names, comments are none, usual entries are told from a person’s', () => {
  const entries = parseHosts(text('hosts.txt'));
  expect(entriesFor(entries, 'shop.example')).toEqual([{ address: '203.0.113.9', name: 'shop.example' }]);
  expect(entriesFor(entries, 'WWW.SHOP.EXAMPLE.')).toHaveLength(1);
  expect(entriesFor(entries, 'example')).toEqual([]);
  expect(unusualEntries(entries, 'LIN-PC').map(({ name }) => name)).toEqual([
    'nas.home',
    'nas',
    'shop.example',
    'www.shop.example',
  ]);
  expect(parseHosts('\ufeff1.2.3.4\tA.example\r10.0.0.1 b.example #c')).toHaveLength(2);
});

it('Linux', () => {
  expect(parseProcRoute(text('linux/route.txt'))).toEqual([{ interface: 'wlp2s0', gateway: '192.168.1.1' }]);
  expect(parseProcIpv6Route(text('linux/ipv6-route.txt'))).toEqual([
    { interface: 'wlp2s0', gateway: 'fe80:0000:0000:0000:0000:0000:0000:0001' },
  ]);
  expect(parseProcRoute('')).toEqual([]);
  expect(parseOsRelease(text('linux/os-release.txt'))).toMatchObject({
    PRETTY_NAME: 'Kylin V10 SP1',
    ID: 'kylin',
  });
  expect(parseGsettings("'manual'\n")).toBe('manual');
  expect(parseKioslaverc(text('linux/kioslaverc.txt'))).toEqual({ type: 1, value: 'http://10.1.0.8 3128' });
  expect(parseKioslaverc('[Other]\nProxyType=1\n')).toBeNull();
});

it('Windows, in Chinese and its own code page', () => {
  expect(parseWindowsFacts(text('windows/facts.txt'))).toEqual({
    caption: 'Microsoft Windows 11 专业版',
    build: '10.0.26200.1742',
    manufacturer: 'LENOVO',
    model: '20XW004LCD',
    routes: [{ interface: '以太网', gateway: '192.168.1.1' }],
    adapters: [
      { name: '以太网', description: 'Intel(R) Ethernet Connection (17) I219-V' },
      { name: 'Meta', description: 'Meta Tunnel' },
    ],
    antivirus: [
      { name: 'Windows Defender', on: false, current: true },
      { name: '火绒安全软件', on: true, current: true },
    ],
  });
  for (const bad of ['', '{}', '[]', 'null', '{"os":{}}']) expect(() => parseWindowsFacts(bad)).toThrow();
  expect(parseInternetSettings(text('windows/internet-settings.txt'))).toEqual({
    enabled: true,
    server: '127.0.0.1:7890',
    script: 'http://pac.corp.example/proxy.pac',
  });
  expect(parseInternetSettings('')).toEqual({ enabled: false, server: '', script: '' });
  expect(text('windows/winhttp-proxy.gbk.txt')).toContain('代理服务器');
  expect(parseWinHttpProxy(text('windows/winhttp-proxy.gbk.txt'))).toBe('proxy.corp.example:8080');
  expect(parseWinHttpProxy(text('windows/winhttp-direct.gbk.txt'))).toBeNull();
  expect(parseWinHttpProxy('    Direct access (no proxy server).')).toBeNull();
  expect(parseTasklist(text('windows/tasklist.txt'))).toContain('todesk.exe');
});

it('macOS', () => {
  expect(parseScutilProxy(text('macos/scutil-proxy.txt'))).toMatchObject({
    HTTPSEnable: '1',
    HTTPSProxy: '127.0.0.1',
    ProxyAutoDiscoveryEnable: '1',
    SOCKSEnable: '0',
  });
  expect(parseSwVers(text('macos/sw-vers.txt'))).toEqual({
    ProductName: 'macOS',
    ProductVersion: '26.1',
    BuildVersion: '25B78',
  });
  expect(parseRouteGet(text('macos/route.txt'))).toEqual({ interface: 'utun4', gateway: '10.8.0.1' });
  expect(parseRouteGet('route: writing to routing socket: not in table\n')).toBeNull();
  expect(parseSysctl(text('macos/sysctl.txt'))).toEqual({
    'kern.hv_vmm_present': '0',
    'hw.model': 'Mac15,3',
  });
});

it('what could harm a person is masked before it is kept', () => {
  expect(masked('ether 3c:7c:3f:12:34:56 and 3C-7C-3F-12-34-56', '')).toBe(
    'ether 3c:7c:3f:**:**:** and 3C-7C-3F-**-**-**',
  );
  expect(masked('http_proxy=http://lin:secret@10.0.0.8:3128/', '')).toBe(
    'http_proxy=http://***@10.0.0.8:3128/',
  );
  expect(masked('/home/lin/.config/kioslaverc', '/home/lin')).toBe('~/.config/kioslaverc');
});

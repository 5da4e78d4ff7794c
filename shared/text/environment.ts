// The cleanliness check (清洁性检查) in words: items, results, outcomes, and a sentence for every finding.

import type { Language } from '../api/views.ts';
import type {
  EnvironmentFinding,
  EnvironmentFindingCode,
  EnvironmentItemCode,
  EnvironmentOutcome,
  EnvironmentResult,
} from '../evidence/environment.ts';
import { pick, say, type Bilingual } from './fill.ts';

export const ENVIRONMENT_ITEM: Record<EnvironmentItemCode, Bilingual> = {
  clock: { zh: '系统时间', en: 'Clock' },
  os: { zh: '操作系统', en: 'Operating system' },
  device: { zh: '设备标识', en: 'Device' },
  virtual: { zh: '虚拟机与远程桌面', en: 'Virtual machine, remote session' },
  hosts: { zh: 'hosts 文件', en: 'Hosts file' },
  dns: { zh: 'DNS 解析', en: 'DNS' },
  proxy: { zh: '代理与 VPN', en: 'Proxy and VPN' },
  network: { zh: '网络连接', en: 'Network' },
  server: { zh: '目标服务器', en: 'Target server' },
  tls: { zh: 'TLS 证书链', en: 'TLS chain' },
  browser: { zh: '浏览器程序', en: 'Browser program' },
  profile: { zh: '独立配置目录', en: 'Fresh profile' },
  extensions: { zh: '扩展程序', en: 'Extensions' },
  cache: { zh: '缓存', en: 'Cache' },
  protection: { zh: '恶意软件防护', en: 'Malware protection' },
  processes: { zh: '进程', en: 'Processes' },
  self: { zh: '取证软件自检', en: 'Own files' },
  recorder: { zh: '录屏', en: 'Screen recorder' },
  disk: { zh: '磁盘空间', en: 'Disk space' },
  comparison: { zh: '前后对比', en: 'Before and after' },
};

export const ENVIRONMENT_RESULT: Record<EnvironmentResult, Bilingual> = {
  pass: { zh: '通过', en: 'Passed' },
  warn: { zh: '提示', en: 'Note' },
  fail: { zh: '不通过', en: 'Failed' },
  unchecked: { zh: '无法检查', en: 'Could not check' },
  'not-applicable': { zh: '不适用', en: 'Not applicable' },
};

export const ENVIRONMENT_OUTCOME: Record<EnvironmentOutcome, Bilingual> = {
  pass: { zh: '通过', en: 'Passed' },
  warn: { zh: '有提示或无法检查的项', en: 'With notes or unchecked items' },
  fail: { zh: '不通过', en: 'Failed' },
};

const FINDING: Record<EnvironmentFindingCode, Bilingual> = {
  'clock-agrees': {
    zh: '本机时钟与 {sources} 相差 {offsetMs} 毫秒',
    en: 'The clock differs from {sources} by {offsetMs} ms',
  },
  'clock-off': {
    zh: '本机时钟与 {sources} 相差 {offsetMs} 毫秒，超过 2 秒',
    en: 'The clock differs from {sources} by {offsetMs} ms, more than 2 s',
  },
  'clock-wrong': {
    zh: '本机时钟与 {sources} 相差 {offsetMs} 毫秒，超过 60 秒',
    en: 'The clock differs from {sources} by {offsetMs} ms, more than 60 s',
  },
  'clock-one-source': {
    zh: '只有一个时间源应答（{source}，相差 {offsetMs} 毫秒），不足两个',
    en: 'Only one time source answered ({source}, {offsetMs} ms apart); two are needed',
  },
  'clock-sources-differ': {
    zh: '时间源互不一致，最多相差 {differenceMs} 毫秒：{sources}',
    en: 'The time sources differ from one another by up to {differenceMs} ms: {sources}',
  },
  'clock-stepped': {
    zh: '比对之后本机时钟被调整了 {stepMs} 毫秒',
    en: 'The clock was moved by {stepMs} ms since it was compared',
  },
  'clock-no-source': { zh: '没有时间源应答', en: 'No time source answered' },
  'os-recorded': { zh: '{name}，版本 {build}', en: '{name}, build {build}' },
  'device-recorded': { zh: '{host}', en: '{host}' },
  'virtual-no-sign': {
    zh: '没有发现虚拟机或远程桌面的迹象',
    en: 'No sign of a virtual machine or a remote session',
  },
  'virtual-machine': { zh: '运行在虚拟机或容器中：{kind}', en: 'A virtual machine or container: {kind}' },
  'virtual-remote': { zh: '正在远程会话中：{kind}', en: 'A remote session: {kind}' },
  'hosts-plain': {
    zh: '没有涉及目标网站的条目，也没有其他自设条目',
    en: 'No entry for the target, and none of its own making',
  },
  'hosts-other': {
    zh: '没有涉及目标网站的条目；另有 {count} 条自设条目',
    en: 'No entry for the target; {count} entries for other names',
  },
  'hosts-target': {
    zh: 'hosts 文件把“{host}”指向 {address}',
    en: 'The hosts file maps “{host}” to {address}',
  },
  'dns-agrees': { zh: '系统解析与 {resolvers} 一致', en: 'The system’s answer agrees with {resolvers}' },
  'dns-differs': {
    zh: '系统解析为 {system}，公共解析为 {resolvers}；大型网站常见',
    en: 'The system says {system}, public resolvers {resolvers}; usual with large sites',
  },
  'dns-one-resolver': {
    zh: '只有一个公共解析服务应答：{resolver}',
    en: 'Only one public resolver answered: {resolver}',
  },
  'dns-no-system': { zh: '系统解析失败：{error}', en: 'The system could not resolve the name: {error}' },
  'dns-not-asked': {
    zh: '没有询问公共解析服务：设置中已关闭',
    en: 'No public resolver was asked: switched off in the settings',
  },
  'dns-no-resolver': { zh: '公共解析服务没有应答', en: 'No public resolver answered' },
  'dns-address': { zh: '网址直接使用 IP 地址', en: 'The address is an IP address' },
  'proxy-none': {
    zh: '没有代理、自动代理脚本或承载流量的 VPN',
    en: 'No proxy, no proxy script, no VPN carrying traffic',
  },
  'proxy-used': { zh: '取证经由代理 {value}', en: 'The capture goes through the proxy {value}' },
  'proxy-active': {
    zh: '本机设置了代理 {value}（{where}），取证浏览器没有使用',
    en: 'This computer is set to a proxy, {value} ({where}); the capturing browser does not use it',
  },
  'proxy-script': {
    zh: '本机设置了自动代理脚本 {value}（{where}），取证浏览器没有使用',
    en: 'This computer is set to a proxy script, {value} ({where}); the capturing browser does not use it',
  },
  'proxy-detect': {
    zh: '开启了自动检测代理（{where}）',
    en: 'Proxies are looked for automatically ({where})',
  },
  'tunnel-route': {
    zh: '默认路由经过 VPN 或隧道 {name}',
    en: 'The default route goes through the tunnel {name}',
  },
  'tunnel-present': {
    zh: '有 VPN 或隧道接口 {name}，默认路由不经过它',
    en: 'There is a tunnel {name}; the default route does not use it',
  },
  'network-up': { zh: '经 {name} 联网，地址 {address}', en: 'Connected through {name}, address {address}' },
  'network-offline': { zh: '没有联网：没有默认路由', en: 'Offline: there is no default route' },
  'network-address-unknown': {
    zh: '公网地址查询服务没有应答',
    en: 'The service for the public address did not answer',
  },
  'server-in-dns': {
    zh: '服务器 {address} 在解析结果之中',
    en: 'The server {address} is among the DNS answers',
  },
  'server-not-in-dns': {
    zh: '服务器 {address} 不在解析结果之中',
    en: 'The server {address} is not among the DNS answers',
  },
  'tls-public-root': { zh: '证书链通向公共根证书：{root}', en: 'The chain leads to a public root: {root}' },
  'tls-local-root': {
    zh: '证书链不通向公共根证书，而由本机另行信任的机构签发：{issuer}',
    en: 'The chain leads to no public root but to an authority that this computer was told to trust: {issuer}',
  },
  'tls-interception': {
    zh: '连接被中途解密，证书由 {issuer} 签发',
    en: 'The connection is read on the way; its certificate is by {issuer}',
  },
  'tls-refused': { zh: '浏览器不接受证书：{error}', en: 'The browser refused the certificate: {error}' },
  'tls-plain': { zh: '网页没有使用 TLS', en: 'The page does not use TLS' },
  'tls-no-chain': { zh: '浏览器没有给出证书链', en: 'The browser gave no chain' },
  'browser-known': {
    zh: '{name} {version}，与本版随附的程序一致',
    en: '{name} {version}, a build that this version knows',
  },
  'browser-other': {
    zh: '{name} {version}，不是本版随附的程序；摘要已记录',
    en: '{name} {version}, not a build that this version knows; its digest is recorded',
  },
  'profile-fresh': { zh: '新建的空目录，没有 Cookie', en: 'New and empty, no cookies' },
  'profile-used': {
    zh: '打开网页之前已有 {cookies} 个 Cookie',
    en: '{cookies} cookies were there before the page was opened',
  },
  'profile-session': {
    zh: '按用户要求使用登录状态，带有 {cookies} 个 Cookie',
    en: 'A session was used as the user asked, with {cookies} cookies',
  },
  'extensions-none': { zh: '没有扩展程序', en: 'No extensions' },
  'extensions-found': { zh: '有 {count} 个扩展程序', en: '{count} extensions' },
  'cache-unused': {
    zh: '没有内容来自缓存或 Service Worker',
    en: 'Nothing came from a cache or a service worker',
  },
  'cache-used': {
    zh: '有 {count} 个应答来自缓存或 Service Worker',
    en: '{count} answers came from a cache or a service worker',
  },
  'protection-on': { zh: '{name} 已开启', en: '{name} is on' },
  'protection-off': { zh: '{name} 已关闭', en: '{name} is off' },
  'protection-none': { zh: '系统没有登记防护软件', en: 'No protection is registered with the system' },
  'protection-not-here': {
    zh: '本系统没有防护软件的登记',
    en: 'This system keeps no register of protection',
  },
  'processes-plain': {
    zh: '共 {count} 个进程，没有发现远程控制、调试或抓包工具',
    en: '{count} processes, no remote control, debugger or interceptor among them',
  },
  'process-remote': { zh: '正在运行远程控制工具：{name}', en: 'A remote control tool is running: {name}' },
  'process-debugger': {
    zh: '正在运行调试或抓包工具：{name}',
    en: 'A debugger or interceptor is running: {name}',
  },
  'self-intact': {
    zh: '{files} 个程序文件与构建时的清单一致',
    en: '{files} files of the program match the list made when it was built',
  },
  'self-changed': {
    zh: '{count} 个程序文件与构建时的清单不符：{path}',
    en: '{count} files of the program differ from the list made when it was built: {path}',
  },
  'self-checkout': {
    zh: '由源代码直接运行，没有构建清单可对照',
    en: 'Run from its sources: there is no list to compare with',
  },
  'recorder-filmed': {
    zh: '已录屏，起止与中断见录屏记录',
    en: 'Filmed; start, end and gaps stand in the recording',
  },
  'recorder-absent': { zh: '没有录下画面', en: 'No film was made' },
  'recorder-not-used': { zh: '网页取证不录屏', en: 'A page capture records no screen' },
  'disk-enough': { zh: '可用 {freeMiB} MiB', en: '{freeMiB} MiB free' },
  'disk-low': { zh: '可用空间只有 {freeMiB} MiB', en: 'Only {freeMiB} MiB free' },
  'disk-full': {
    zh: '可用空间只有 {freeMiB} MiB，不足以取证',
    en: 'Only {freeMiB} MiB free, too little to capture',
  },
  'comparison-same': { zh: '取证前后没有变化', en: 'Nothing changed between before and after' },
  'comparison-changed': {
    zh: '“{item}”有变化，之前 {before}，之后 {after}',
    en: '“{item}” changed: before {before}, after {after}',
  },
  'findings-more': {
    zh: '另有 {count} 项未逐条列出，均不比已列出的严重',
    en: '{count} more are not listed one by one; none is graver than those that are',
  },
  'private-target': {
    zh: '目标在本机或内网，此项不适用',
    en: 'The target is on this computer or its network',
  },
  'not-reached': { zh: '取证没有进行到这一步', en: 'The capture did not come to this' },
  'probe-failed': { zh: '未能检查：{error}', en: 'Could not be checked: {error}' },
};

export function findingSentence({ code, details = {} }: EnvironmentFinding, language: Language): string {
  return say(FINDING[code], language, { ...details, ...named(details['item'], language) });
}

function named(item: string | number | undefined, language: Language): { readonly item?: string } {
  return isItem(item) ? { item: pick(ENVIRONMENT_ITEM[item], language) } : {};
}

function isItem(code: unknown): code is EnvironmentItemCode {
  return typeof code === 'string' && Object.hasOwn(ENVIRONMENT_ITEM, code);
}

/** Codes as a list of names; one that this version does not know stays as it is. */
export function itemNames(codes: readonly string[], language: Language): string {
  return codes
    .map((code) => (isItem(code) ? pick(ENVIRONMENT_ITEM[code], language) : code))
    .join(language === 'en' ? ', ' : '、');
}

// The flags of `cunan capture` that say how a page is captured, and the options they become. A password is never an
// argument (other users of the computer can read those): it comes from a file, standard input or the environment.

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { Option } from 'commander';
import {
  applyPreset,
  captureOptionsInput,
  DEFAULT_CAPTURE_OPTIONS,
  PRESETS,
  type CaptureOptions,
  type PresetName,
} from '../../../shared/api/capture-options.ts';
import { parseCookieFile } from '../../../shared/api/cookie-file.ts';
import { invalidInput } from '../../../shared/api/invalid-input.ts';
import type { SessionInput } from '../../../shared/api/session-input.ts';
import { AppError } from '../../../shared/errors.ts';

export interface CaptureFlags {
  readonly preset?: PresetName;
  readonly viewport?: string;
  readonly scale?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly userAgent?: string;
  readonly wait?: string;
  readonly waitFor?: string;
  readonly timeLimit?: string;
  readonly maxHeight?: string;
  readonly scrollLimit?: string;
  readonly dismiss?: boolean;
  readonly hide?: string;
  readonly proxy?: string;
  readonly cookies?: string;
  readonly basicUser?: string;
  readonly passwordFile?: string;
  readonly ignoreCertificateErrors?: boolean;
  readonly allowPrivate?: boolean;
}

export const PASSWORD_VARIABLE = 'CUNAN_BASIC_PASSWORD';

export function addCaptureFlags(command: Command, t: (chinese: string, english: string) => string): Command {
  return command
    .addOption(
      new Option(
        '--preset <name>',
        t(
          '取证方式：standard 标准，full 完整（更久更长，另拍隐藏弹层的截图），mobile 移动端',
          'standard; full (longer, and a second picture with overlays hidden); mobile (as on a phone)',
        ),
      ).choices(Object.keys(PRESETS)),
    )
    .option('--viewport <size>', t('窗口宽x高，如 1440x900', 'window, e.g. 1440x900'))
    .option('--scale <number>', t('像素密度 1、2 或 3', 'pixel density 1, 2 or 3'))
    .option('--locale <tag>', t('页面语言，如 zh-CN', 'language of pages, e.g. en-GB'))
    .option('--time-zone <name>', t('页面时区，如 Asia/Shanghai', 'time zone of pages, e.g. Europe/London'))
    .option(
      '--user-agent <name>',
      t(
        '浏览器标识：desktop-chrome、mobile-chrome 或完整文字；记录会写明不是浏览器自身的',
        'desktop-chrome, mobile-chrome, or the whole text; the record says that it is not the browser’s own',
      ),
    )
    .option(
      '--wait <seconds>',
      t('加载后另等几秒再拍摄', 'wait after loading, before anything is photographed'),
    )
    .option(
      '--wait-for <selector>',
      t(
        '等待此元素出现（CSS 选择器，最多 30 秒）',
        'wait until this element is there (CSS selector, 30 s at most)',
      ),
    )
    .option('--time-limit <seconds>', t('每页时限，默认 120', 'limit per page, 120 unless said'))
    .option('--max-height <pixels>', t('最大页高，默认 200000', 'height limit, 200000 unless said'))
    .option('--scroll-limit <seconds>', t('滚动时限', 'limit for scrolling through the page'))
    .option(
      '--dismiss',
      t(
        '另拍一张隐藏弹层的截图；第一张保持原样，不点击任何按钮',
        'a second picture with overlays hidden; the first stays as it is, nothing is clicked',
      ),
    )
    .option(
      '--hide <selectors>',
      t(
        '第二张截图中还要隐藏的元素（CSS 选择器，逗号分隔）',
        'hide these as well in a second picture (CSS selectors, by commas)',
      ),
    )
    .option(
      '--cookies <file>',
      t(
        '登录后的页面：从浏览器导出的 Cookie 文件（cookies.txt 或 JSON）；值不写入证据',
        'pages behind a login: cookies exported from a browser (cookies.txt or JSON); values stay out of the evidence',
      ),
    )
    .option(
      '--basic-user <name>',
      t(
        `网站弹出登录框时的用户名；口令由 --password-file 或环境变量 ${PASSWORD_VARIABLE} 给出`,
        `user name for the site’s sign-in box; the password comes by --password-file or ${PASSWORD_VARIABLE}`,
      ),
    )
    .option(
      '--password-file <file>',
      t('口令文件；- 表示标准输入', 'file with the password; - for standard input'),
    )
    .option(
      '--ignore-certificate-errors',
      t(
        '忽略这些网址的证书错误：无法确认对方身份，结果为“部分完成”，错误写入记录',
        'override certificate errors of these addresses: who answers cannot be told, the outcome is partial, the error is recorded',
      ),
    )
    .option(
      '--proxy <address>',
      t(
        '经代理访问，如 http://127.0.0.1:7890；默认不用代理。记录会写明服务器真实地址未知',
        'through a proxy, e.g. http://127.0.0.1:7890; none by default. The record says that the server’s address is not known',
      ),
    )
    .option(
      '--allow-private',
      t('允许这些网址的内网主机', 'allow the private hosts named in these addresses'),
    );
}

/** Throws input/invalid {field} and input/file-unreadable. */
export async function captureInputOf(
  flags: CaptureFlags,
  urls: readonly string[],
): Promise<{ readonly options: CaptureOptions; readonly session: SessionInput | null }> {
  const hosts = [...new Set(urls.map(hostOf).filter((host) => host !== ''))];
  return { options: optionsOf(flags, hosts), session: await sessionOf(flags, hosts) };
}

/** True where the options name hosts: whoever takes addresses from a sheet must collect them. */
export function needsHosts(flags: CaptureFlags): boolean {
  return flags.allowPrivate === true || flags.ignoreCertificateErrors === true;
}

/** For sheets: a session cannot wait in a batch that outlives the program. Throws input/invalid {field}. */
export function captureOptionsOf(flags: CaptureFlags, hosts: readonly string[]): CaptureOptions {
  if (flags.cookies !== undefined) throw unusable('--cookies');
  if (flags.basicUser !== undefined) throw unusable('--basic-user');
  return optionsOf(flags, hosts);
}

function optionsOf(flags: CaptureFlags, hosts: readonly string[]): CaptureOptions {
  const [, width, height] = /^(\d+)[x×](\d+)$/.exec(flags.viewport ?? '') ?? [];
  if (flags.viewport !== undefined && width === undefined) throw unusable('--viewport');
  const chosen = {
    viewportWidth: width === undefined ? undefined : Number(width),
    viewportHeight: height === undefined ? undefined : Number(height),
    deviceScaleFactor: numberOf('--scale', flags.scale),
    locale: flags.locale,
    timeZone: flags.timeZone,
    userAgent: flags.userAgent,
    extraWaitMs: numberOf('--wait', flags.wait, 1_000),
    waitForSelector: flags.waitFor,
    timeLimitMs: numberOf('--time-limit', flags.timeLimit, 1_000),
    maxHeightPx: numberOf('--max-height', flags.maxHeight),
    scrollLimitMs: numberOf('--scroll-limit', flags.scrollLimit, 1_000),
    dismissOverlays: flags.dismiss,
    dismissSelectors: flags.hide?.split(','),
    proxy: flags.proxy,
    allowPrivateHosts: flags.allowPrivate === true ? hosts : undefined,
    allowBadCertificateHosts: flags.ignoreCertificateErrors === true ? hosts : undefined,
  };
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const preset = applyPreset(flags.preset ?? 'standard', DEFAULT_CAPTURE_OPTIONS);
  const { data, error } = captureOptionsInput.safeParse({ ...preset, ...given });
  if (data) return data;
  throw invalidInput(error);
}

async function sessionOf(flags: CaptureFlags, hosts: readonly string[]): Promise<SessionInput | null> {
  const cookies = flags.cookies === undefined ? [] : await readCookies(flags.cookies);
  if (flags.basicUser === undefined) {
    if (flags.passwordFile !== undefined) throw unusable('--password-file');
    return cookies.length === 0 ? null : { cookies, login: null };
  }
  // A password is for one host; of several addresses nobody could tell which.
  const [host, second] = hosts;
  if (host === undefined || second !== undefined) throw unusable('--basic-user');
  return {
    cookies,
    login: { host, user: flags.basicUser, password: await readPassword(flags.passwordFile) },
  };
}

async function readCookies(path: string): Promise<SessionInput['cookies']> {
  return [...parseCookieFile(await readText(path)).cookies];
}

async function readPassword(path: string | undefined): Promise<string> {
  if (path === undefined) {
    const password = process.env[PASSWORD_VARIABLE];
    if (password === undefined) throw unusable('--password-file');
    return password;
  }
  const content = path === '-' ? await text(process.stdin) : await readText(path);
  return content.replace(/\r?\n$/, '');
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
}

/** unit: what one of the flag is worth in the option. */
function numberOf(flag: string, value: string | undefined, unit = 1): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,7}$/.test(value)) throw unusable(flag);
  return Number(value) * unit;
}

function unusable(field: string): AppError {
  return new AppError('input/invalid', { field, problem: 'is not usable' });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
}

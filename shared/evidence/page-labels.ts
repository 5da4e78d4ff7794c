// What kind of page a capture seems to have met: labels for whoever sorts hundreds of captures, never verdicts. A label
// stands among the notes of capture.json and changes no state; `pageLabelsOf(record)` gives those of a record, and
// `labelPage(signs)` makes them, pure, from what the page showed. Everything a page shows is the page's own choice:
// each label says by which sign it was given.

import type { Note } from './capture-record.ts';

export const PAGE_LABELS = [
  'page-challenge', // asks whether a person is there: captcha, slider, 'checking your browser' {sign}
  'page-login-wall', // shows a sign-in form or asks to sign in instead of the content {sign}
  'page-blank', // no text and no picture {height}
  'page-error', // HTTP 4xx or 5xx, or a page that says 'not found' with 200 {status, sign}
  'redirected-elsewhere', // ended at another site, or at a home page instead of the page asked for {from, to}
  'suspiciously-small', // next to nothing on it {characters, bytes}
] as const;
export type PageLabelCode = (typeof PAGE_LABELS)[number];

export interface PageLabel extends Note {
  readonly code: PageLabelCode;
}

export interface PageSigns {
  readonly requestedUrl: string;
  readonly finalUrl: string;
  readonly status: number | null;
  readonly title: string;
  /** What a reader sees as words. */
  readonly text: string;
  /** Password fields that are shown. */
  readonly passwordFields: number;
  /** Shown pictures, canvases, videos, drawings, iframes and form fields, background pictures included. */
  readonly media: number;
  /** css px */
  readonly heightPx: number;
  /** Bytes of the main document; null where it was not recorded. */
  readonly documentBytes: number | null;
  /** Addresses the page asked for. */
  readonly requests: readonly string[];
  /** Value of the answer's cf-mitigated field (Cloudflare: 'challenge'); null where there is none. */
  readonly mitigated: string | null;
}

/** A page with more words than this has content: words alone are then no sign of a wall. */
const WALL_CHARACTERS = 1_500;
const SMALL_CHARACTERS = 40;
const SMALL_BYTES = 1_024;

const CHALLENGE_TITLES =
  /^(just a moment|attention required|please wait|one moment|checking your browser|security check|human verification|are you a robot|robot check|pardon our interruption|access denied|verify you are human)|安全验证|安全驗證|人机验证|人機驗證|访问验证|身份验证|滑动验证|滑块|验证码拦截|验证中心|请稍候…|^验证$/i;
const CHALLENGE_WORDS =
  /verify (that )?you are (a )?human|checking (if the site connection is secure|your browser)|enable javascript and cookies to continue|prove you(’|')?re not a robot|i(’|')?m not a robot|unusual traffic from your|complete the security check|请完成(下方|以下|下列)?(安全)?(的)?验证|拖动(下方|左边)?滑块|向右滑动|按住滑块|滑动完成拼图|点击按钮进行验证|依次点击|请输入验证码|访问过于频繁|操作过于频繁|系统检测到(您|你).{0,12}异常|进行人机识别/i;
/** Services whose only purpose is the challenge itself. reCAPTCHA and hCaptcha stand in ordinary forms too: see below. */
const CHALLENGE_REQUESTS =
  /\/cdn-cgi\/challenge-platform\/|^https?:\/\/challenges\.cloudflare\.com\/|captcha-delivery\.com\/|\.geetest\.com\/|\/\/[^/]*captcha\.(qq\.com|gtimg\.com|qcloud\.com)|turing\.captcha|\/\/(cf|g)\.aliyun\.com\/|\/punish\?x5secdata|\/_____tmd_____\/|\/nocaptcha\/|wappass\.baidu\.com\/static\/captcha|px-captcha|perimeterx|\/recaptcha\/|hcaptcha\.com\//i;

const LOGIN_TITLES =
  /^(log ?in|sign ?in|login|signin)\b|\b(log ?in|sign ?in)$|^(用户|会员|账号|账户|统一身份)?(登录|登陆|登入)|登录$|登陆$/i;
const LOGIN_WORDS =
  /(log|sign) ?in (to|or)[^.]{0,40}(continue|view|see|read|access)|please (log|sign) ?in|you must be logged in|请(先)?(登录|登陆|登入)|(登录|登陆|登入)(后|之后|即可|才能|方可).{0,8}(查看|浏览|访问|阅读|继续|使用)|扫码登录|短信登录|密码登录/i;
const LOGIN_ADDRESS =
  /\/\/(login|passport|signin|sso|cas|auth|accounts?|id)\.|\/(login|signin|sign-in|sign_in|passport|sso|account\/login|user\/login|member\/login)(\.\w+)?(\/|$|\?)/i;

const ERROR_TITLES =
  /^(error )?(404|403|410|500|502|503)\b|\b(404|page not found|not found)\b|页面不存在|找不到(该|此|您)?.{0,6}(页面|网页)|页面未找到|页面没有找到|访问出错|系统繁忙|服务器错误/i;
const ERROR_WORDS =
  /page (you (are|were) looking for )?(could not be found|cannot be found|doesn(’|')?t exist|does not exist|not found)|no longer available|(您|你)(访问|查看|要找)的.{0,8}(页面|网页|内容|商品|宝贝|文章|视频).{0,8}(不存在|已删除|被删除|已下架|找不到|失效)|(页面|网页|内容|商品|宝贝|文章|视频|链接|店铺)(已|已经|被)?(不存在|删除|下架|失效|被删除|走丢了|消失了)|该内容(已被|不存在)|很抱歉.{0,12}(找不到|不存在)/i;

export function labelPage(signs: PageSigns): readonly PageLabel[] {
  const labels: PageLabel[] = [];
  const add = (code: PageLabelCode, details: Note['details']): void => {
    labels.push({ code, details });
  };
  const challenge = challengeSign(signs);
  if (challenge !== null) add('page-challenge', { sign: challenge });
  const login = challenge === null ? loginSign(signs) : null;
  if (login !== null) add('page-login-wall', { sign: login });
  const error = errorSign(signs);
  if (error !== null) add('page-error', { status: signs.status ?? 0, sign: error });
  const moved = movedElsewhere(signs.requestedUrl, signs.finalUrl);
  if (moved !== null) add('redirected-elsewhere', moved);
  const characters = signs.text.replace(/\s+/g, '').length;
  if (characters === 0 && signs.media === 0) add('page-blank', { height: signs.heightPx });
  else if (isSmall(signs, characters)) {
    add('suspiciously-small', { characters, bytes: signs.documentBytes ?? 0 });
  }
  return labels;
}

const LABELS: ReadonlySet<string> = new Set(PAGE_LABELS);

/** The labels among the notes of a record; none for a record that was made before there were labels. */
export function pageLabelsOf(record: { readonly notes: readonly Note[] } | null): readonly PageLabel[] {
  return (record?.notes ?? []).filter((note): note is PageLabel => LABELS.has(note.code));
}

function challengeSign(signs: PageSigns): string | null {
  if (signs.mitigated !== null && /challenge/i.test(signs.mitigated)) return 'cf-mitigated: challenge';
  if (signs.text.length > WALL_CHARACTERS) return null;
  const title = found(CHALLENGE_TITLES, signs.title);
  const word = found(CHALLENGE_WORDS, signs.text);
  const request = signs.requests.find((url) => CHALLENGE_REQUESTS.test(url));
  if (request !== undefined && (title !== null || word !== null || !isOrdinaryForm(request, signs))) {
    return hostAndPath(request);
  }
  return word ?? title;
}

/** A captcha beside a form that has other things on it guards the form, not the page. */
function isOrdinaryForm(request: string, signs: PageSigns): boolean {
  const inForms = /\/recaptcha\/|hcaptcha\.com\/|\.geetest\.com\/|challenges\.cloudflare\.com\//i.test(
    request,
  );
  return inForms && (signs.text.trim().length > 120 || signs.passwordFields > 0);
}

function loginSign(signs: PageSigns): string | null {
  const short = signs.text.length <= WALL_CHARACTERS;
  if (!short) return null;
  const atLogin = LOGIN_ADDRESS.test(signs.finalUrl);
  const wasAsked = LOGIN_ADDRESS.test(signs.requestedUrl);
  const title = found(LOGIN_TITLES, signs.title);
  const word = found(LOGIN_WORDS, signs.text);
  if (atLogin && !wasAsked) return hostAndPath(signs.finalUrl);
  if (signs.passwordFields > 0) return 'input type=password';
  if (title !== null) return title;
  return word !== null && signs.text.length <= WALL_CHARACTERS / 3 ? word : null;
}

function errorSign(signs: PageSigns): string | null {
  if (signs.status !== null && signs.status >= 400) return `HTTP ${signs.status}`;
  if (signs.text.length > WALL_CHARACTERS) return null;
  return found(ERROR_TITLES, signs.title) ?? found(ERROR_WORDS, signs.text);
}

function isSmall(signs: PageSigns, characters: number): boolean {
  if (characters > SMALL_CHARACTERS || signs.media > 0) return false;
  return signs.documentBytes === null || signs.documentBytes < SMALL_BYTES;
}

/** Same site but for www. and m., and not thrown back from a page to the front door: null. */
export function movedElsewhere(
  requested: string,
  final: string,
): { readonly from: string; readonly to: string } | null {
  if (!URL.canParse(requested) || !URL.canParse(final)) return null;
  const from = new URL(requested);
  const to = new URL(final);
  if (siteOf(from) !== siteOf(to)) return { from: from.host, to: to.host };
  const wasDeep = from.pathname.replace(/\/+$/, '').length > 1 || from.search !== '';
  const isFrontDoor = /^\/(index\.\w+|home\/?)?$/i.test(to.pathname) && to.search === '';
  const byHash = to.hash.length > 1;
  if (wasDeep && isFrontDoor && !byHash) return { from: from.pathname + from.search, to: to.pathname };
  return null;
}

function siteOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/^(www|m|mobile|wap|h5)\./, '');
}

function found(pattern: RegExp, text: string): string | null {
  return pattern.exec(text)?.[0].trim().slice(0, 80) ?? null;
}

function hostAndPath(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, 80);
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`.slice(0, 80);
}

// Things worth knowing about a capture that are no defect (capture.json, notes), in one sentence each.

import type { Language } from '../api/views.ts';
import type { Note } from '../evidence/capture-record.ts';
import { say, type Bilingual } from './fill.ts';

const NOTES: Readonly<Record<string, Bilingual>> = {
  'strip-added': {
    zh: '录屏画面下方一行（时间、位置、网址）由软件加注',
    en: 'The line below the picture of the film (time, place, address) was added by the software',
  },
  'credentials-withheld': {
    zh: '{count} 项含密码或授权的内容未保存，只留加盐摘要',
    en: '{count} item(s) with a password or authorisation were not kept, only their salted digests',
  },
  'credentials-masked': { zh: '{path} 中的密码已遮盖', en: 'A password was masked in {path}' },
  'frames-dropped': { zh: '录屏丢弃了 {count} 帧', en: 'The film dropped {count} frame(s)' },
  'navigations-without-picture': {
    zh: '{count} 次跳转没有拍到画面',
    en: '{count} move(s) could not be photographed',
  },
  'first-address-failed': {
    zh: '起始网址没有打开（{error}）：{url}',
    en: 'The first address could not be opened ({error}): {url}',
  },
  'notes-more': { zh: '另有 {count} 条说明未逐条列出', en: '{count} more notes are not listed one by one' },
  'cache-disabled': { zh: '浏览器缓存已停用', en: 'The browser cache was switched off' },
  'service-workers-bypassed': {
    zh: '已绕过网页的 Service Worker',
    en: 'The page’s service workers were bypassed',
  },
  'bodies-decoded': {
    zh: '网络记录中的内容为浏览器解码后的字节',
    en: 'Bodies in the record are the bytes after the browser decoded them',
  },
  'dialogs-dismissed': {
    zh: '已关闭 {count} 个网页弹窗',
    en: '{count} dialog(s) of the page were dismissed',
  },
  'popup-closed': { zh: '已记录并关闭弹出窗口：{url}', en: 'A popup was recorded and closed: {url}' },
  'environment-overridden': {
    zh: '环境检查不通过，用户说明理由后继续：{reason}（{items}）',
    en: 'The environment check failed; the user went on and gave a reason: {reason} ({items})',
  },
  'auth-declined': { zh: '没有回应网站的登录请求', en: 'A request to sign in was not answered' },
  'download-stored': {
    zh: '网址是文件，已按原样保存：{url}',
    en: 'The address is a file; it was stored as it is: {url}',
  },
  'document-asked-again': {
    zh: '主文档没有收全，另行请求了一次以便显示：{url}',
    en: 'The document did not arrive whole and was asked for once more to be shown: {url}',
  },
  'interrupted-in': {
    zh: '最后一次取证在步骤“{step}”中断',
    en: 'The last try was cut off in the step “{step}”',
  },
  'tried-again': {
    zh: '网页第一次未能取得画面（{cause}），已用新的浏览器再试一次',
    en: 'The page was lost before it was photographed ({cause}) and was asked for once more in a new browser',
  },
  'downloads-refused': {
    zh: '已拒绝网页自行下载的 {count} 个文件，第一个是：{url}',
    en: '{count} file(s) that the page wanted to download were refused; the first: {url}',
  },
  'popups-closed': {
    zh: '网页共打开 {count} 个窗口，均已关闭',
    en: 'The page opened {count} windows; all were closed',
  },
  'requests-refused': {
    zh: '网络记录已满，之后的 {count} 个请求被拒绝',
    en: '{count} request(s) beyond the limit of the record were refused',
  },
  'targets-held': {
    zh: '网页启动的框架和 Worker 超过 {limit} 个，其余 {count} 个未予运行',
    en: '{count} frame(s) and worker(s) beyond the limit of {limit} were not run',
  },
  'console-cut': {
    zh: '控制台日志已满，至少 {count} 条未保存',
    en: 'The console log is full; at least {count} line(s) were not kept',
  },
  'messages-dropped': {
    zh: '浏览器的 {count} 条消息过长，未处理',
    en: '{count} message(s) of the browser were too long to be heard',
  },
  'sandbox-absent': {
    zh: '浏览器沙箱未启用（{cause}）：网页若攻破浏览器，即可接触本机',
    en: 'The browser ran without its sandbox ({cause}): a page that breaks the browser reaches this machine',
  },
  'sandbox-not-measured': {
    zh: '浏览器沙箱未要求关闭，但在本系统上无法检查是否启用',
    en: 'The browser was not told to do without its sandbox; whether it is on cannot be checked on this system',
  },
  'images-not-asked-for': {
    zh: '有 {count} 处图片位置，页面滚动到了也没有加载图片',
    en: '{count} place(s) for pictures stayed empty: the page asked for none although they were scrolled to',
  },
  'inner-scroll': {
    zh: '页面中有可单独滚动的区域 {name}：截图里可见 {widthPx}×{heightPx} 像素，全部内容 {contentWidthPx}×{contentHeightPx} 像素；其余内容见 MHTML、DOM 和文字',
    en: 'A part of the page scrolls by itself, {name}: {widthPx}×{heightPx} px are in the picture, it holds {contentWidthPx}×{contentHeightPx} px; the rest is in the MHTML, the DOM and the text',
  },
  'inner-picture': {
    zh: '区域 {name} 的内容另有截图 {path}，由滚动时拍摄的 {count} 段拼成（{heightPx}/{contentHeightPx} 像素）',
    en: 'What {name} holds has a picture of its own, {path}, joined from {count} strips photographed while scrolling ({heightPx} of {contentHeightPx} px)',
  },
  'inner-scroll-more': {
    zh: '另有 {count} 个可单独滚动的区域',
    en: '{count} more parts of the page scroll by themselves',
  },
  'page-loaded-without': {
    zh: '有 {count} 个脚本或样式表一直没有响应，挡住了页面；已在不加载它们的情况下重新打开页面',
    en: '{count} script(s) or style sheet(s) never answered and held the page up; it was loaded once more without them',
  },
  'media-range-only': {
    zh: '音视频按区间传输，未整体保存（已存 {storedBytes} 字节，全长 {totalBytes} 字节）：{url}',
    en: 'Media came by ranges and is not stored whole ({storedBytes} of {totalBytes} bytes): {url}',
  },
  'messages-recorded': {
    zh: 'WebSocket 和事件流的 {count} 条记录另存于 messages.jsonl，不在网络档案内',
    en: '{count} record(s) of WebSockets and event streams stand in messages.jsonl, not in the web archive',
  },
  'body-not-handed-over': {
    zh: '网页脚本取走了内容，浏览器没有原样交出，未记录或不完整：{url}',
    en: 'A script took the body and the browser did not hand it over as it came; it is not recorded whole: {url}',
  },
  'canvas-painted': {
    zh: '页面有 {count} 个由脚本绘制的画布：以截图为准，重放网络档案时可能不同',
    en: '{count} canvas(es) were drawn by scripts: the screenshot holds their pixels, a replay may differ',
  },
  'charset-differs': {
    zh: '网页声明的编码是 {declared}，浏览器按服务器的说法用 {used} 显示；内容字节未改动',
    en: 'The page says its encoding is {declared}; the browser showed it as {used}, as the server said. Bytes are untouched',
  },
  'request-incomplete': {
    zh: '一个不影响画面的请求未完成：{url}',
    en: 'A request that paints nothing did not end well: {url}',
  },
  'earlier-attempt': {
    zh: '第 {number} 次尝试失败（{error} {cause}，解析结果 {addresses}，{startedAt} 至 {endedAt}）',
    en: 'Attempt {number} failed ({error} {cause}, DNS answer {addresses}, {startedAt} to {endedAt})',
  },
  'page-challenge': {
    zh: '页面像是人机验证页，可能不是要取证的内容（依据：{sign}）',
    en: 'This looks like a challenge page, perhaps not the content that was meant (by: {sign})',
  },
  'page-login-wall': {
    zh: '页面像是登录页，可能要登录后才能看到内容（依据：{sign}）',
    en: 'This looks like a sign-in page; the content may need a login (by: {sign})',
  },
  'page-blank': {
    zh: '页面没有文字，也没有图片（页高 {height} 像素）',
    en: 'The page has no text and no picture (height {height} px)',
  },
  'page-error': {
    zh: '页面像是出错页或“页面不存在”（依据：{sign}；HTTP {status}）',
    en: 'This looks like an error or “not found” page (by: {sign}; HTTP {status})',
  },
  'redirected-elsewhere': {
    zh: '打开后到了别处：{from} → {to}',
    en: 'It ended elsewhere: {from} → {to}',
  },
  'suspiciously-small': {
    zh: '页面内容很少（{characters} 个字，主文档 {bytes} 字节）',
    en: 'There is very little on the page ({characters} characters, document {bytes} bytes)',
  },
  'page-unlabelled': {
    zh: '未能识别页面类型：{error}',
    en: 'The kind of page could not be told: {error}',
  },
  'user-agent-changed': {
    zh: '浏览器标识不是浏览器自身的：发送“{sent}”，自身为“{own}”',
    en: 'The browser did not send its own name: sent “{sent}”, its own is “{own}”',
  },
  waited: {
    zh: '加载后按要求另等了 {waitedMs} 毫秒',
    en: 'Waited {waitedMs} ms more after loading, as asked',
  },
  'session-cookies': {
    zh: '使用了用户导入的登录信息：{count} 个 Cookie（{names}），属于 {hosts}；过期未用 {expired} 个，浏览器拒收 {refused} 个，属于其他网站未用 {foreign} 个。Cookie 的值没有写入证据',
    en: 'A session that the user imported was used: {count} cookie(s) ({names}) of {hosts}; {expired} expired, {refused} refused by the browser, {foreign} of other sites left unused. No value of a cookie was written into the evidence',
  },
  'auth-answered': {
    zh: '用用户提供的账号答复了 {host} 的登录请求（{scheme}）；口令没有写入证据',
    en: '{host} asked to sign in ({scheme}) and was answered with the user’s account; the password was not written into the evidence',
  },
  'picture-bars-moved': {
    zh: '整页截图中，{count} 个固定在屏幕下方的元素移到了页面末尾之下（增加 {extraPx} 像素），以免遮挡内容；首屏截图未作处理',
    en: 'In the full-page picture {count} element(s) fixed to the lower screen stand below the end of the page ({extraPx} px were added), so that they hide nothing; the picture of the first screen is untouched',
  },
  'picture-bars-hidden': {
    zh: '整页截图中隐藏了 {count} 个固定在屏幕上的元素（位于屏幕之外，或页面被截断）；首屏截图未作处理',
    en: 'In the full-page picture {count} fixed element(s) are hidden (outside the screen, or the page was cut); the picture of the first screen is untouched',
  },
  'picture-sticky-released': {
    zh: '整页截图中，{count} 个粘在屏幕边缘的元素回到了其在页面中的位置',
    en: 'In the full-page picture {count} element(s) that stick to the edge of the screen stand at their places in the page',
  },
  'picture-parts-drawn': {
    zh: '整页截图前，{count} 个只在屏幕附近才绘制的部分（content-visibility）已全部绘制',
    en: 'For the full-page picture {count} part(s) that are drawn only near the screen (content-visibility) were drawn',
  },
  'picture-backgrounds-spread': {
    zh: '整页截图中，{count} 个固定在屏幕上的背景铺满了整页',
    en: 'In the full-page picture {count} background(s) fixed to the screen are laid over the whole page',
  },
  'picture-left': {
    zh: '网页自身的样式（!important）不允许为整页截图作调整，以下保持原样：固定在屏幕上的元素 {bars} 个，未绘制的部分 {parts} 个，固定背景 {backgrounds} 个',
    en: 'The page’s own styles (!important) did not let these be put right for the full-page picture, which shows them as they are: {bars} fixed element(s), {parts} part(s) not drawn, {backgrounds} fixed background(s)',
  },
  'picture-covered': {
    zh: '固定在屏幕上的元素遮住了首屏的 {percent}%，未作移除',
    en: 'A fixed element covers {percent} % of the first screen; it was not removed',
  },
  'picture-by-scrolling': {
    zh: '页面会移除滚动到视野之外的内容，整页截图由滚动时逐屏拍摄的 {count} 段拼成',
    en: 'The page takes content away that is scrolled out of sight; the full-page picture is joined from {count} strips photographed while scrolling',
  },
  'picture-moving': {
    zh: '截图时有 {animations} 个动画、{videos} 个视频在播放，截图只是其中一瞬',
    en: '{animations} animation(s) and {videos} video(s) were running: the picture shows one moment of them',
  },
  'changed-during-picture': {
    zh: '拍摄整页截图期间页面有变化（{what}）：截图上的内容可能与网页文字、DOM、PDF 等文件不同',
    en: 'The page changed while its full-page picture was taken ({what}): the picture may show what text, DOM and PDF do not',
  },
  'changed-for-print': {
    zh: '页面得知将被打印后改动了自身：PDF 上的内容可能与截图不同',
    en: 'The page changed itself when it was told that it is printed: the PDF may differ from the picture',
  },
  'changed-after-picture': {
    zh: '截图之后、其他文件生成之前，页面又有变化（{what}），各文件可能不是同一时刻的内容',
    en: 'The page changed after the picture was taken ({what}): picture, MHTML, DOM and text may show different moments',
  },
  'overlay-hidden': {
    zh: '第二张截图中隐藏了 {element}（选择器 {selector}）：{text}',
    en: 'Hidden in the second picture: {element} (selector {selector}): {text}',
  },
  'second-picture-taken-away': {
    zh: '页面会移除滚动到视野之外的内容，第二张截图不含首屏以外被移除的部分',
    en: 'The page takes content away that is scrolled out of sight: the second picture lacks what was taken away outside the first screen',
  },
  'nothing-to-dismiss': {
    zh: '没有找到可隐藏的弹层，没有第二张截图',
    en: 'No banner or dialog was found to hide; there is no second picture',
  },
  'selector-invalid': { zh: '不是有效的选择器：{selector}', en: 'Not a valid selector: {selector}' },
  'fake-ip-dns': {
    zh: '本机代理使用 fake-IP DNS：所记服务器地址由本机代理虚构，{host} 的真实地址未知',
    en: 'A local proxy uses fake-IP DNS: the server address recorded is its invention, the real address of {host} is not known',
  },
  'via-proxy': {
    zh: '按要求经代理 {proxy} 访问：所记地址是代理的，服务器的真实地址未知',
    en: 'Through the proxy {proxy}, as asked: the address recorded is the proxy’s, the server’s real address is not known',
  },
  'certificate-expired': { zh: '证书已于 {at} 过期', en: 'The certificate expired at {at}' },
  'certificate-not-yet': { zh: '证书自 {at} 起才有效', en: 'The certificate is valid only from {at}' },
  'certificate-other-host': {
    zh: '证书不是签发给 {host} 的',
    en: 'The certificate was not issued for {host}',
  },
};

/** A code that this version does not know is shown as it is. */
export function noteSentence(note: Note, language: Language): string {
  const text = NOTES[note.code];
  return text ? say(text, language, note.details) : note.code;
}

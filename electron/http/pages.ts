// The few HTML texts the shell makes itself: the app's index with its session block, the entry page, the handover file.

/** What the page finds in its JSON block `#cunan-session`. Without a bearer it says how to get in. */
export interface PageSession {
  readonly shell: 'browser';
  readonly bearer: string | null;
  /** For `ConfigProvider csp`. */
  readonly nonce: string;
}

const HEAD_END = '</head>';

/**
 * index.html of the build with the nonce filled in (`__CUNAN_NONCE__`) and the session as a JSON block
 * `<script type="application/json" id="cunan-session">`, which no policy runs.
 */
export function renderIndex(template: string, session: PageSession): string {
  const block = `<script type="application/json" id="cunan-session">${jsonForHtml(session)}</script>`;
  const page = template.replaceAll('__CUNAN_NONCE__', session.nonce);
  const at = page.indexOf(HEAD_END);
  return at === -1 ? block + page : page.slice(0, at) + block + page.slice(at);
}

/** GET /enter: takes the ticket out of the fragment (never sent, never logged) and posts it. */
export function renderEntryPage(nonce: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>存安取证 · Cunan</title><style nonce="${nonce}">body{font:16px/1.6 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em}</style></head><body><p id="note">正在打开… · Opening…</p><form id="entry" method="post" action="/enter"><input type="hidden" name="ticket"></form><script nonce="${nonce}">
const match = /^#ticket=([A-Za-z0-9_-]{43})$/.exec(location.hash);
history.replaceState(null, '', '/enter');
if (match) { const form = document.getElementById('entry'); form.elements.ticket.value = match[1]; form.submit(); }
else document.getElementById('note').textContent = ${JSON.stringify(USED_TICKET)};
</script></body></html>`;
}

const USED_TICKET =
  '此入口地址已使用或已过期，请在启动存安的终端按回车键获取新的地址。 · This entry address was used or has expired: press Enter in the terminal that started Cunan for a new one.';

export function renderRefusedTicket(): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>存安取证 · Cunan</title></head><body><p>${USED_TICKET}</p></body></html>`;
}

/** The 0600 file that a browser started by us opens: posts the ticket, so that no command line and no URL shows it. */
export function renderHandoverFile(url: string, ticket: string): string {
  return `<!doctype html><html lang="zh-CN" translate="no"><head><meta charset="utf-8"><meta name="google" content="notranslate"><title>存安取证 · Cunan</title></head><body><form id="entry" method="post" action="${url}/enter"><input type="hidden" name="ticket" value="${ticket}"></form><script>document.getElementById('entry').submit()</script></body></html>`;
}

/** JSON that cannot end its script element. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028');
}

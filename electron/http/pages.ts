// The few HTML texts the shell makes itself: the app's index with its session block, the entry page, the handover file.

import { NONCE_PLACEHOLDER, SESSION_PLACEHOLDER, sessionBlock } from '../../shared/api/page.ts';

/** index.html of the build with its nonce and, after a good ticket, the bearer; null leaves the block empty. */
export function renderIndex(template: string, nonce: string, bearer: string | null): string {
  const page = template.replaceAll(NONCE_PLACEHOLDER, nonce);
  return bearer === null ? page : page.replace(SESSION_PLACEHOLDER, sessionBlock(bearer));
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

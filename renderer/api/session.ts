// How this window reaches the core: over the desktop's bridge, or with the bearer that the browser shell handed over
// in the page. The bearer lives in sessionStorage (one origin, one port), so that F5 keeps working.

import type { CunanBridge } from '../../shared/api/ipc.ts';

declare global {
  interface Window {
    readonly cunan?: CunanBridge;
  }
}

export type Session =
  | { readonly shell: 'desktop'; readonly bridge: CunanBridge }
  | { readonly shell: 'browser'; readonly bearer: string }
  | { readonly shell: 'none' };

const KEY = 'cunan-bearer';

/** The bearer in the text of the page's JSON block; null where there is none. */
function parseSessionBlock(text: string | null | undefined): string | null {
  if (!text?.trim()) return null;
  try {
    const value: unknown = JSON.parse(text);
    const bearer = (value as { bearer?: unknown } | null)?.bearer;
    return typeof bearer === 'string' && /^[\w-]{16,256}$/.test(bearer) ? bearer : null;
  } catch {
    return null; // not ours: the page then asks to be opened again from the shell
  }
}

function open(): Session {
  if (window.cunan) return { shell: 'desktop', bridge: window.cunan };
  const block = document.getElementById('cunan-session');
  const given = parseSessionBlock(block?.textContent);
  block?.remove();
  if (given) {
    sessionStorage.setItem(KEY, given);
    // The ticket of /enter is used up: a reload must ask for the plain page.
    history.replaceState(null, '', `/${location.hash}`);
  }
  const bearer = given ?? sessionStorage.getItem(KEY);
  return bearer ? { shell: 'browser', bearer } : { shell: 'none' };
}

export const session: Session = open();

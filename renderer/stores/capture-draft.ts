// The options of the next captures as they stand in the form: kept while the window is open, and what is no exception
// and no secret also between starts. Exceptions (private hosts, certificate errors) and sessions end with their capture.

import { create } from 'zustand';
import {
  captureOptionsInput,
  DEFAULT_CAPTURE_OPTIONS,
  type CaptureOptions,
} from '../../shared/api/capture-options.ts';
import type { SessionCookie, SessionInput } from '../../shared/api/session-input.ts';
import { recallText, remember } from './remembered.ts';

export interface CookieDraft {
  readonly fileName: string;
  readonly cookies: readonly SessionCookie[];
  readonly unreadable: number;
}

export interface LoginDraft {
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

interface CaptureDraftState {
  readonly options: CaptureOptions;
  readonly cookies: CookieDraft | null;
  readonly login: LoginDraft | null;
  readonly setOptions: (options: CaptureOptions) => void;
  readonly setCookies: (cookies: CookieDraft | null) => void;
  readonly setLogin: (login: LoginDraft | null) => void;
  /** After a start: exceptions and secrets are forgotten. */
  readonly started: () => void;
}

const KEY = 'capture-options';
const EXCEPTIONS = { allowPrivateHosts: [], allowBadCertificateHosts: [] } satisfies Partial<CaptureOptions>;

export const useCaptureDraft = create<CaptureDraftState>()((set, get) => ({
  options: remembered(),
  cookies: null,
  login: null,
  setOptions(options) {
    set({ options });
    remember(KEY, JSON.stringify({ ...cleanOptions(options), ...EXCEPTIONS }));
  },
  setCookies: (cookies) => set({ cookies }),
  setLogin: (login) => set({ login }),
  started: () => set({ options: { ...get().options, ...EXCEPTIONS }, cookies: null, login: null }),
}));

/** Lists are typed line by line: what stands empty in between is no entry. */
export function cleanOptions(options: CaptureOptions): CaptureOptions {
  return {
    ...options,
    allowPrivateHosts: filled(options.allowPrivateHosts),
    allowBadCertificateHosts: filled(options.allowBadCertificateHosts),
    dismissSelectors: filled(options.dismissSelectors),
  };
}

const filled = (list: readonly string[]): string[] => list.map((each) => each.trim()).filter(Boolean);

/** Null where nothing secret goes along. */
export function sessionOf({
  cookies,
  login,
}: Pick<CaptureDraftState, 'cookies' | 'login'>): SessionInput | null {
  const complete = login !== null && login.host.trim() !== '' && login.user !== '' ? login : null;
  if (cookies === null && complete === null) return null;
  return { cookies: [...(cookies?.cookies ?? [])], login: complete };
}

/** What an older or a newer version left there is taken only where it is whole. */
function remembered(): CaptureOptions {
  try {
    return captureOptionsInput.parse({ ...JSON.parse(recallText(KEY) ?? '{}'), ...EXCEPTIONS });
  } catch {
    return DEFAULT_CAPTURE_OPTIONS;
  }
}

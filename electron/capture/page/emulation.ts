// The device, language, time zone and browser name that a page is shown, on the page, its iframes and its workers
// before they run. Without options nothing is emulated but the size of the window: the browser speaks as itself.

import type { CDPSession, Protocol } from 'puppeteer-core';
import type { CaptureOptions } from '../../../shared/api/inputs.ts';

const TOUCH_POINTS = 5;

export interface Emulation {
  /** Own name of the browser and the one that is sent; null where they are the same. */
  readonly renamed: { readonly own: string; readonly sent: string } | null;
  /** For every session, before its target runs. Resolves when the browser has taken it. */
  attach(session: CDPSession, type: string): Promise<void>;
}

/** A window that a person sees has its own size, language and name. */
export const NO_EMULATION: Emulation = { renamed: null, attach: async () => undefined };

/** @param version of Browser.getVersion */
export function createEmulation(options: CaptureOptions, version: BrowserVersion): Emulation {
  const named = userAgentOf(options.userAgent, version);
  return {
    renamed: named === null ? null : { own: version.userAgent, sent: named.userAgent },
    async attach(session, type) {
      const framed = type === 'page' || type === 'iframe';
      const { locale, timeZone: timezoneId } = options;
      await Promise.all([
        ...(named ? [session.send('Emulation.setUserAgentOverride', named)] : []),
        ...(timezoneId === null ? [] : [session.send('Emulation.setTimezoneOverride', { timezoneId })]),
        // A worker shares its page's locale and refuses a second one.
        ...(framed && locale !== null
          ? [session.send('Emulation.setLocaleOverride', { locale: locale.replaceAll('-', '_') })]
          : []),
        ...(framed && options.touch
          ? [
              session.send('Emulation.setTouchEmulationEnabled', {
                enabled: true,
                maxTouchPoints: TOUCH_POINTS,
              }),
            ]
          : []),
        ...(type === 'page'
          ? [
              session.send('Emulation.setDeviceMetricsOverride', {
                width: options.viewportWidth,
                height: options.viewportHeight,
                deviceScaleFactor: options.deviceScaleFactor,
                mobile: options.mobile,
              }),
            ]
          : []),
      ]);
    },
  };
}

/** Switches for what holds in the whole browser, workers included. */
export function emulationFlags({ locale }: CaptureOptions): readonly string[] {
  if (locale === null) return [];
  const [language = locale] = locale.split('-');
  return [`--accept-lang=${[...new Set([locale, language])].join(',')}`];
}

export interface BrowserVersion {
  /** E.g. Chrome/156.0.8078.79 */
  readonly product: string;
  readonly userAgent: string;
}

/**
 * The name and the client hints that fit it (Sec-CH-UA…, navigator.userAgentData). A name that is not Chromium's sends
 * no hints, as such browsers do. Null: the browser's own name.
 */
export function userAgentOf(
  asked: string | null,
  { product, userAgent }: BrowserVersion,
): Protocol.Emulation.SetUserAgentOverrideRequest | null {
  if (asked === null) return null;
  const full = product.split('/')[1] ?? '0.0.0.0';
  const major = full.split('.')[0]!;
  if (asked === 'desktop-chrome') {
    // As the same build calls itself in a window.
    const sent = userAgent.replace('HeadlessChrome/', 'Chrome/');
    return { userAgent: sent, userAgentMetadata: hints(full, platformOf(sent), false) };
  }
  if (asked === 'mobile-chrome') {
    // Chrome on Android sends this reduced form for every device.
    const sent = `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Mobile Safari/537.36`;
    return { userAgent: sent, platform: 'Linux armv81', userAgentMetadata: hints(full, 'Android', true) };
  }
  const chromium = /\bChrome\/(\d+(?:\.\d+)*)/.exec(asked)?.[1];
  if (chromium === undefined || /\b(MicroMessenger|Firefox)\b/i.test(asked)) return { userAgent: asked };
  const mobile = /\bMobile\b/.test(asked);
  return { userAgent: asked, userAgentMetadata: hints(chromium, platformOf(asked), mobile) };
}

function platformOf(userAgent: string): string {
  if (/Android/.test(userAgent)) return 'Android';
  if (/Windows/.test(userAgent)) return 'Windows';
  return /Mac OS X|Macintosh/.test(userAgent) ? 'macOS' : 'Linux';
}

function brands(version: string): Protocol.Emulation.UserAgentBrandVersion[] {
  return [
    { brand: 'Not:A-Brand', version: version.includes('.') ? '8.0.0.0' : '8' },
    { brand: 'Chromium', version },
  ];
}

function hints(version: string, platform: string, mobile: boolean): Protocol.Emulation.UserAgentMetadata {
  return {
    brands: brands(version.split('.')[0]!),
    fullVersionList: brands(version),
    platform,
    platformVersion: '',
    architecture: mobile ? '' : 'x86',
    bitness: mobile ? '' : '64',
    model: '',
    mobile,
  };
}

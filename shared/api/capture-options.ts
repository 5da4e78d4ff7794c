// How a page is captured: what may be chosen, the honest defaults, and the presets. Every value stands in capture.json;
// what is not the default is said in words on the screens and the certificate (shared/text/options.ts). Secrets are
// no options: see session-input.ts.

import { z } from 'zod';

/** One line of printable ASCII: it goes into a request header. */
const headerText = z
  .string()
  .trim()
  .min(1)
  .max(512)
  .regex(/^[\x20-\x7e]+$/);
const host = z.string().trim().min(1).max(253);
const selector = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}]+$/u);

export const captureOptionsInput = z
  .object({
    viewportWidth: z.int().min(320).max(3840).default(1280),
    viewportHeight: z.int().min(240).max(2160).default(800),
    deviceScaleFactor: z.int().min(1).max(3).default(1),
    /** The page's own viewport element holds, as on a phone. */
    mobile: z.boolean().default(false),
    touch: z.boolean().default(false),
    /** BCP 47, e.g. zh-CN: Accept-Language, navigator.language and number formats. Null: the browser's own. */
    locale: z
      .string()
      .max(35)
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .nullable()
      .default(null),
    /** IANA name, e.g. Asia/Shanghai. Null: the computer's. */
    timeZone: z.string().max(64).refine(isTimeZone).nullable().default(null),
    /** Null: the browser's own. 'desktop-chrome', 'mobile-chrome': that of an ordinary one of the same version. */
    userAgent: headerText.nullable().default(null),
    /** After the page is loaded, before anything is photographed. */
    extraWaitMs: z.int().min(0).max(120_000).default(0),
    /** CSS selector of an element that must be there (30 s at most); else the capture is PARTIAL. */
    waitForSelector: selector.nullable().default(null),
    /** Budget for one page, navigation to last artefact. */
    timeLimitMs: z.int().min(5_000).max(600_000).default(120_000),
    /** Pages taller than this are cut, and said to be. */
    maxHeightPx: z.int().min(1_000).max(400_000).default(200_000),
    /** For scrolling through the page; 0: the rule for all pages (two fifths of the budget). */
    scrollLimitMs: z.int().min(0).max(600_000).default(0),
    /** Hosts (exact names or addresses) that may be private; see decisions on private targets. */
    allowPrivateHosts: z.array(host).max(100).default([]),
    /** Hosts whose certificate errors are overridden: the capture is PARTIAL and records the exact error. */
    allowBadCertificateHosts: z.array(host).max(20).default([]),
    /** A second picture in which known banners and dialogs are hidden; the first one stays as it is. */
    dismissOverlays: z.boolean().default(false),
    /** What to hide for the second picture, beside or instead of the known ones. */
    dismissSelectors: z.array(selector).max(20).default([]),
    /** http://host:port or socks5://host:port. Null: straight to the server, whatever the system says. */
    proxy: z
      .string()
      .max(300)
      .regex(/^(http|https|socks5):\/\/[A-Za-z0-9.[\]:_-]+:\d{1,5}$/)
      .nullable()
      .default(null),
  })
  .strict();
export type CaptureOptions = z.infer<typeof captureOptionsInput>;

export const DEFAULT_CAPTURE_OPTIONS: CaptureOptions = captureOptionsInput.parse({});

export type PresetName = 'standard' | 'full' | 'mobile';

export const PRESETS: Readonly<Record<PresetName, Partial<CaptureOptions>>> = {
  standard: {},
  full: { timeLimitMs: 300_000, maxHeightPx: 400_000, extraWaitMs: 3_000, dismissOverlays: true },
  mobile: {
    viewportWidth: 412,
    viewportHeight: 915,
    deviceScaleFactor: 2,
    mobile: true,
    touch: true,
    userAgent: 'mobile-chrome',
  },
};

/** What the presets decide between them. The rest (language, hosts, proxy …) may be chosen beside any of them. */
const PRESET_KEYS = [
  ...new Set(Object.values(PRESETS).flatMap((preset) => Object.keys(preset))),
] as readonly (keyof CaptureOptions)[];

export function applyPreset(name: PresetName, options: CaptureOptions): CaptureOptions {
  const cleared = Object.fromEntries(PRESET_KEYS.map((key) => [key, DEFAULT_CAPTURE_OPTIONS[key]]));
  return { ...options, ...cleared, ...PRESETS[name] };
}

/** The preset that these options are; null where a value was changed by hand. */
export function presetOf(options: CaptureOptions): PresetName | null {
  const names = Object.keys(PRESETS) as readonly PresetName[];
  return (
    names.find((name) => {
      const wanted = applyPreset(name, options);
      return PRESET_KEYS.every((key) => wanted[key] === options[key]);
    }) ?? null
  );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

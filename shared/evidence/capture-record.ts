// data/capture.json: how a page was captured and what became of each step, artefact and resource.
// Written by electron/capture, read by the certificate, the screens and the verifier (as hostile input there).

import type { RecordingFacts } from './recording.ts';
import type { CaptureState, Reason } from './states.ts';

export const CAPTURE_RECORD_FORMAT = 'cunan-capture/1';

export interface CaptureRecord {
  readonly format: typeof CAPTURE_RECORD_FORMAT;
  readonly state: CaptureState;
  readonly reasons: readonly Reason[];
  readonly requestedUrl: string;
  /** Null where no document was loaded. */
  readonly finalUrl: string | null;
  /** The address bar when the screenshot was made. */
  readonly addressAtScreenshot: string | null;
  readonly title: string | null;
  readonly httpStatus: number | null;
  /** ISO 8601 UTC, device clock. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly clock: ClockFacts;
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
  readonly browser: BrowserFacts | null;
  readonly tools: readonly Tool[];
  readonly dns: readonly DnsAnswer[];
  readonly redirects: readonly Redirect[];
  readonly server: ServerFacts | null;
  readonly tls: TlsFacts | null;
  readonly steps: readonly StepOutcome[];
  readonly artefacts: readonly Artefact[];
  readonly resources: readonly ResourceOutcome[];
  /** Connections that resources came over, in the order of first use; absent from records of earlier builds. */
  readonly connections?: readonly ConnectionFacts[];
  readonly page: PageFacts | null;
  readonly notes: readonly Note[];
  /** 'process': a person used the browser (过程取证). Absent in captures of one page. */
  readonly method?: 'process';
  /** With method 'process' alone. */
  readonly recording?: RecordingFacts;
}

export interface ClockFacts {
  /** 'device' until a time source was asked; never called trusted. */
  readonly source: 'device' | 'ntp' | 'https-date';
  /** Device minus reference, milliseconds; null where it was not measured. */
  readonly offsetMs: number | null;
  readonly timeZone: string;
}

export interface BrowserFacts {
  readonly name: string;
  readonly version: string;
  readonly userAgent: string;
  /** File name only: a full path may name a person. */
  readonly executable: string;
  readonly sha256: string;
  readonly headless: boolean;
  /** Null where it could not be measured. */
  readonly sandbox: boolean | null;
  readonly freshProfile: boolean;
  readonly flags: readonly string[];
}

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Digest of the binary or bundle, null where there is no single file. */
  readonly sha256: string | null;
}

export interface DnsAnswer {
  readonly host: string;
  readonly addresses: readonly string[];
  readonly error: string | null;
  readonly at: string;
}

export interface Redirect {
  readonly url: string;
  readonly status: number;
  readonly location: string | null;
  readonly remoteIp: string | null;
}

export interface ServerFacts {
  readonly ip: string | null;
  readonly port: number | null;
  /** As the browser names it: http/1.1, h2, h3. */
  readonly protocol: string | null;
  /** Where the address is not the server's: a local proxy's invention, or the proxy's own. Absent: straight. */
  readonly via?: 'fake-ip' | 'proxy';
}

export interface TlsFacts {
  readonly version: string;
  readonly cipher: string;
  readonly keyExchangeGroup: string | null;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly san: readonly string[];
  /** Leaf first, DER in base64 with its SHA-256. Empty where the browser gave none. */
  readonly chain: readonly { readonly sha256: string; readonly derBase64: string }[];
  /** What may be said of the chain: read for this very connection, or for the same origin at the same time. */
  readonly provenance: 'same-connection' | 'same-origin' | 'unavailable';
  /** The browser's exact error where the certificate was not accepted, e.g. net::ERR_CERT_AUTHORITY_INVALID. */
  readonly error: string | null;
}

export type StepStatus = 'ok' | 'failed' | 'skipped';

export interface StepOutcome {
  /** browser, resolve, navigate, settle, screenshot, mhtml, pdf, dom, text, wacz, … in order. */
  readonly name: string;
  readonly status: StepStatus;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Why it failed or was skipped; null when ok. */
  readonly reason: string | null;
}

export interface Artefact {
  /** Path in the package, e.g. data/screenshot.png */
  readonly path: string;
  readonly kind:
    | 'screenshot'
    | 'screenshot-dismissed' // banners and dialogs hidden, beside the untouched one
    | 'viewport'
    | 'thumbnail'
    | 'tile'
    | 'inner'
    | 'mhtml'
    | 'pdf'
    | 'wacz'
    | 'text'
    | 'dom'
    | 'console'
    | 'headers'
    | 'messages'
    | 'download'
    | 'video'
    | 'mark'
    | 'navigation'
    | 'withheld';
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** What was checked after it was made, e.g. "1280x5000 px, 1 tile, none empty". Null: not checked. */
  readonly checked: string | null;
}

export type ResourceVerdict =
  | 'ok' // whole, body recorded
  | 'http-error' // answered 4xx/5xx by its own server
  | 'failed' // network failure
  | 'blocked' // refused by our own rules (private address, popup)
  | 'truncated'
  | 'range-only' // media asked for by parts: not stored whole
  | 'pending' // never ended within the budget
  | 'no-body'; // answered; body not recordable (redirect, 204, preflight)

export interface ResourceOutcome {
  readonly url: string;
  readonly method: string;
  /** CDP ResourceType in lower case: document, stylesheet, image, font, script, xhr, fetch, media, ping, other … */
  readonly type: string;
  readonly status: number | null;
  readonly verdict: ResourceVerdict;
  /** Network error as the browser names it, e.g. net::ERR_CONNECTION_RESET. */
  readonly error: string | null;
  readonly mimeType: string | null;
  /** Bytes of the (decoded) body that were recorded, and their digest. */
  readonly bodyBytes: number | null;
  readonly sha256: string | null;
  readonly remoteIp: string | null;
  readonly protocol: string | null;
  readonly fromCache: boolean;
  readonly fromServiceWorker: boolean;
  readonly startedAt: string;
  readonly durationMs: number | null;
  /** True where its absence would be a defect of the painted page (document, stylesheet, font, image). */
  readonly painted: boolean;
  /** Absent from records of earlier builds. */
  readonly network?: ResourceNetwork;
}

/** How an exchange went over the network. Header fields stand in the archive, at the place that is named here. */
export interface ResourceNetwork {
  readonly statusText: string;
  /** parser, script, preload, preflight, other … as the browser names what made it ask. */
  readonly initiator: string;
  /** Head and body as they came over the wire, codings included; null where the browser did not tell. */
  readonly wireBytes: number | null;
  /** Content-Length of the answer: bytes of the coded body. */
  readonly declaredBytes: number | null;
  /** Content-Encoding of the answer; the recorded body is without it. */
  readonly contentEncoding: string | null;
  /** Bytes of what was posted, as far as they were recorded. */
  readonly postedBytes: number | null;
  /** Index into connections; null where nothing went over the network. */
  readonly connection: number | null;
  readonly timing: ResourceTiming | null;
  /** Gzip members within archive/data.warc.gz of data/page.wacz: the response, then at once the request. */
  readonly archive: {
    readonly offset: number;
    readonly length: number;
    readonly requestLength: number;
  } | null;
}

/** Milliseconds: spans of what was needed for this request (null: not needed), and moments counted from startedAt. */
export interface ResourceTiming {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  /** Part of connectMs. */
  readonly tlsMs: number | null;
  readonly firstByteAfterMs: number | null;
  readonly endAfterMs: number | null;
}

export interface ConnectionFacts {
  readonly remoteIp: string | null;
  readonly port: number | null;
  readonly protocol: string | null;
  /** Requests that were answered over it. */
  readonly requests: number;
  readonly tls: ConnectionTls | null;
}

/** The browser's summary for this connection; the main document's chain stands under tls of the record. */
export interface ConnectionTls {
  readonly version: string;
  readonly cipher: string;
  readonly keyExchangeGroup: string | null;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
}

export interface PageFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly deviceScaleFactor: number;
  readonly viewportWidthPx: number;
  readonly viewportHeightPx: number;
  readonly images: number;
  readonly imagesUndecoded: number;
  readonly charset: string | null;
  readonly language: string | null;
}

/** Things worth knowing that are no defect: a failed script, a closed popup, a dismissed dialog, a missing font. */
export interface Note {
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
}

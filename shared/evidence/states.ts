// The words of the format. Each has one sentence in each language (shared/text).

export type CaptureState = 'COMPLETE' | 'PARTIAL' | 'FAILED';

/** Where an item stands on its way; several hold at once except pending. */
export type ProofState = 'pending' | 'sealed' | 'signed' | 'timestamped' | 'logged' | 'anchored';

export type EvidenceKind = 'web-capture' | 'file-deposit';

/** Why a capture is not COMPLETE. Data, not prose: the sentence comes from shared/text. */
export interface Reason {
  readonly code: ReasonCode;
  /** Fills the sentence: a URL, a count, a limit, a network error's name. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export const REASON_CODES = [
  // PARTIAL
  'resource-failed', // a stylesheet, font or image of the painted page failed on the network {url, error}
  'resource-pending', // still loading when the time limit was reached {url}
  'resource-truncated', // body cut {url, receivedBytes, declaredBytes}
  'image-undecoded', // an image of the painted page did not decode {count}
  'document-truncated', // the main document was still arriving when the limit was reached
  'scroll-limit', // more content existed below the limit {heightPx}
  'time-limit', // the page never became quiet within its budget {limitMs}
  'body-not-recorded', // a response body could not be recorded {url}
  'record-limit', // the record's own limit (count or bytes) was hit {limit}
  'artefact-missing', // {artefact, error}
  'artefact-unchecked', // {artefact, error}
  'screenshot-blank-tile', // a tile is empty where the page is not {index}
  'screenshot-size', // picture size differs from the page's {expected, actual}
  'script-stopped', // a script that never gave the page back was stopped {count, limitMs}
  'storage-limit', // the capture took more of the disk than its share, and the page was ended {limitBytes}
  'memory-limit', // its browser took more memory than its share, and was ended {limitBytes}
  'page-moved', // the page navigated by itself while it was photographed {url}
  'document-unrequested', // no request brought the document that is shown: blob:, about:blank {url}
  'tls-overridden', // loaded in spite of a certificate error, as the user asked {error}
  'step-failed', // {step, error}
  'recording-gap', // an interactive capture's film does not show everything {count, seconds, kinds}
  'recording-cut', // it ended before the person stopped it {cause}
  'recording-absent', // nothing could be filmed {error}
  'file-changed', // a deposited file changed while it was read {path}
  'file-unreadable', // {path, error}
  'file-vanished', // {path}
  'file-refused', // a link, no plain file, or a name that cannot be told {path, kind}
  'disk-full', // files of a deposit were not taken: no room on this computer {count}
  'reasons-more', // further reasons, the last entry of a full list {count}
  'files-more', // further files that are not whole, named in the record {count}
  // FAILED
  'nothing-deposited', // no file could be read
  'no-main-document', // {error}: an ErrorCode of capture/…; {cause}: the browser's error; {host}
  'page-crashed', // also of a PARTIAL one, where its first screen was photographed before
  'page-hung', // it did not answer any more and was ended; also PARTIAL {limitMs}
  'cancelled',
  'interrupted', // the program ended in the middle of the capture
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

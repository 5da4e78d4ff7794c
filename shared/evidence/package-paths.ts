// Where things stand in a package that no module beside this one builds and names.

export const CAPTURE_RECORD_PATH = 'data/capture.json';
export const EVENTS_PATH = 'data/events.jsonl';
export const ENVIRONMENT_PATH = 'data/environment.json';
export const ENVIRONMENT_RAW_PATH = 'data/environment/raw.jsonl';
export const BEACON_PATH = 'data/beacon.json';
export const THUMBNAIL_PATH = 'data/thumbnail.jpg';
export const README_PATH = 'README.txt';
export const CERTIFICATE_PATH = 'certificate.pdf';
/** 取证过程报告. */
export const REPORT_PATH = 'process-report.pdf';
export const VERIFIER_PAGE_PATH = 'verify.html';

/** Payload: what the index speaks about. Everything else is a tag file in BagIt's words. */
export function isPayload(path: string): boolean {
  return path.startsWith('data/');
}

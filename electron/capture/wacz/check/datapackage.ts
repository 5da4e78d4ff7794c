// datapackage.json, its digest and pages.jsonl of a WACZ against what lies in the file.

import { createHash } from 'node:crypto';
import type { EntryFacts, Report } from './report.ts';

const DATAPACKAGE = 'datapackage.json';
const DIGEST = 'datapackage-digest.json';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Entries are exactly the listed resources, the list itself and its digest; each has the bytes and hash it is said to have. */
export function checkDatapackage(
  facts: ReadonlyMap<string, EntryFacts>,
  texts: ReadonlyMap<string, Buffer>,
  report: Report,
): void {
  const bytes = texts.get(DATAPACKAGE);
  if (bytes === undefined) {
    report('wacz-entry-missing', { path: DATAPACKAGE });
    return;
  }
  const value = parse(bytes);
  if (value === null) {
    report('wacz-datapackage', { problem: 'not a JSON object' });
    return;
  }
  if (value['profile'] !== 'data-package') report('wacz-datapackage', { problem: 'profile' });
  if (value['wacz_version'] !== '1.1.1') report('wacz-datapackage', { problem: 'wacz_version' });
  const resources = Array.isArray(value['resources']) ? (value['resources'] as unknown[]) : null;
  if (resources === null) report('wacz-datapackage', { problem: 'resources' });
  const listed = new Set<string>();
  for (const each of resources ?? []) {
    const { name, path, hash, bytes: size } = (each ?? {}) as Record<string, unknown>;
    if (typeof path !== 'string' || typeof hash !== 'string' || typeof size !== 'number') {
      report('wacz-datapackage', { problem: 'resource without path, hash or bytes' });
      continue;
    }
    if (typeof name !== 'string' || name !== name.toLowerCase())
      report('wacz-datapackage', { problem: `name of ${path}` });
    if (listed.has(path)) report('wacz-datapackage', { problem: `${path} stands twice` });
    listed.add(path);
    const found = facts.get(path);
    if (found === undefined) report('wacz-entry-missing', { path });
    else if (found.bytes !== size || `sha256:${found.sha256}` !== hash.toLowerCase())
      report('wacz-resource-differs', { path });
  }
  for (const path of facts.keys())
    if (!listed.has(path) && path !== DATAPACKAGE && path !== DIGEST) report('wacz-entry-unlisted', { path });
  checkDigest(bytes, texts.get(DIGEST), report);
}

function checkDigest(datapackage: Buffer, bytes: Buffer | undefined, report: Report): void {
  if (bytes === undefined) {
    report('wacz-entry-missing', { path: DIGEST });
    return;
  }
  const value = parse(bytes);
  const hash = `sha256:${createHash('sha256').update(datapackage).digest('hex')}`;
  if (value?.['path'] !== DATAPACKAGE || value['hash'] !== hash) report('wacz-digest');
}

/** The number of pages; each has an address that was archived and a time. */
export function checkPages(
  texts: ReadonlyMap<string, Buffer>,
  archived: ReadonlySet<string>,
  report: Report,
): number {
  const text = texts.get('pages/pages.jsonl');
  if (text === undefined) {
    report('wacz-entry-missing', { path: 'pages/pages.jsonl' });
    return 0;
  }
  const [head, ...lines] = text
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parse(Buffer.from(line)));
  if (head?.['format'] !== 'json-pages-1.0' || typeof head['id'] !== 'string')
    report('wacz-pages', { problem: 'first line' });
  if (lines.length === 0) report('wacz-pages', { problem: 'no page' });
  for (const [index, page] of lines.entries()) {
    const url = page?.['url'];
    const time = page?.['ts'];
    if (typeof url !== 'string' || typeof time !== 'string' || !TIME.test(time))
      report('wacz-pages', { problem: `line ${index + 2}` });
    else if (!archived.has(url) && !archived.has(url.split('#')[0]!))
      report('wacz-page-not-archived', { url });
  }
  return lines.length;
}

function parse(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

// tagmanifest-sha256.txt: names every tag file of the export but itself and the signature over it, with its SHA-256.
// BagIt (RFC 8493 section 2.2.1) lets a tag manifest leave files out; this format does not.

import { parseManifest, TAG_MANIFEST_PATH } from '../../evidence/bag.ts';
import { EXPORT_DSSE_PATH } from '../../evidence/dsse.ts';
import { absent, fail, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { FileDigest } from '../../evidence/index-line.ts';
import type { Contents } from '../contents.ts';
import { isPayload } from '../../evidence/package-paths.ts';
import { attempt } from '../problem.ts';

/** Whether all tag files were found as listed. */
export function checkTagManifest(list: Checklist, contents: Contents): boolean {
  const path = TAG_MANIFEST_PATH;
  const bytes = contents.bytes(path);
  if (bytes === null) {
    const there = contents.files.has(path);
    list.add('tagmanifest', there ? fail('file-too-large', { path }) : absent('file-absent', { path }));
    return false;
  }
  return list.add('tagmanifest', compare(bytes, contents)).status === 'pass';
}

function compare(bytes: Uint8Array, contents: Contents): Outcome {
  const parsed = attempt(() => parseManifest(bytes));
  if (!parsed.ok) {
    return fail('tagmanifest-malformed', {
      reason: parsed.line === null ? parsed.reason : `${parsed.reason}, ${parsed.line}`,
    });
  }
  const unseen = new Map(parsed.value.map((line) => [line.path, line.digest]));
  const files = tagFiles(contents);
  for (const { path, sha256 } of files) {
    const digest = unseen.get(path);
    if (digest === undefined) return fail('tagmanifest-not-listed', { path });
    if (digest !== sha256) return fail('tagmanifest-differs', { path });
    unseen.delete(path);
  }
  const [missing] = unseen.keys();
  return missing === undefined
    ? pass('tagmanifest-ok', { files: files.length })
    : fail('tagmanifest-missing', { path: missing });
}

function tagFiles(contents: Contents): readonly FileDigest[] {
  return [...contents.files.values()].filter(
    ({ path }) => !isPayload(path) && path !== TAG_MANIFEST_PATH && path !== EXPORT_DSSE_PATH,
  );
}

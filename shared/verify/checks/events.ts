// events: data/events.jsonl, format cunan-events/1. Each line is canonical JSON; `prev` is the SHA-256 of the line before
// it (without newline), 64 zeroes in the first, which also names the format; `seq` counts from 0.

import { toHex } from '../../bytes/hex.ts';
import { parseCanonicalJson } from '../../bytes/json.ts';
import { sha256Of } from '../../bytes/digest.ts';
import type { Hashers } from '../../bytes/hashers.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { EVENTS_PATH } from '../../evidence/package-paths.ts';
import { attempt } from '../problem.ts';

const EVENTS_FORMAT = 'cunan-events/1';
const LINE = { maxBytes: 1024 * 1024, maxDepth: 8, maxTokens: 10_000 };
const NEWLINE = 0x0a;

export function checkEvents(list: Checklist, contents: Contents, hashers: Hashers): void {
  list.add('events', outcome(contents, hashers));
}

function outcome(contents: Contents, hashers: Hashers): Outcome {
  const path = EVENTS_PATH;
  if (!contents.files.has(path)) return absent('events-absent');
  const bytes = contents.bytes(path);
  if (bytes === null) return indeterminate('file-too-large', { path });
  // A log begins with the line that names its format.
  if (bytes.length === 0) return fail('events-malformed', { line: 1 });
  let previous = '0'.repeat(64);
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    line += 1;
    if (end === -1) return fail('events-malformed', { line });
    const text = bytes.slice(start, end);
    const event = attempt(() => parseCanonicalJson(text, LINE));
    if (!event.ok || typeof event.value !== 'object' || event.value === null)
      return fail('events-malformed', { line });
    const fields = event.value as Record<string, unknown>;
    if (line === 1 && fields['format'] !== EVENTS_FORMAT) {
      return indeterminate('events-newer', { format: String(fields['format']).slice(0, 64) });
    }
    if (fields['prev'] !== previous || fields['seq'] !== line - 1)
      return fail('events-chain-broken', { line });
    previous = toHex(sha256Of(hashers, text));
    start = end + 1;
  }
  return pass('events-ok', { events: line });
}

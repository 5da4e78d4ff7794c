// container.zip and container.entry: the ZIP is one consistent thing and every entry is as long and as whole as declared.

import type { ZipReading } from '../../zip/reader.ts';
import type { Checklist } from '../checklist.ts';
import { fail, pass } from '../checklist.ts';
import type { Contents } from '../contents.ts';

/** The entries, or null where the container was refused. */
export function checkContainer(list: Checklist, reading: ZipReading): (ZipReading & { ok: true }) | null {
  if (!reading.ok) {
    list.add('container.zip', fail(reading.code, reading.details));
    return null;
  }
  list.add('container.zip', pass('container-ok', { entries: reading.entries.length }));
  return reading;
}

export function checkEntries(list: Checklist, contents: Contents): void {
  for (const fault of contents.faults.slice(0, 20)) {
    list.add('container.entry', fail(fault.code, fault.details), String(fault.details['path'] ?? ''));
  }
  if (contents.faults.length > 0) return;
  const facts = [...contents.files.values()];
  const bytes = facts.reduce((sum, fact) => sum + fact.size, 0);
  list.add('container.entry', pass('entries-ok', { entries: facts.length, bytes }));
}

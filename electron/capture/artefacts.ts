// Enters a file of the capture into the record and the list of files to seal.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artefact } from '../../shared/evidence/capture-record.ts';
import type { Attempt } from './attempt.ts';

/** packagePath is data/…; the file lies at the same path in the work folder. checked: what was checked, or null. */
export async function addArtefact(
  attempt: Attempt,
  kind: Artefact['kind'],
  packagePath: string,
  mediaType: string,
  checked: string | null,
): Promise<void> {
  const source = join(attempt.request.workDir, ...packagePath.split('/'));
  const { size } = await stat(source);
  const made: Artefact = { path: packagePath, kind, mediaType, sizeBytes: size, checked };
  // A second try replaces what the first one made.
  const known = attempt.artefacts.findIndex(({ path }) => path === packagePath);
  if (known === -1) {
    attempt.artefacts.push(made);
    attempt.files.push({ path: packagePath, source });
  } else attempt.artefacts[known] = made;
  attempt.events.add('artefact', { path: packagePath, sizeBytes: size });
}

// Step 'compare': is the page still what it was when it was photographed? Says what changed meanwhile: picture, MHTML,
// DOM and text may then show different moments.

import { addNote, openPageOf, StepSkipped, type Attempt } from '../attempt.ts';
import { differences, fingerprint } from '../page/fingerprint.ts';

export async function compareStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  if (attempt.photographed === null) throw new StepSkipped('no picture to compare with');
  const what = differences(attempt.photographed, await fingerprint(page));
  attempt.events.add('compared', { changed: what.join(' ') });
  if (what.length > 0) addNote(attempt, 'changed-after-picture', { what: what.join(' ') });
}

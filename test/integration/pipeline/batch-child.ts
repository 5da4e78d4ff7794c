// Runs a batch until no row waits, from wherever an earlier run was killed; tells its parent how many rows have ended.
// Arguments: data folder, CSV file.

import { readFileSync } from 'node:fs';
import { createApp } from '../../../electron/app.ts';

const [home, csv] = process.argv.slice(2) as [string, string];
const { core, close } = await createApp({ home, shell: 'cli' });
let [batch] = (await core.listBatches({ offset: 0, limit: 1 })).items;
if (!batch) {
  const dataBase64 = readFileSync(csv).toString('base64');
  batch = await core.importBatch({
    source: { kind: 'file', name: 'kill.csv', dataBase64 },
    caseId: null,
    caseName: 'kill',
  });
}
if (batch.state === 'draft') {
  await core.startBatch({
    id: batch.id,
    duplicates: 'exclude',
    options: { allowPrivateHosts: ['127.0.0.1'] },
    pace: { perHost: 4, delayMs: 0 },
  });
}
for (;;) {
  const { state, counts } = await core.getBatch({ id: batch.id });
  process.send?.({ ended: counts.done + counts.failed, running: counts.running });
  if (state === 'finished') break;
  await new Promise((done) => setTimeout(done, 200));
}
await close();

// Starts a batch export of everything, or resumes one, and tells its parent after each item. Arguments: data folder, out
// folder, id of a run or ''.

import { createApp } from '../../../electron/app.ts';

const [home, out, id] = process.argv.slice(2) as [string, string, string];
const { core, close } = await createApp({ home, shell: 'cli', startJobs: false });
const [first] = await core.listCases();
const begun =
  id === ''
    ? await core.startExport({ source: { kind: 'case', caseId: first!.id }, folder: out, merged: false })
    : await core.controlExport({ id, action: 'resume' });
for (;;) {
  const run = await core.getExportRun({ id: begun.id });
  process.send?.({ id: run.id, done: run.counts.done, current: run.current });
  if (run.state !== 'running') break;
  await new Promise((done) => setTimeout(done, 5));
}
await close();

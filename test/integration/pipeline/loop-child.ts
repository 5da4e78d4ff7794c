// Captures and attests until nothing is left to do, from wherever an earlier run was killed. Its parent kills it.
// Arguments: data folder, comma-separated URLs, TSA configuration as JSON (none: no time-stamps).

import { createApp } from '../../../electron/app.ts';
import { tsaInput } from '../../../shared/api/inputs.ts';

const [home, urls, tsa] = process.argv.slice(2) as [string, string, string?];
const { core, close } = await createApp({ home, shell: 'cli' });
if (tsa !== undefined && (await core.getSettings()).tsas.length === 0) {
  await core.changeSettings({ tsas: [tsaInput.parse(JSON.parse(tsa))] });
}
if ((await core.listJobs()).length === 0) {
  const made = await core.createCase({ name: 'loop' });
  await core.startCapture({
    urls: urls.split(','),
    caseId: made.id,
    options: { allowPrivateHosts: ['127.0.0.1'] },
  });
  // The queue is durable: from here on a kill loses no job.
  process.send?.('queued');
}
for (;;) {
  const jobs = await core.listJobs();
  const evidence = await core.listEvidence({});
  const busy = jobs.some((job) => job.state === 'queued' || job.state === 'running');
  if (!busy && evidence.items.every((item) => !item.proofs.includes('pending'))) break;
  await new Promise((done) => setTimeout(done, 100));
}
await close();

// One process that anchors a checkpoint and dies by SIGKILL at a given request: argv is JSON (see kill.test.ts).

import { createEvmAdapter } from '../../../electron/attest/chain/evm.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import type { Http } from '../../../electron/platform/ports.ts';
import { createAnchorStore } from '../../../electron/store/anchors.ts';
import { openDatabase } from '../../../electron/store/database.ts';
import type { ChainProfile } from '../../../shared/chain/types.ts';

interface Task {
  readonly database: string;
  readonly profile: ChainProfile;
  readonly keyHex: string;
  readonly rootHex: string;
  /** Dies at this request, before it is sent or after its answer came; null: lives. */
  readonly at: { readonly method: string; readonly when: 'before' | 'after' } | null;
}

const task = JSON.parse(process.argv[2]!) as Task;
const inner = createNodeHttp();
const http: Http = {
  async send(request) {
    const { method } = JSON.parse(new TextDecoder().decode(request.body)) as { method: string };
    const here = task.at?.method === method;
    if (here && task.at.when === 'before') process.kill(process.pid, 'SIGKILL');
    const reply = await inner.send(request);
    if (here) process.kill(process.pid, 'SIGKILL');
    return reply;
  },
};
const db = openDatabase(task.database);
const adapter = createEvmAdapter({
  profile: task.profile,
  privateKey: new Uint8Array(Buffer.from(task.keyHex, 'hex')),
  http,
  store: createAnchorStore(db),
  clock: createNodeClock(),
  pace: { resendAfterMs: 0, sendsBeforeReplacing: 3 },
});
const root = new Uint8Array(Buffer.from(task.rootHex, 'hex'));
const { id } = await adapter.submit({ origin: 'cunan/0011223344556677', size: 5, root });
for (let step = 0; step < 3; step++) await adapter.advance();
const record = await adapter.collectProof(id);
process.stdout.write(record.txHash);
db.close();

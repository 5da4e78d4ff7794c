// A witness in a program of its own, so that it can be killed: node child.ts STATE VKEY; prints its address.

import { runWitness } from '../../../electron/run-witness.ts';

const [, , stateFolder, vkey] = process.argv;
const { url } = await runWitness({
  stateFolder: stateFolder!,
  host: '127.0.0.1',
  port: 0,
  logs: [vkey!],
  name: null,
  tls: null,
  passphrase: null,
  onReply: () => {},
});
process.stdout.write(`${url}\n`);

// Asks for a password on the terminal without showing it; from a pipe, the first line is taken.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export function askPassword(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: stdin.isTTY });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      if (stdin.isTTY) stderr.write('\n');
      // After a line this changes nothing.
      resolve('');
    });
    lines.once('error', reject);
  });
}

// cunan notary key new|show: the age key pair of a notary office; the public half is what applicants need.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export async function runNotaryKey(
  session: Session,
  verb: string,
  options: { readonly out?: string },
  out: Output,
): Promise<number> {
  if (verb !== 'new' && verb !== 'show')
    throw new AppError('input/invalid', { field: 'verb', problem: 'new | show' });
  const key = await session.core.notaryKey({ create: verb === 'new' });
  if (!key) throw new AppError('input/not-found', { what: 'notary key' });
  out.say(key.recipient);
  const path = options.out === undefined ? null : resolve(options.out);
  if (path !== null) {
    try {
      await writeFile(path, `${key.recipient}\n`, { flag: 'wx' });
    } catch (cause) {
      throw new AppError('input/output-unwritable', { path }, { cause });
    }
    out.say(`→ ${path}`);
  }
  out.emit({ event: 'notary-key', recipient: key.recipient, path });
  return EXIT.ok;
}

// cunan config add-witness, remove-witness.

import { AppError } from '../../../shared/errors.ts';
import { parseVkey } from '../../../shared/ledger/vkey.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';
import { readRoots } from './config.ts';

export interface WitnessSetting {
  readonly name: string;
  readonly url: string;
  readonly vkey: string;
}

/** Adds a witness, or replaces the one of that name. Throws input/invalid. */
export async function runAddWitness(
  { core }: Session,
  { ca, ...given }: WitnessSetting & { readonly ca?: string | undefined },
  out: Output,
): Promise<number> {
  const witness = { ...given, ...(ca !== undefined && { caPem: await readRoots(ca, '--ca') }) };
  try {
    parseVkey(witness.vkey, 'witness');
  } catch (cause) {
    throw new AppError('input/invalid', { field: '<vkey>', problem: witness.vkey.slice(0, 200) }, { cause });
  }
  const { witnesses } = await core.getSettings();
  const kept = witnesses.filter(({ name }) => name !== witness.name);
  await core.changeSettings({ witnesses: [...kept, witness] });
  const { vkey } = await core.ledgerState();
  out.say(
    out.pick(
      `已加入。请把本账本的公钥交给见证人：${vkey}`,
      `Added. Give the witness this ledger’s key: ${vkey}`,
    ),
  );
  out.emit({ event: 'witness-added', ...witness, ledger: vkey });
  return EXIT.ok;
}

export async function runRemoveWitness({ core }: Session, name: string, out: Output): Promise<number> {
  const { witnesses } = await core.getSettings();
  if (!witnesses.some((witness) => witness.name === name))
    throw new AppError('input/not-found', { what: name });
  await core.changeSettings({ witnesses: witnesses.filter((witness) => witness.name !== name) });
  out.emit({ event: 'witness-removed', name });
  return EXIT.ok;
}

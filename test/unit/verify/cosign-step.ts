// Cosigned copies of a package's ledger proof, by witnesses from fixed seeds; and what a forger would try.

import { concatBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { cosignText } from '../../../shared/ledger/cosignature.ts';
import { buildSignatureLine, parseNote, parseSignatureLines } from '../../../shared/ledger/note.ts';
import { parseTlogProof } from '../../../shared/ledger/tlog-proof.ts';
import { encodeVkey, type VerifierKey, verifierKeyOf } from '../../../shared/ledger/vkey.ts';
import type { TrustedWitness } from '../../../shared/verify/trust-policy.ts';
import { seededSigner } from '../ledger/sample-ledger.ts';

export interface CosignStep {
  readonly cosign: 'office' | 'notary' | 'stranger' | 'impostor';
  /** POSIX seconds. */
  readonly time?: number;
  /** 'fork': another root of the same size. */
  readonly over?: 'fork';
  /** Seconds by which the time in the line is moved after signing. */
  readonly shift?: number;
}

const SEEDS: Readonly<Record<CosignStep['cosign'], number>> = {
  office: 71,
  notary: 72,
  stranger: 73,
  impostor: 74,
};
/** 2026-11-22T22:00:00Z */
const TIME = 1_795_384_800;

function keyOf(name: CosignStep['cosign']): VerifierKey {
  return verifierKeyOf(`${name}.example/w1`, seededSigner(SEEDS[name]).publicKey, 'witness');
}

export const trustedWitnesses: readonly TrustedWitness[] = [
  { name: '事务所见证人', vkey: encodeVkey(keyOf('office')), from: '2026-01-01T00:00:00Z', to: null },
  { name: '公证处见证人', vkey: encodeVkey(keyOf('notary')), from: null, to: null },
];

/** Adds a line to the cosigned proof, made from the plain one where there is none yet. */
export function cosign(files: Map<string, Uint8Array>, step: CosignStep): void {
  const paths = [...files.keys()].filter((path) => path.endsWith('.tlog-proof'));
  const plain = paths.find((path) => !path.endsWith('.witnessed.tlog-proof'))!;
  const path = plain.replace(/\.tlog-proof$/, '.witnessed.tlog-proof');
  const proof = files.get(path) ?? files.get(plain)!;
  files.set(path, concatBytes(proof, toUtf8(lineOver(proof, step))));
}

function lineOver(proof: Uint8Array, step: CosignStep): string {
  const { text } = parseNote(parseTlogProof(proof).checkpointNote);
  const signer = seededSigner(SEEDS[step.cosign]);
  // The impostor signs with a key of its own under the office's name and key id.
  const key = step.cosign === 'impostor' ? keyOf('office') : keyOf(step.cosign);
  const signed = step.over === 'fork' ? text.replace(/\n[^\n]+\n$/, `\n${'A'.repeat(43)}=\n`) : text;
  const line = cosignText(signed, key, step.time ?? TIME, (message) => signer.sign(message));
  if (step.shift === undefined) return line;
  const { name, keyId, signature } = parseSignatureLines(line)[0]!;
  const moved = signature.slice();
  moved[7]! += step.shift;
  return buildSignatureLine({ name, keyId, signature: moved });
}

// A ledger in memory with a key of its own, for tests.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { createLedger, type Ledger } from '../../../electron/attest/ledger/ledger.ts';
import type { Clock, Signer } from '../../../electron/platform/ports.ts';
import type { LedgerEntry } from '../../../shared/ledger/types.ts';
import { createMemoryLedgerStore } from '../../fakes/ledger-store.ts';

/** Ed25519 signer from a 32-byte seed; the same bytes on every run. */
export function seededSigner(fill: number): Signer {
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, fill),
  ]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return {
    keyId: '00'.repeat(32),
    publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    publicKey: new Uint8Array(der.subarray(12)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

export function fixedClock(at = '2026-11-23T08:00:00.000Z'): Clock {
  return { now: () => new Date(at), monotonicMs: () => 0 };
}

export function sampleEntry(number: number): LedgerEntry {
  const hex = number.toString(16);
  return {
    v: 1,
    id: `E-20261123-${String(number).padStart(9, '0')}`,
    statement: { sha256: `5a${hex.padStart(62, '0')}`, sm3: `53${hex.padStart(62, '0')}` },
    case: { digest: 'ca'.repeat(32), sequence: number + 1 },
  };
}

export function sampleEntries(from: number, to: number): LedgerEntry[] {
  return Array.from({ length: to - from }, (_, i) => sampleEntry(from + i));
}

export function sampleLedger(fill = 7): {
  readonly ledger: Ledger;
  readonly store: ReturnType<typeof createMemoryLedgerStore>;
  readonly signer: Signer;
} {
  const store = createMemoryLedgerStore();
  const signer = seededSigner(fill);
  return { store, signer, ledger: createLedger({ store, signer, clock: fixedClock() }) };
}

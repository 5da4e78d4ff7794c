// Which attestations an item and a checkpoint are to get, from the settings of the moment.

import type { Settings } from '../../shared/api/inputs.ts';
import type { Signer } from '../platform/ports.ts';
import type { NewAttestation, Store } from '../store/types.ts';

/** Of a statement: its signature (there already), one time-stamp per authority, its place in the ledger. */
export function newStatementAttestations(
  settings: Settings,
  signer: Signer,
  ledgerOrigin: string,
  now: Date,
): readonly NewAttestation[] {
  return [
    {
      kind: 'signature',
      provider: signer.keyId,
      demonstration: false,
      obtained: {
        at: now.toISOString(),
        trusted: false,
        facts: [
          { key: 'signatureAlgorithm', value: 'Ed25519' },
          { key: 'keyId', value: signer.keyId },
        ],
        files: [],
      },
    },
    ...sm2Rows(settings),
    ...timestampRows(settings),
    ...platformRows(settings),
    { kind: 'ledger', provider: ledgerOrigin, demonstration: false },
  ];
}

/** Of a checkpoint: one time-stamp per authority, and its anchor. */
export function newCheckpointAttestations(settings: Settings): readonly NewAttestation[] {
  const { chain } = settings;
  return [
    ...timestampRows(settings),
    ...(chain ? [{ kind: 'chain', provider: chain.name, demonstration: chain.simulated } as const] : []),
  ];
}

/** Beside the device's own. */
function sm2Rows({ sm2 }: Settings): readonly NewAttestation[] {
  return sm2 === 'off' ? [] : [{ kind: 'signature', provider: 'SM2', demonstration: false }];
}

function timestampRows(settings: Settings): readonly NewAttestation[] {
  return settings.tsas.map((tsa) => ({
    kind: 'timestamp',
    provider: tsa.name,
    demonstration: tsa.demonstration,
  }));
}

/** One submission per item: whoever uses a platform needs its number for each. */
function platformRows(settings: Settings): readonly NewAttestation[] {
  return settings.platforms.map(({ name, simulated }) => ({
    kind: 'platform',
    provider: name,
    demonstration: simulated,
  }));
}

/** Authorities and a chain that were configured after an item was sealed get their rows now. */
export function addConfiguredAttestations(store: Store, evidenceId: string): void {
  const settings = store.settings.get();
  store.attestations.add({ subject: 'statement', evidenceId }, [
    ...sm2Rows(settings),
    ...timestampRows(settings),
    ...platformRows(settings),
  ]);
  const covering = store.attestations.checkpointOf(evidenceId);
  if (!covering) return;
  const { origin, size } = covering;
  store.attestations.add({ subject: 'checkpoint', origin, size }, newCheckpointAttestations(settings));
}

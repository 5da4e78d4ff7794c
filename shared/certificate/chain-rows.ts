// What a certificate says of chains and evidence platforms (fields 20 to 24).

import type { AttestationView } from '../api/views.ts';
import { LABEL, SAY, WORD } from '../text/certificate.ts';
import { filled } from '../text/fill.ts';
import { chinaTime } from '../text/time.ts';
import { factOf, factValue } from './facts.ts';
import { fieldRow, row, type CertificateRow, type CertificateValue } from './rows.ts';

export function chainRows(attestations: readonly AttestationView[]): readonly CertificateRow[] {
  const anchors = attestations.filter((a) => a.kind === 'chain' && a.state !== 'not-configured');
  const ledger = attestations.find((a) => a.kind === 'ledger' && a.state === 'obtained');
  const platforms = attestations.filter((a) => a.kind === 'platform' && a.state === 'obtained');
  return [
    ...(anchors.length === 0 ? notAnchored() : anchors.flatMap((anchor) => anchorRows(anchor, ledger))),
    fieldRow(24, LABEL.judicial, WORD.none),
    ...platforms.map(platformRow),
  ];
}

function notAnchored(): readonly CertificateRow[] {
  return [
    fieldRow(20, LABEL.chain, WORD.notAnchored),
    fieldRow(21, LABEL.transaction, WORD.none),
    fieldRow(22, LABEL.block, WORD.none),
    fieldRow(23, LABEL.anchoring, WORD.none),
  ];
}

const BLOCK_FACTS = ['blockNumber', 'blockHash'];
const TRANSACTION_FACTS = ['txHash', 'contract'];

function anchorRows(anchor: AttestationView, ledger: AttestationView | undefined): readonly CertificateRow[] {
  const label = { zh: `${LABEL.chain.zh} ${anchor.provider}`, en: LABEL.chain.en };
  if (anchor.state === 'pending') return [fieldRow(20, label, WORD.pendingAnchor)];
  const among = (keys: readonly string[]): readonly CertificateValue[] =>
    anchor.facts.filter(({ key }) => keys.includes(key)).map(factValue);
  const rest = anchor.facts
    .filter(({ key }) => ![...BLOCK_FACTS, ...TRANSACTION_FACTS].includes(key))
    // The root of a time-stamp is whom it is trusted by; the root of an anchor is the checkpoint's.
    .map(({ key, value }) => factValue({ key: key === 'root' ? 'checkpointRoot' : key, value }));
  const index = ledger ? factOf(ledger.facts, 'index') : null;
  const size = ledger ? factOf(ledger.facts, 'size') : null;
  const mark = anchor.demonstration ? [WORD.simulated] : [];
  return [
    fieldRow(20, label, ...mark, ...rest),
    fieldRow(21, LABEL.transaction, ...orNone(among(TRANSACTION_FACTS))),
    fieldRow(22, LABEL.block, ...(anchor.at ? [chinaTime(anchor.at)] : []), ...orNone(among(BLOCK_FACTS))),
    fieldRow(
      23,
      LABEL.anchoring,
      index !== null && size !== null ? filled(SAY.merkle, { index, size }) : SAY.merklePlain,
    ),
  ];
}

function orNone(values: readonly CertificateValue[]) {
  return values.length > 0 ? values : [WORD.none];
}

/** A platform's word stands as such, never like a proof that was checked offline. */
function platformRow(receipt: AttestationView): CertificateRow {
  return row(
    { zh: `${LABEL.platform.zh} ${receipt.provider}`, en: LABEL.platform.en },
    SAY.platformWord,
    ...(receipt.demonstration ? [WORD.provenNothing] : []),
    ...receipt.facts.filter(({ key }) => key !== 'proof').map(factValue),
  );
}

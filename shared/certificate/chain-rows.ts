// What a certificate says of chains and evidence platforms.

import type { AttestationView } from '../api/views.ts';
import { chinaTime } from '../text/time.ts';
import { factLabel, factText } from './facts.ts';
import { digest, row, type CertificateRow, type CertificateValue } from './rows.ts';

export function chainRows(attestations: readonly AttestationView[]): readonly CertificateRow[] {
  const anchors = attestations.filter((a) => a.kind === 'chain' && a.state !== 'not-configured');
  const rows = anchors.map((anchor) => {
    if (anchor.state === 'pending') {
      return row(`区块链 ${anchor.provider}`, 'Chain', '待处理，尚未上链 Pending, not anchored yet');
    }
    const mark = anchor.demonstration ? '（模拟链，不具证明力 simulated chain, proves nothing）' : '';
    return row(
      `区块链 ${anchor.provider}`,
      'Chain (Merkle batch)',
      `${anchor.at ? chinaTime(anchor.at) : ''}${mark}`,
      ...anchor.facts.flatMap(anchorFact),
    );
  });
  return [
    ...(rows.length > 0 ? rows : [row('区块链', 'Chain', '未上链 Not anchored')]),
    ...attestations.filter((a) => a.kind === 'platform' && a.state === 'obtained').map(platformRow),
  ];
}

/** A platform's word stands as such, never like a proof that was checked offline. */
function platformRow(receipt: AttestationView) {
  const mark = receipt.demonstration ? '（演示 demonstration）' : '';
  return row(
    `存证平台 ${receipt.provider}`,
    'Evidence platform',
    `平台的说法，未离线核验，请向平台核对${mark} The platform's word, not proven offline: ask the platform`,
    ...receipt.facts.filter(({ key }) => key !== 'proof').flatMap(anchorFact),
  );
}

/** The root of a time-stamp is whom it is trusted by; the root of an anchor is the checkpoint's. Hashes stand whole. */
function anchorFact({
  key,
  value,
}: AttestationView['facts'][number]): readonly (string | CertificateValue)[] {
  const name = key === 'root' ? 'checkpointRoot' : key;
  const isHash = /^(0x)?[0-9a-f]{64}$/i.test(value);
  return isHash ? [`${factLabel(name)}:`, digest(value)] : [factText({ key: name, value })];
}

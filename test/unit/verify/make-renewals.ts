// Makes test/vectors/tampered/renewal-tokens.json: over the fixture's statement, a time-stamp whose certificate ends in
// 2040, a renewal made in 2039 by a certificate that ends in 2044, and one made in 2043 by one that lasts to 2059.
// Run again (node test/unit/verify/make-renewals.ts) when the fixture's statement changes; needs openssl.

import { writeFileSync } from 'node:fs';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { buildRenewalRecord, buildRenewalTree, renewalFolder } from '../../../shared/evidence/renewal.ts';
import { parseStatement } from '../../../shared/evidence/statement-file.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { createOpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa } from '../../fakes/openssl-tsa.ts';
import { buildPackage, hashers } from './package.ts';

const SEALED = ['index.jsonl', 'statement.json', 'statement.dsse.json', 'signer.pub.pem'];

const { files: all, statement } = buildPackage({ tokens: false });
const { id } = parseStatement(statement).predicate;
const pki = await createOpensslPki();
const tsa = await startOpensslTsa({ leaf: 'ec', pki });
const made = new Map<string, Uint8Array>();

const stamp = async (data: Uint8Array, name: string, to: string, genTime: string): Promise<Uint8Array> =>
  tsa.token({
    data,
    signer: await pki.dated(name, '20260101000000Z', to),
    genTime: new Date(genTime),
  });

made.set(
  'attest/tsa/4-epsilon.tsr',
  await stamp(statement, 'Epsilon 1', '20400101000000Z', '2026-11-23T06:00:00Z'),
);
for (const [number, name, to, genTime] of [
  [1, 'Epsilon 2', '20440101000000Z', '2039-11-01T00:00:00Z'],
  [2, 'Epsilon 3', '20590101000000Z', '2043-11-01T00:00:00Z'],
] as const) {
  const folder = renewalFolder(number);
  if (number === 1) made.set(`${folder}kept-1.crl`, await pki.revocationList('ca'));
  const listed = new Map([
    ...SEALED.map((each) => [`attest/${each}`, all.get(`attest/${each}`)!] as const),
    ...made,
  ]);
  const record = buildRenewalRecord(
    id,
    number,
    [...listed].map(([path, bytes]) => ({ path, size: bytes.length, ...digestsOf(hashers, bytes) })),
  );
  // Among others, as one time-stamp renews many items.
  const { head, proofs } = buildRenewalTree([toUtf8('another item'), record, toUtf8('a third')], hashers);
  made.set(`${folder}renewal.json`, record);
  made.set(`${folder}head.json`, head);
  made.set(`${folder}proof.json`, proofs[1]!);
  made.set(`${folder}1-epsilon.tsr`, await stamp(head, name, to, genTime));
}
writeFileSync(
  new URL('../../vectors/tampered/renewal-tokens.json', import.meta.url),
  `${JSON.stringify(
    {
      root: pki.rootPem,
      files: Object.fromEntries([...made].map(([path, bytes]) => [path, toBase64(bytes)])),
    },
    null,
    2,
  )}\n`,
);
await tsa.close();
await pki.close();

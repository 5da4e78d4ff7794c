// Makes test/vectors/tampered/more-tokens.json: over the fixture's statement, tokens signed with SM2 in both families and
// one without Z_A, and a token whose certificates are covered by revocation lists before and after they were revoked.
// Run again (node test/unit/verify/make-more-tokens.ts) when the fixture's statement changes; needs openssl.

import { writeFileSync } from 'node:fs';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { createOpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa } from '../../fakes/openssl-tsa.ts';
import { createSm2Authority } from '../../fakes/sm2-authority.ts';
import { buildPackage } from './package.ts';

const { statement: data } = buildPackage({ tokens: false });
const sm2 = createSm2Authority('Delta');
const pki = await createOpensslPki('http://crl.example');
const tsa = await startOpensslTsa({ leaf: 'ec', pki });
const leaf = await pki.leaf('tsa', 'ec');
const now = Date.now();
const early = await tsa.token({ data, genTime: new Date(now - 60_000) });
const late = await tsa.token({ data, genTime: new Date(now + 600_000) });
const rootList = await pki.revocationList('root');
const cleanList = await pki.revocationList('ca');
await pki.revoke(leaf.certificateFile, 'cessationOfOperation');
const revokedList = await pki.revocationList('ca');
const files = {
  sm2: sm2.token({ data }),
  gm: sm2.token({ data, family: 'gm' }),
  sm2NoZ: sm2.token({ data, form: 'no-z' }),
  early,
  late,
  rootList,
  cleanList,
  revokedList,
};
writeFileSync(
  new URL('../../vectors/tampered/more-tokens.json', import.meta.url),
  `${JSON.stringify(
    {
      rootSm2: sm2.rootPem,
      rootRevocable: pki.rootPem,
      files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, toBase64(bytes)])),
    },
    null,
    2,
  )}\n`,
);
await tsa.close();
await pki.close();
sm2.dispose();

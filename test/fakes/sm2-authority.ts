// An authority that signs with SM2: root, issuing CA and signer made by openssl (which has no time-stamps of this kind),
// tokens written by our DER writer and signed by `openssl pkeyutl`.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OID } from '../../shared/der/oids.ts';
import { certificatesOfPem } from '../../shared/timestamp/pem.ts';
import { distinguishedName } from '../../shared/timestamp/names.ts';
import { parseDer } from '../../shared/der/reader.ts';
import * as w from '../../shared/der/writer.ts';
import { makeToken, type Issued, type TokenSpec } from '../unit/timestamp/make-token.ts';

export const SM2_ID = '1234567812345678';

/** How a signature is made: as GM/T 0009 says, or in one of the ways found in the field. */
export type Sm2Form = 'standard' | 'no-z' | 'empty-id' | 'raw';

export interface Sm2Authority {
  readonly rootPem: string;
  token(spec: Sm2TokenSpec): Uint8Array;
  sign(message: Uint8Array, form?: Sm2Form): Uint8Array;
  dispose(): void;
}

export interface Sm2TokenSpec extends Pick<
  TokenSpec,
  'data' | 'genTime' | 'ess' | 'version' | 'signatureAlgorithm' | 'messageDigest'
> {
  readonly family?: 'cms' | 'gm';
  readonly form?: Sm2Form;
}

const CONFIG = `
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

export function createSm2Authority(name = 'SM2'): Sm2Authority {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-authority-'));
  const openssl = (...args: readonly (string | readonly string[])[]): Buffer =>
    execFileSync('openssl', args.flat(), { cwd: folder, stdio: 'pipe' });
  const id = `distid:${SM2_ID}`;
  writeFileSync(join(folder, 'x.cnf'), CONFIG);
  for (const each of ['root', 'ca', 'leaf'])
    openssl('ecparam', '-genkey', '-name', 'SM2', '-noout', '-out', `${each}.key`);
  const request = ['req', '-config', 'x.cnf', '-new', '-sm3', '-sigopt', id];
  openssl(
    request,
    ['-x509', '-key', 'root.key', '-subj', `/C=CN/O=${name}/CN=${name} Root`],
    ['-extensions', 'ca', '-days', '20000', '-out', 'root.pem'],
  );
  const issue = (who: string, issuer: string, extensions: string): void => {
    openssl(
      ...request,
      '-key',
      `${who}.key`,
      '-subj',
      `/C=CN/O=${name}/CN=${name} ${who}`,
      '-out',
      `${who}.csr`,
    );
    openssl(
      ['x509', '-req', '-sm3', '-sigopt', id, '-vfyopt', id, '-in', `${who}.csr`, '-out', `${who}.pem`],
      ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '19999'],
      ['-extfile', 'x.cnf', '-extensions', extensions],
    );
  };
  issue('ca', 'root', 'ca');
  issue('leaf', 'ca', 'leaf');
  const issued = (who: string): Omit<Issued, 'key'> => {
    const pem = readFileSync(join(folder, `${who}.pem`), 'utf8');
    const { raw, subject, serial } = certificatesOfPem(pem).certificates[0]!;
    return {
      raw,
      pem,
      name: distinguishedName(parseDer(subject.raw), 'name').raw,
      serial: w.der(0x02, serial),
    };
  };
  const sm3 = (bytes: Uint8Array): Uint8Array => {
    writeFileSync(join(folder, 'm'), bytes);
    return new Uint8Array(openssl('dgst', '-sm3', '-binary', 'm'));
  };

  function sign(message: Uint8Array, form: Sm2Form = 'standard'): Uint8Array {
    const common = ['pkeyutl', '-sign', '-inkey', 'leaf.key', '-in', 'm'];
    if (form === 'no-z') {
      writeFileSync(join(folder, 'm'), sm3(message));
      return new Uint8Array(openssl(...common));
    }
    writeFileSync(join(folder, 'm'), message);
    const distid = form === 'empty-id' ? 'distid:' : id;
    const der = new Uint8Array(openssl(...common, '-rawin', '-digest', 'sm3', '-pkeyopt', distid));
    if (form !== 'raw') return der;
    const [r, s] = parseDer(der).children.map(({ body }) =>
      Buffer.from(body).toString('hex').padStart(64, '0').slice(-64),
    );
    return new Uint8Array(Buffer.from(`${r}${s}`, 'hex'));
  }

  return {
    rootPem: issued('root').pem,
    sign,
    token({ family = 'cms', form, signatureAlgorithm, ...spec }) {
      // The node key is never asked for: `sign` stands in its place.
      const leaf = issued('leaf') as Issued;
      return makeToken({
        version: family === 'gm' ? 1 : 3,
        genTime: new Date(),
        ...spec,
        signer: leaf,
        embedded: [leaf, issued('ca') as Issued],
        signatureAlgorithm: signatureAlgorithm ?? OID.sm2WithSm3,
        signedDataOid: family === 'gm' ? OID.gmSignedData : OID.signedData,
        sign: { digestOid: OID.sm3, hash: sm3, sign: (attributes) => sign(attributes, form) },
      });
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

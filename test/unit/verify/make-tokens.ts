// Makes test/vectors/tampered/tokens.json: two authorities of openssl stamp the fixture's statement and checkpoint.
// Run again (node test/unit/verify/make-tokens.ts) when the fixture's statement changes; needs openssl.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { buildPackage, hashers } from './package.ts';

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = fixture
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
[tsa]
serial = serial
crypto_device = builtin
signer_cert = leaf.pem
signer_key = leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

function authority(name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-tsa-'));
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'openssl.cnf'), CONFIG);
  writeFileSync(join(folder, 'serial'), '01\n');
  const key = (file: string): void =>
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file);
  key('root.key');
  key('leaf.key');
  const request = ['-config', 'openssl.cnf', '-new', '-sha256'];
  openssl(
    'req',
    ...request,
    '-x509',
    '-key',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '36500',
    '-subj',
    `/CN=${name} Root`,
    '-extensions',
    'ca',
  );
  openssl('req', ...request, '-key', 'leaf.key', '-out', 'leaf.csr', '-subj', `/O=${name}/CN=${name} TSA 1`);
  openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'root.pem',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-days',
    '36499',
    '-sha256',
    '-extfile',
    'openssl.cnf',
    '-extensions',
    'leaf',
    '-out',
    'leaf.pem',
  );
  return {
    root: readFileSync(join(folder, 'root.pem'), 'utf8'),
    stamp(data: Uint8Array): string {
      writeFileSync(join(folder, 'data'), data);
      openssl('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'q.tsq');
      openssl(
        'ts',
        '-reply',
        '-config',
        'openssl.cnf',
        '-section',
        'tsa',
        '-queryfile',
        'q.tsq',
        '-out',
        'r.tsr',
      );
      return readFileSync(join(folder, 'r.tsr')).toString('base64');
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

const built = buildPackage({ tokens: false });
const alpha = authority('Alpha');
const beta = authority('Beta');
writeFileSync(
  new URL('../../vectors/tampered/tokens.json', import.meta.url),
  `${JSON.stringify(
    {
      statementSha256: digestsOf(hashers, built.statement).sha256,
      statementAlpha: alpha.stamp(built.statement),
      statementBeta: beta.stamp(built.statement),
      checkpointAlpha: alpha.stamp(new TextEncoder().encode(built.checkpointNote)),
      rootAlpha: alpha.root,
      rootBeta: beta.root,
    },
    null,
    2,
  )}\n`,
);
alpha.dispose();
beta.dispose();

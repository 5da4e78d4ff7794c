// A time-stamping authority made of the openssl command line alone, so that README's commands meet tokens that our
// own code had no hand in.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OpensslTsa {
  readonly rootPath: string;
  readonly chainPem: Uint8Array;
  readonly stamp: (data: Uint8Array) => Uint8Array;
}

const CONFIG = `
[tsa]
default_tsa = t
[t]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[leaf]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[req]
distinguished_name = dn
[dn]
`;

export function createOpensslTsa(folder: string): OpensslTsa {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(at('tsa.cnf'), CONFIG);
  writeFileSync(at('serial'), '01\n');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'tsa.cnf'];
  openssl(
    'req',
    '-x509',
    ...key,
    ...words('-keyout root.key -out root.pem -extensions root -days 3650'),
    ...subject('Test root'),
  );
  openssl('req', ...key, ...words('-keyout leaf.key -out leaf.csr'), ...subject('Test TSA'));
  openssl(
    ...words('x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 7 -days 3650'),
    ...words('-extfile tsa.cnf -extensions leaf -out leaf.pem'),
  );
  return {
    rootPath: at('root.pem'),
    chainPem: readFileSync(at('root.pem')),
    stamp(data) {
      writeFileSync(at('data'), data);
      openssl(...words('ts -query -data data -sha256 -cert -out query'));
      openssl(
        ...words('ts -reply -config tsa.cnf -queryfile query -signer leaf.pem -inkey leaf.key -out reply'),
      );
      return readFileSync(at('reply'));
    },
  };
}

function words(line: string): string[] {
  return line.split(' ');
}

function subject(name: string): string[] {
  return ['-subj', `/CN=${name}`];
}

// Certificates made by the openssl command line in a temporary folder: root (RSA-3072) -> issuing CA (P-256) -> leafs.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type LeafKey = 'rsa' | 'ec' | 'p384' | 'p521';
/**
 * tsa: as it should be. expired: the same, valid 2015 to 2016. tls: an ordinary server certificate. ocsp: a delegated
 * OCSP responder.
 */
export type LeafUse = 'tsa' | 'expired' | 'tls' | 'ocsp';

export interface Leaf {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly pem: string;
}

export interface OpensslPki {
  readonly folder: string;
  readonly rootPem: string;
  readonly caPem: string;
  /** Made on first use. */
  leaf(use: LeafUse, key: LeafKey): Promise<Leaf>;
  /** A signer of time-stamps (P-256) valid between these times, e.g. '20200101000000Z'. */
  dated(name: string, from: string, to: string): Promise<Leaf>;
  /** Revokes a leaf now; reason as `openssl ca` names them, or none. */
  revoke(certificateFile: string, reason: string | null): Promise<void>;
  /** A list (DER) by the root or the issuing CA. */
  revocationList(issuer: 'root' | 'ca'): Promise<Uint8Array>;
  /** `openssl ocsp` answers a request (DER) about certificates of the issuer, signed by it or by another certificate. */
  ocspResponse(request: Uint8Array, options?: OcspOptions): Promise<Uint8Array>;
  /** Runs openssl in the folder; resolves with its standard output, rejects where it exits with an error. */
  openssl(...args: readonly (string | readonly string[])[]): Promise<Buffer>;
  close(): Promise<void>;
}

export interface OcspOptions {
  /** Default: 'ca'. */
  readonly issuer?: 'root' | 'ca';
  /** Default: the issuer itself. */
  readonly signer?: Pick<Leaf, 'certificateFile' | 'keyFile'>;
  /** Names the responder by its key. */
  readonly byKey?: boolean;
  /** Without nextUpdate. */
  readonly openEnd?: boolean;
}

const KEYS: Readonly<Record<LeafKey, readonly string[]>> = {
  rsa: ['-newkey', 'rsa:2048'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  p521: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
};

const CONFIG = `
[req]
distinguished_name = dn
[dn]
[ca]
default_ca = ca_default
[ca_default]
database = index.txt
serial = ca.serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ocsp]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tls]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:www.example.test
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

function withLists(config: string, base: string): string {
  return config
    .replace('[issuing]', `[issuing]\n${places(base, 'root')}`)
    .replace('[tsa]', `[tsa]\n${places(base, 'ca')}`);
}

function places(base: string, issuer: string): string {
  return `crlDistributionPoints = URI:${base}/${issuer}.crl\nauthorityInfoAccess = OCSP;URI:${base}/${issuer}.ocsp`;
}

/**
 * @param crlBase address below which certificates say their lists and responders lie: <crlBase>/root.crl, ca.crl,
 * root.ocsp, ca.ocsp.
 */
export async function createOpensslPki(crlBase: string | null = null): Promise<OpensslPki> {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-pki-'));
  const openssl = async (...args: readonly (string | readonly string[])[]): Promise<Buffer> => {
    const { stdout } = await run('openssl', args.flat(), {
      cwd: folder,
      encoding: 'buffer',
      timeout: 60_000,
    });
    return stdout;
  };
  const request = (name: string, key: LeafKey | 'root', subject: string): Promise<Buffer> =>
    openssl(
      ['req', '-new', '-nodes', '-config', 'pki.cnf', '-subj', subject],
      key === 'root' ? ['-newkey', 'rsa:3072'] : KEYS[key],
      ['-keyout', `${name}.key`, '-out', `${name}.csr`],
    );
  const sign = (name: string, extensions: string, from: string, to: string, issuer: readonly string[]) =>
    openssl(['ca', '-batch', '-notext', '-config', 'pki.cnf', '-extensions', extensions], issuer, [
      '-startdate',
      from,
      '-enddate',
      to,
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
    ]);
  const text = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');

  await Promise.all([
    writeFile(join(folder, 'pki.cnf'), crlBase === null ? CONFIG : withLists(CONFIG, crlBase)),
    writeFile(join(folder, 'index.txt'), ''),
    writeFile(join(folder, 'ca.serial'), '1000'),
  ]);
  await request('root', 'root', '/CN=Test Root');
  await sign('root', 'root', '20100101000000Z', '20600101000000Z', ['-selfsign', '-keyfile', 'root.key']);
  await request('ca', 'ec', '/CN=Test Issuing CA');
  await sign('ca', 'issuing', '20100101000000Z', '20600101000000Z', [
    '-cert',
    'root.pem',
    '-keyfile',
    'root.key',
  ]);

  const makeLeaf = (use: LeafUse, key: LeafKey): Promise<Leaf> => {
    const [from, to] =
      use === 'expired'
        ? (['20150101000000Z', '20160101000000Z'] as const)
        : (['20200101000000Z', '20440101000000Z'] as const);
    return issueLeaf(`${use}-${key}`, key, use === 'expired' ? 'tsa' : use, from, to, `Test ${use} ${key}`);
  };
  const issueLeaf = async (
    name: string,
    key: LeafKey,
    extensions: string,
    from: string,
    to: string,
    commonName: string,
  ): Promise<Leaf> => {
    await request(name, key, `/CN=${commonName}`);
    await sign(name, extensions, from, to, ['-cert', 'ca.pem', '-keyfile', 'ca.key']);
    return {
      certificateFile: join(folder, `${name}.pem`),
      keyFile: join(folder, `${name}.key`),
      pem: await text(`${name}.pem`),
    };
  };
  let responses = 0;
  const leafs = new Map<string, Promise<Leaf>>();
  // `openssl ca` keeps its index in files: one at a time.
  let tail: Promise<unknown> = Promise.resolve();
  return {
    folder,
    rootPem: await text('root.pem'),
    caPem: await text('ca.pem'),
    openssl,
    leaf(use, key) {
      const name = `${use}-${key}`;
      const made = leafs.get(name) ?? tail.then(() => makeLeaf(use, key));
      leafs.set(name, made);
      tail = made.catch(() => null);
      return made;
    },
    dated(name, from, to) {
      const made = tail.then(() => issueLeaf(name, 'ec', 'tsa', from, to, name));
      tail = made.catch(() => null);
      return made;
    },
    async revoke(certificateFile, reason) {
      const why = reason === null ? [] : ['-crl_reason', reason];
      await openssl(
        ['ca', '-config', 'pki.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'],
        ['-revoke', certificateFile],
        why,
      );
    },
    async revocationList(issuer) {
      const by = ['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`];
      await openssl(['ca', '-config', 'pki.cnf', '-gencrl', '-crldays', '30', '-out', 'list.pem'], by);
      return new Uint8Array(await openssl('crl', '-in', 'list.pem', '-outform', 'DER'));
    },
    async ocspResponse(asked, { issuer = 'ca', signer, byKey = false, openEnd = false } = {}) {
      const id = `ocsp-${++responses}`;
      await writeFile(join(folder, `${id}.req`), asked);
      await openssl(
        [
          'ocsp',
          '-index',
          'index.txt',
          '-CA',
          `${issuer}.pem`,
          '-reqin',
          `${id}.req`,
          '-respout',
          `${id}.res`,
        ],
        ['-rsigner', signer?.certificateFile ?? `${issuer}.pem`, '-rkey', signer?.keyFile ?? `${issuer}.key`],
        byKey ? ['-resp_key_id'] : [],
        openEnd ? [] : ['-ndays', '30'],
      );
      return new Uint8Array(await readFile(join(folder, `${id}.res`)));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

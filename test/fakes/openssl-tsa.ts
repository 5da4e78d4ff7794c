// A time-stamping authority that really signs: `openssl ts -reply` behind HTTP on the loopback, one at a time (its
// serial file stands no concurrency), with faults that can be switched while it runs.
//
//   const tsa = await startOpensslTsa({ leaf: 'ec' });
//   const config = tsa.config;            // TsaConfig with the right root
//   tsa.setFault('wrong-nonce');          // for every reply from now on; null: none
//   await tsa.token({ data });            // a reply without HTTP
//   await tsa.close();

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import { generalizedTime, integer, octetString, oid, sequence, NULL } from '../../shared/der/writer.ts';
import { parseDer } from '../../shared/der/reader.ts';
import { OID } from '../../shared/der/oids.ts';
import { buildTimestampRequest, parseTimestampRequest } from '../../shared/timestamp/request.ts';
import type { TsaConfig } from '../../shared/timestamp/types.ts';
import { createOpensslPki, type Leaf, type LeafKey, type LeafUse, type OpensslPki } from './openssl-pki.ts';

export const TSA_FAULTS = [
  'wrong-nonce', // a good token for another nonce
  'wrong-imprint', // a good token over other data
  'wrong-policy', // a good token under another policy
  'wrong-time', // a good token of two days ago
  'status-2', // PKIStatus rejection
  'http-500',
  'http-404',
  'slow', // answers after `slowMs` (default 60 s) or when the client leaves
  'garbage', // random bytes
  'empty', // 200 with no body
  'huge', // 2 MiB
  'truncated', // the last 40 bytes are missing
  'expired-leaf', // signed now by a certificate that ended in 2016
  'no-ess-cert-id', // no signing-certificate attribute
  'tls-server-cert', // signed by an ordinary TLS server certificate, signing-certificate attribute present
  'closes', // closes the connection without an answer
] as const;
export type TsaFault = (typeof TSA_FAULTS)[number];

export interface OpensslTsaOptions {
  readonly leaf: LeafKey;
  /** Imprint digests it accepts. Default: sha256, sha384, sha512, sm3. */
  readonly digests?: readonly string[];
  readonly fault?: TsaFault;
  readonly slowMs?: number;
  /** Digest of the ESSCertID; 'sha1' gives the first version of the attribute. Default sha256. */
  readonly essDigest?: 'sha1' | 'sha256' | 'sha512';
  /** Shared certificates; the caller closes them. */
  readonly pki?: OpensslPki;
  readonly name?: string;
}

export interface TokenOptions {
  /** What is time-stamped, or its SHA-256. */
  readonly data: Uint8Array | { readonly sha256: Uint8Array };
  readonly signer?: LeafUse | Leaf;
  /** Default: now. */
  readonly genTime?: Date;
  readonly nonce?: Uint8Array;
  readonly essCertId?: boolean;
  readonly pss?: boolean;
}

export interface OpensslTsa {
  readonly url: string;
  readonly rootPem: string;
  /** Signer and issuing CA. */
  readonly chainPem: string;
  readonly config: TsaConfig;
  readonly pki: OpensslPki;
  /** Number of HTTP requests that came in. */
  readonly requests: () => number;
  setFault(fault: TsaFault | null): void;
  /** Signs replies from now on. */
  setSigner(signer: Leaf): void;
  /** A TimeStampResp whose TSTInfo is ours and whose CMS is made by `openssl cms -sign`. */
  token(options: TokenOptions): Promise<Uint8Array>;
  /** TimeStampResp of `openssl ts -reply` for a DER request. */
  reply(request: Uint8Array, signer?: LeafUse): Promise<Uint8Array>;
  close(): Promise<void>;
}

export const TEST_POLICY = '1.3.6.1.4.1.99999.1';
export const OTHER_POLICY = '1.3.6.1.4.1.99999.2';

export async function startOpensslTsa(options: OpensslTsaOptions): Promise<OpensslTsa> {
  const pki = options.pki ?? (await createOpensslPki());
  const leaf = await pki.leaf('tsa', options.leaf);
  const signing = createSigning(pki, options);
  const state: { fault: TsaFault | null; requests: number } = { fault: options.fault ?? null, requests: 0 };
  const server = createServer((request, response) => {
    state.requests++;
    answer(request, response, state.fault, options.slowMs ?? 60_000, signing).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`;
  const name = options.name ?? `openssl-${options.leaf}`;
  return {
    url,
    rootPem: pki.rootPem,
    chainPem: leaf.pem + pki.caPem,
    config: { name, url, policy: null, rootsPem: pki.rootPem, demonstration: false },
    pki,
    requests: () => state.requests,
    setFault(fault) {
      state.fault = fault;
    },
    setSigner: signing.setSigner,
    token: signing.token,
    reply: signing.reply,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!options.pki) await pki.close();
    },
  };
}

interface Signing {
  readonly token: (options: TokenOptions) => Promise<Uint8Array>;
  readonly reply: (request: Uint8Array, signer?: LeafUse) => Promise<Uint8Array>;
  readonly setSigner: (signer: Leaf) => void;
}

let files = 0;

function createSigning(pki: OpensslPki, options: OpensslTsaOptions): Signing {
  const digest = { rsa: 'sha256', ec: 'sha256', p384: 'sha384', p521: 'sha512' }[options.leaf];
  const path = (name: string): string => join(pki.folder, name);
  let tail: Promise<unknown> = Promise.resolve();
  let chosen: Leaf | null = null;

  async function makeReply(request: Uint8Array, signer: LeafUse): Promise<Uint8Array> {
    const { certificateFile, keyFile } =
      signer === 'tsa' && chosen !== null ? chosen : await pki.leaf(signer, options.leaf);
    const id = `reply-${++files}`;
    const serial = `${options.leaf}-${options.name ?? ''}-${options.essDigest ?? ''}.serial`;
    const config = [
      '[tsa]\ndefault_tsa = main\n[main]',
      `serial = ${serial}\nsigner_cert = ${certificateFile}\nsigner_key = ${keyFile}\ncerts = ${id}.chain`,
      `signer_digest = ${digest}\ndefault_policy = ${TEST_POLICY}\nother_policies = ${OTHER_POLICY}`,
      `digests = ${(options.digests ?? ['sha256', 'sha384', 'sha512', 'sm3']).join(', ')}`,
      `accuracy = secs:1, millisecs:500\nordering = no\ntsa_name = yes\ness_cert_id_chain = no`,
      `ess_cert_id_alg = ${options.essDigest ?? 'sha256'}\n`,
    ].join('\n');
    await Promise.all([
      writeFile(path(`${id}.cnf`), config),
      writeFile(path(`${id}.tsq`), request),
      writeFile(path(`${id}.chain`), pki.caPem + pki.rootPem),
    ]);
    await pki.openssl('ts', '-reply', '-config', `${id}.cnf`, '-queryfile', `${id}.tsq`, '-out', `${id}.tsr`);
    return new Uint8Array(await readFile(path(`${id}.tsr`)));
  }

  async function token(wanted: TokenOptions): Promise<Uint8Array> {
    const { signer = 'tsa' } = wanted;
    const { certificateFile, keyFile } =
      typeof signer === 'string' ? await pki.leaf(signer, options.leaf) : signer;
    const id = `token-${++files}`;
    const { data } = wanted;
    const imprint = 'sha256' in data ? data.sha256 : createHash('sha256').update(data).digest();
    const tstInfo = sequence(
      integer(1),
      oid(TEST_POLICY),
      sequence(sequence(oid(OID.sha256), NULL), octetString(imprint)),
      integer(randomBytes(8)),
      generalizedTime(wanted.genTime ?? new Date()),
      ...(wanted.nonce ? [integer(wanted.nonce)] : []),
    );
    await Promise.all([
      writeFile(path(`${id}.tst`), tstInfo),
      writeFile(path(`${id}.chain`), pki.caPem + pki.rootPem),
    ]);
    await pki.openssl(
      ['cms', '-sign', '-binary', '-nodetach', '-nosmimecap', '-md', digest, '-outform', 'DER'],
      ['-econtent_type', OID.tstInfo, '-in', `${id}.tst`, '-out', `${id}.cms`],
      ['-signer', certificateFile, '-inkey', keyFile, '-certfile', `${id}.chain`],
      wanted.essCertId === false ? [] : ['-cades'],
      wanted.pss ? ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'] : [],
    );
    return sequence(sequence(integer(0)), new Uint8Array(await readFile(path(`${id}.cms`))));
  }

  return {
    token,
    setSigner(signer) {
      chosen = signer;
    },
    reply(request, signer = 'tsa') {
      const made = tail.then(() => makeReply(request, signer));
      tail = made.catch(() => null);
      return made;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fault: TsaFault | null,
  slowMs: number,
  signing: Signing,
): Promise<void> {
  if (fault === 'closes') {
    request.socket.destroy();
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const query = new Uint8Array(Buffer.concat(parts));
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/timestamp-query') {
    response.writeHead(415).end();
    return;
  }
  if (fault === 'http-500' || fault === 'http-404') {
    response.writeHead(fault === 'http-500' ? 500 : 404).end('fault');
    return;
  }
  if (fault === 'slow') await left(response, slowMs);
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
  response.end(await bodyOf(query, fault, signing));
}

function left(response: ServerResponse, slowMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, slowMs);
    response.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function bodyOf(query: Uint8Array, fault: TsaFault | null, signing: Signing): Promise<Uint8Array> {
  const { nonce } = parseTimestampRequest(query);
  // MessageImprint is the second field of TimeStampReq, its digest the second field of that.
  const digest = parseDer(query).children[1]!.children[1]!.body;
  const request = (change: { nonce?: Uint8Array; digest?: Uint8Array; policy?: string }): Uint8Array =>
    buildTimestampRequest({
      digest: change.digest ?? digest,
      nonce: change.nonce ?? nonce ?? Uint8Array.of(1),
      policy: change.policy ?? null,
    });
  switch (fault) {
    case 'wrong-nonce':
      return signing.reply(request({ nonce: randomBytes(8) }));
    case 'wrong-imprint':
      return signing.reply(request({ digest: randomBytes(32) }));
    case 'wrong-policy':
      return signing.reply(request({ policy: OTHER_POLICY }));
    case 'status-2':
      return signing.reply(request({ policy: '1.2.3.4' }));
    case 'garbage':
      return randomBytes(500);
    case 'empty':
      return new Uint8Array();
    case 'huge':
      return new Uint8Array(2 << 20);
    case 'truncated':
      return (await signing.reply(query)).slice(0, -40);
    case 'expired-leaf':
      return signing.reply(query, 'expired');
    case 'wrong-time':
    case 'no-ess-cert-id':
    case 'tls-server-cert':
      return forged(digest, nonce, fault, signing);
    default:
      return signing.reply(query);
  }
}

/** Tokens that `openssl ts` refuses to make; the data is known by its digest only. */
function forged(
  digest: Uint8Array,
  nonce: Uint8Array | null,
  fault: 'wrong-time' | 'no-ess-cert-id' | 'tls-server-cert',
  signing: Signing,
): Promise<Uint8Array> {
  return signing.token({
    data: { sha256: digest },
    ...(nonce ? { nonce } : {}),
    essCertId: fault !== 'no-ess-cert-id',
    signer: fault === 'tls-server-cert' ? 'tls' : 'tsa',
    genTime: fault === 'wrong-time' ? new Date(Date.now() - 48 * 3_600_000) : new Date(),
  });
}

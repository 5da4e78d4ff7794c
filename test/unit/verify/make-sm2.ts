// Makes test/vectors/tampered/sm2-tokens.json: openssl's SM2 signature over the fixture's statement, and its key.
// Run again (node test/unit/verify/make-sm2.ts) when the fixture's statement changes; needs openssl.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { buildDsse, pae } from '../../../shared/evidence/dsse.ts';
import {
  parseSm2Pem,
  SM2_DSSE_PATH,
  SM2_PEM_PATH,
  sm2KeyIdOf,
} from '../../../shared/evidence/sm2-signature.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../../shared/evidence/statement.ts';
import { buildPackage, hashers } from './package.ts';

const folder = mkdtempSync(join(tmpdir(), 'sm2-vector-'));
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const { statement } = buildPackage({ tokens: false });
openssl('ecparam', '-genkey', '-name', 'SM2', '-noout', '-out', 'key');
openssl('pkey', '-in', 'key', '-pubout', '-out', 'pub');
writeFileSync(join(folder, 'm'), pae(STATEMENT_PAYLOAD_TYPE, statement));
const options = '-rawin -digest sm3 -pkeyopt distid:1234567812345678 -in m'.split(' ');
const sig = new Uint8Array(openssl('pkeyutl', '-sign', '-inkey', 'key', ...options));
const pem = new Uint8Array(readFileSync(join(folder, 'pub')));
const keyid = sm2KeyIdOf(parseSm2Pem(pem), hashers);
const dsse = buildDsse(STATEMENT_PAYLOAD_TYPE, statement, [{ keyid, sig }]);
writeFileSync(
  new URL('../../vectors/tampered/sm2-tokens.json', import.meta.url),
  `${JSON.stringify({ keyId: keyid, files: { [SM2_DSSE_PATH]: toBase64(dsse), [SM2_PEM_PATH]: toBase64(pem) } }, null, 2)}\n`,
);
rmSync(folder, { recursive: true });

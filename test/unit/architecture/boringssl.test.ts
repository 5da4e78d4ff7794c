// Electron's crypto is BoringSSL: what OpenSSL has and BoringSSL lacks may be named in one probing file only.

import { parseAst, Visitor } from 'vite';
import { expect, test } from 'vitest';
import { readSources } from './module-graph.ts';

const PROBE = 'electron/platform/node-digests.ts';
const MISSING =
  /^(?:rsa-)?(?:sm3|sm2|sm4(?:-.*)?|sha3-\d+|shake\d+|blake2[bs]\d+|ripemd160|rmd160|whirlpool|chacha20(?:-poly1305)?|secp256k1|.*-ccm|.*-ocb)$/i;
const CALLS = new Set([
  'createHash',
  'createHmac',
  'createCipheriv',
  'createDecipheriv',
  'createECDH',
  'createSign',
  'createVerify',
  'generateKeyPair',
  'generateKeyPairSync',
  'hash',
  'hkdf',
  'hkdfSync',
  'pbkdf2',
  'pbkdf2Sync',
  'sign',
  'verify',
]);

/** Calls into node:crypto by name with an algorithm that BoringSSL has not, in any literal below the arguments. */
function missingAlgorithms(path: string, text: string): readonly string[] {
  const found: string[] = [];
  const readsCrypto = /from '(?:node:)?crypto'/.test(text);
  if (!readsCrypto) return found;
  new Visitor({
    CallExpression(node) {
      const { callee } = node;
      const name =
        callee.type === 'Identifier'
          ? callee.name
          : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
            ? callee.property.name
            : '';
      if (!CALLS.has(name)) return;
      for (const literal of JSON.stringify(node.arguments).matchAll(/"value":"([^"]+)"/g)) {
        if (MISSING.test(literal[1] ?? '')) found.push(`${path}: ${name}('${literal[1]}')`);
      }
    },
  }).visit(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

test('only the probe names them', () => {
  const files = readSources().filter((file) => file.path !== PROBE);
  expect(files.flatMap((file) => missingAlgorithms(file.path, file.text))).toEqual([]);
});

test('no algorithm that is chosen at run time hides one', () => {
  const files = readSources().filter((file) => file.path.startsWith('electron/') && file.path !== PROBE);
  const computed = files.filter((file) =>
    /createHash\((?!['"](?:sha256|sha384|sha512|sha1|md5)['"][,)])/.test(file.text),
  );
  expect(computed.map((file) => file.path)).toEqual([]);
});

test.each([
  "import { createHash } from 'node:crypto'; createHash('sm3');",
  "import * as c from 'node:crypto'; c.createHash('sha3-256');",
  "import { createCipheriv as x, createCipheriv } from 'crypto'; createCipheriv('chacha20-poly1305', a, b);",
  "import { generateKeyPairSync } from 'node:crypto'; generateKeyPairSync('ec', { namedCurve: 'secp256k1' });",
])('sees %s', (text) => {
  expect(missingAlgorithms('x.ts', text)).toHaveLength(1);
});

// What test packages are made of: keys from fixed seeds, fixed salts, fixed facts. Nothing here proves anything.

import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { digestsOf } from '../../shared/bytes/digest.ts';
import { fromHex } from '../../shared/bytes/hex.ts';
import { concatBytes, toUtf8 } from '../../shared/bytes/utf8.ts';
import { createWasmHashers } from '../../shared/bytes/wasm-hashers.ts';
import type { EvidenceFacts } from '../../shared/evidence/statement.ts';
import type { Random, Signer } from '../../electron/platform/ports.ts';
import { sealEvidence, type SealedEvidence } from '../../electron/evidence/seal.ts';
import { buildPublicKeyPem, keyIdOf } from '../../shared/evidence/public-key.ts';
import { webFacts as plainFacts } from '../unit/evidence/facts.ts';

export const hashers = await createWasmHashers();

const PKCS8_PREFIX = fromHex('302e020100300506032b657004220420')!;

/** An Ed25519 key whose private half is SHA-256 of the label. */
export function signerFrom(label: string): Signer {
  const seed = createHash('sha256').update(label).digest();
  const key = createPrivateKey({
    key: Buffer.from(concatBytes(PKCS8_PREFIX, seed)),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(spki.subarray(spki.length - 32));
  return {
    keyId: keyIdOf(publicKey, hashers),
    publicKeyPem: new TextDecoder().decode(buildPublicKeyPem(publicKey)),
    publicKey,
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/** Bytes that look random and are the same every time. */
export function randomFrom(label: string): Random {
  let counter = 0;
  return {
    bytes(length) {
      const out = new Uint8Array(length);
      for (let at = 0; at < length; at += 32) {
        const block = createHash('sha256').update(`${label} ${counter++}`).digest();
        out.set(block.subarray(0, Math.min(32, length - at)), at);
      }
      return out;
    },
  };
}

export const DEVICE = signerFrom('cunan test vectors: device key');

/** Of a complete capture; change what the vector is about. */
export function webFacts(change: Partial<EvidenceFacts> = {}): EvidenceFacts {
  return plainFacts({
    case: { digest: createHash('sha256').update('case').digest('hex'), sequence: 1 },
    title: '仿冒商品 “A” — shop.example',
    ...change,
  });
}

export interface SealedSample {
  readonly sealed: SealedEvidence;
  readonly payload: ReadonlyMap<string, Uint8Array>;
}

export function sealSample(
  facts: EvidenceFacts,
  contents: Readonly<Record<string, string | Uint8Array>>,
): SealedSample {
  const payload = new Map(
    Object.entries(contents).map(([path, content]) => [
      path,
      typeof content === 'string' ? toUtf8(content) : content,
    ]),
  );
  const files = [...payload].map(([path, bytes]) => ({
    path,
    size: bytes.length,
    ...digestsOf(hashers, bytes),
  }));
  const random = randomFrom(`salts of ${facts.id}`);
  return { sealed: sealEvidence({ facts, files, signer: DEVICE, random, hashers }), payload };
}

/** openPayload of exportPackage over bytes in memory, in small pieces. */
export function payloadOf(sample: SealedSample) {
  return (path: string): Promise<AsyncIterable<Uint8Array>> =>
    Promise.resolve(pieces(sample.payload.get(path)!));
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) {
    yield await Promise.resolve(bytes.subarray(at, at + 1000));
  }
}

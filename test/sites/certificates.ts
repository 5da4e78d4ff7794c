// Self-signed certificates for the fixture servers: one key, any number of certificates, made with node:crypto and a
// few lines of DER (RFC 5280), so that no tool is needed.

import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';

export interface FixtureCertificate {
  readonly keyPem: string;
  readonly certPem: string;
  /** Lower-case hex. */
  readonly serial: string;
  readonly sha256: string;
  readonly spki: string;
}

export type CertificateFault = 'none' | 'expired' | 'other-host';

/** Valid for 127.0.0.1 and localhost, nine days before now to 30 days after, but for the fault. */
export function createCertificates(
  count: number,
  fault: CertificateFault = 'none',
): readonly FixtureCertificate[] {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const spki = createHash('sha256').update(publicKey).digest('base64');
  return Array.from({ length: count }, (_, index) => {
    const der = selfSigned(privateKey, publicKey, index, fault);
    const certificate = new X509Certificate(der);
    return {
      keyPem: privateKey,
      certPem: certificate.toString(),
      serial: certificate.serialNumber.toLowerCase(),
      sha256: createHash('sha256').update(der).digest('hex'),
      spki,
    };
  });
}

const ECDSA_SHA256 = seq(oid('2a8648ce3d040302'));

function selfSigned(keyPem: string, spkiDer: Buffer, index: number, fault: CertificateFault): Buffer {
  const serial = Buffer.concat([Buffer.from([0x40 + index]), randomBytes(8)]);
  const name = seq(tlv(0x31, seq(oid('550403'), tlv(0x0c, Buffer.from(`Cunan fixture ${index}`)))));
  const now = Date.now();
  const day = 86_400_000;
  const end = fault === 'expired' ? now - day : now + 30 * day;
  const ownNames = [
    tlv(0x82, Buffer.from('localhost')),
    tlv(0x87, Buffer.from([127, 0, 0, 1])),
    tlv(0x82, Buffer.from('fixture.test')),
  ];
  const san = seq(...(fault === 'other-host' ? [tlv(0x82, Buffer.from('other.test'))] : ownNames));
  const extensions = tlv(0xa3, seq(seq(oid('551d11'), tlv(0x04, san))));
  const tbs = seq(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    ECDSA_SHA256,
    name,
    seq(utcTime(now - 9 * day), utcTime(end)),
    name,
    spkiDer,
    extensions,
  );
  const signature = sign('sha256', tbs, keyPem);
  return seq(tbs, ECDSA_SHA256, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function seq(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

function utcTime(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${text}Z`));
}

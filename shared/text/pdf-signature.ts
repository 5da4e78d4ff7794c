// Words of a PDF's signature: in its seal area, on the certificate, in settings and on the command line.

import type { Bilingual } from './fill.ts';

/** Both languages in one line, as they stand on paper. */
export const SEAL = {
  title: '数字签名 Digital signature',
  demonstration: '演示 DEMO',
  signer: '签名人 Signer',
  issuer: '颁发者 Issuer',
  selfSigned: '自签名，身份未核验 self-signed, identity not verified',
  serial: '序列号 Serial',
  time: '本机时间 Device time',
  verify: '验证 Verify',
  verifyBy: 'pdfsig、Acrobat 签名面板',
  note: '不是公章；有无时间戳见签名属性。Not an official seal.',
  reason: '出具本文件 Issued by the signer',
  deviceReason: '本机自签名证书 self-signed device certificate',
} as const;

/** Subject of the certificate that a device makes for itself. */
export const DEVICE_CERTIFICATE = {
  name: '存安取证 本机签名 Cunan device',
  organisation: '自签名，身份未核验 Self-signed, identity not verified',
} as const;

export const SIGNATURE_OUTCOME: Readonly<
  Record<'stamped' | 'untrusted' | 'unstamped' | 'unsigned', Bilingual>
> = {
  stamped: { zh: '已签名，已加盖时间戳', en: 'Signed, with a time-stamp' },
  untrusted: {
    zh: '已签名，时间戳机构未受信任',
    en: 'Signed, with a time-stamp whose authority is not trusted here',
  },
  unstamped: { zh: '已签名（无时间戳）', en: 'Signed (no time-stamp)' },
  unsigned: { zh: '未签名', en: 'Not signed' },
};

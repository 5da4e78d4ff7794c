// Who signs PDFs: the imported certificate or the key of this device, from the key store; the certificate's public part
// stands in the database, so that showing it opens no key.

import type { SigningCertificateView, SignerKind } from '../shared/api/signing.ts';
import { fromBase64, toBase64 } from '../shared/bytes/base64.ts';
import { AppError } from '../shared/errors.ts';
import { loadDeviceDocumentSigner } from './identity/document-signer.ts';
import {
  describeSigningCertificate,
  importSigningCertificate,
  loadSigningCertificate,
  removeSigningCertificate,
} from './identity/signing-certificate.ts';
import type { Clock, DocumentSigner, Secrets } from './platform/ports.ts';
import type { Store } from './store/types.ts';

export interface DocumentSigning {
  /** Throws certificate/no-signer, key/…. */
  signer(by: SignerKind): Promise<DocumentSigner>;
  /** Null where none was imported. */
  certificate(): SigningCertificateView | null;
  /** Throws key/p12-…, key/type-unsupported, key/certificate-unusable. */
  import(file: { readonly bytes: Uint8Array; readonly password: string }): Promise<SigningCertificateView>;
  remove(): Promise<void>;
}

/** Fact: the imported chain, base64 by blanks; empty: none. */
const CHAIN = 'signing-certificate-chain';

export function createDocumentSigning(deps: {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly deviceKeyId: string;
}): DocumentSigning {
  const { store, secrets, clock, deviceKeyId } = deps;
  const chain = (): readonly Uint8Array[] =>
    (store.facts.get(CHAIN) ?? '')
      .split(' ')
      .flatMap((text) => fromBase64(text) ?? [])
      .filter(notEmpty);
  const view = (): SigningCertificateView | null => {
    const kept = chain();
    return kept.length === 0 ? null : describeSigningCertificate(kept, clock.now());
  };
  return {
    async signer(by) {
      if (by === 'device') return loadDeviceDocumentSigner(secrets, clock, deviceKeyId);
      const signer = await loadSigningCertificate(secrets, clock.now());
      if (signer === null) throw new AppError('certificate/no-signer');
      return signer;
    },
    certificate: view,
    async import(file) {
      const kept = await importSigningCertificate(secrets, file, clock.now());
      store.facts.set(CHAIN, kept.map(toBase64).join(' '));
      const made = describeSigningCertificate(kept, clock.now());
      const { subject, serialHex } = made;
      store.audit.append('signing-certificate-imported', null, { subject, serialHex });
      return made;
    },
    async remove() {
      const before = view();
      await removeSigningCertificate(secrets);
      store.facts.set(CHAIN, '');
      const serialHex = before?.serialHex ?? null;
      store.audit.append('signing-certificate-removed', null, { serialHex });
    },
  };
}

function notEmpty(bytes: Uint8Array): boolean {
  return bytes.length > 0;
}

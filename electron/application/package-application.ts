// Form, evidence packages and papers -> one application package (docs/application-package.md). Same input, same bytes:
// the container is the evidence package's own, everything is stored, the signature is deterministic.

import { createHash } from 'node:crypto';
import { buildApplication, type Application } from '../../shared/application/application.ts';
import {
  APPLICATION_DSSE_PATH,
  APPLICATION_KEY_PATH,
  APPLICATION_MANIFEST_PATH,
  APPLICATION_PATH,
  APPLICATION_PAYLOAD_TYPE,
  APPLICATION_README_PATH,
} from '../../shared/application/paths.ts';
import { buildManifest } from '../../shared/evidence/bag.ts';
import { buildDsse, pae } from '../../shared/evidence/dsse.ts';
import { buildPublicKeyPem } from '../../shared/evidence/public-key.ts';
import type { Signer } from '../platform/ports.ts';
import { buildApplicationReadme } from './readme.ts';

/** A file of the package as electron/export's writer takes it. */
export interface PackedFile {
  readonly name: string;
  readonly size: number;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface ApplicationFiles {
  readonly application: Application;
  /** The bytes of a listed evidence package or attachment, from its start. */
  readonly open: (path: string) => AsyncIterable<Uint8Array>;
  readonly signer: Signer;
}

/** Throws format/bad-application. Digests of listed files are the list's: the writer's caller checks what it reads. */
export function applicationInputs({ application, open, signer }: ApplicationFiles): readonly PackedFile[] {
  const listed = [...application.evidence, ...application.attachments];
  const own = [
    { path: APPLICATION_PATH, bytes: buildApplication(application) },
    { path: APPLICATION_README_PATH, bytes: buildApplicationReadme(application, signer.keyId) },
    { path: APPLICATION_KEY_PATH, bytes: buildPublicKeyPem(signer.publicKey) },
  ];
  const manifest = buildManifest([
    ...listed.map(({ path, sha256 }) => ({ path, digest: sha256 })),
    ...own.map(({ path, bytes }) => ({ path, digest: createHash('sha256').update(bytes).digest('hex') })),
  ]);
  const sig = signer.sign(pae(APPLICATION_PAYLOAD_TYPE, manifest));
  const envelope = buildDsse(APPLICATION_PAYLOAD_TYPE, manifest, [{ keyid: signer.keyId, sig }]);
  return [
    ...[
      ...own,
      { path: APPLICATION_MANIFEST_PATH, bytes: manifest },
      { path: APPLICATION_DSSE_PATH, bytes: envelope },
    ].map(({ path, bytes }): PackedFile => ({ name: path, size: bytes.length, open: () => [bytes] })),
    ...listed.map(({ path, sizeBytes }): PackedFile => ({
      name: path,
      size: sizeBytes,
      open: () => open(path),
    })),
  ];
}

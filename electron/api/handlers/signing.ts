// Certificates as files, and the certificate that signs them.

import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoreApi } from '../../../shared/api/core.ts';
import { certifyInput, importSigningCertificateInput } from '../../../shared/api/signing.ts';
import { fromBase64 } from '../../../shared/bytes/base64.ts';
import { AppError } from '../../../shared/errors.ts';
import { checkedInput } from './checked-input.ts';
import type { ApiDeps } from './deps.ts';

type Signing = Pick<
  CoreApi,
  'certify' | 'signingCertificate' | 'importSigningCertificate' | 'removeSigningCertificate'
>;

export function createSigning({ store, pipeline, documentSigning, emit }: ApiDeps): Signing {
  return {
    async certify(input) {
      const { id, paper, folder, sign } = checkedInput(certifyInput, input);
      const { demonstration } = store.evidence.require(id);
      const make = paper === 'report' ? pipeline.makeReport : pipeline.makeCertificate;
      const { pdf, signature } = await make(id, sign);
      const path = join(
        folder,
        `${id}${demonstration ? '-演示DEMO' : ''}${paper === 'report' ? '-process-report' : '-certificate'}.pdf`,
      );
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(path, pdf);
      } catch (cause) {
        throw new AppError('input/output-unwritable', { path }, { cause });
      }
      return { path, sha256: createHash('sha256').update(pdf).digest('hex'), signature };
    },
    signingCertificate: async () => documentSigning.certificate(),
    async importSigningCertificate(input) {
      const { p12, password } = checkedInput(importSigningCertificateInput, input);
      const bytes = fromBase64(p12);
      if (!bytes) throw new AppError('key/p12-unreadable', { problem: 'base64' });
      const made = await documentSigning.import({ bytes, password });
      emit({ type: 'settings' });
      return made;
    },
    async removeSigningCertificate() {
      await documentSigning.remove();
      const { pdfSignature } = store.settings.get();
      // Nothing signs any more, rather than every certificate failing.
      if (pdfSignature.by === 'certificate')
        store.settings.change({ pdfSignature: { ...pdfSignature, by: 'none' } });
      emit({ type: 'settings' });
    },
  };
}

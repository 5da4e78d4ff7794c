// Evidence: looking at it, proving it further, handing it over, verifying files.

import type { CoreApi, OpenedFile } from '../../../shared/api/core.ts';
import { renewProofsInput } from '../../../shared/api/inputs.ts';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { AppError } from '../../../shared/errors.ts';
import { STATEMENT_DSSE_PATH } from '../../../shared/evidence/dsse.ts';
import { INDEX_PATH } from '../../../shared/evidence/index-file.ts';
import { CERTIFICATE_PATH, REPORT_PATH } from '../../../shared/evidence/package-paths.ts';
import { SIGNER_PEM_PATH } from '../../../shared/evidence/public-key.ts';
import { STATEMENT_PATH } from '../../../shared/evidence/statement-file.ts';
import { DEFAULT_REQUIREMENTS } from '../../../shared/verify/trust-policy.ts';
import { mediaTypeOf } from '../../platform/media-type.ts';
import { checkedInput } from './checked-input.ts';
import type { ApiDeps } from './deps.ts';

type Evidence = Pick<
  CoreApi,
  | 'listEvidence'
  | 'getEvidence'
  | 'getCaptureRecord'
  | 'getEnvironment'
  | 'exportEvidence'
  | 'retryAttestations'
  | 'renewProofs'
  | 'verifyFile'
  | 'openFile'
>;

export function createEvidence(deps: ApiDeps): Evidence {
  const { store, pipeline, clock } = deps;
  const detail = (id: string): EvidenceDetail => {
    const found = store.evidence.detail(id);
    return { ...found, attestations: [...found.attestations, ...pipeline.witnessAttestations(id)] };
  };
  return {
    listEvidence: async (query) => store.evidence.list(query),
    getEvidence: async ({ id }) => detail(id),
    getCaptureRecord: ({ id }) => deps.readCaptureRecord(id),
    getEnvironment: ({ id }) => deps.readEnvironment(id),

    async exportEvidence({ ids, folder }) {
      for (const id of ids) store.evidence.require(id);
      const target = folder ?? store.settings.get().exportFolder ?? deps.downloadsFolder;
      const made = [];
      for (const id of ids) {
        made.push(await pipeline.exportItem(id, target, new AbortController().signal));
        deps.emit({ type: 'evidence', id });
      }
      return made;
    },

    async retryAttestations({ id }) {
      store.evidence.require(id);
      deps.addConfiguredAttestations(id);
      store.attestations.retryNow(id, clock.now().toISOString());
      deps.ledger.retryWitnesses();
      await pipeline.attestDue();
      return detail(id);
    },

    renewProofs(input) {
      const { ids, dueWithinDays } = checkedInput(renewProofsInput, input);
      for (const id of ids) store.evidence.require(id);
      return pipeline.renewProofs(ids, dueWithinDays);
    },

    async verifyFile({ path, requirements }) {
      const report = await deps.verify(path, { ...DEFAULT_REQUIREMENTS, ...defined(requirements ?? {}) });
      store.audit.append('evidence-verified', report.evidence?.id ?? null, { verdict: report.verdict });
      return report;
    },

    async openFile({ id, path }) {
      const view = store.evidence.require(id);
      const file = store.evidence.file(id, path);
      if (file) {
        const blob = await store.vault.open(view.caseId, file.sha256);
        return {
          sizeBytes: file.sizeBytes,
          mediaType: file.mediaType,
          read: (offset, length) => blob.read(offset, length),
          close: () => blob.close(),
        };
      }
      const bytes = await tagFile(deps, id, path);
      if (!bytes) throw new AppError('input/not-found', { what: path });
      return inMemory(bytes, mediaTypeOf(path));
    },
  };
}

/** Files of a package that are not payload: the sealed part, the proofs so far, and the certificate made on demand. */
async function tagFile({ store, pipeline }: ApiDeps, id: string, path: string): Promise<Uint8Array | null> {
  const sealed = store.evidence.sealedBytes(id);
  switch (path) {
    case INDEX_PATH:
      return sealed.index;
    case STATEMENT_PATH:
      return sealed.statement;
    case STATEMENT_DSSE_PATH:
      return sealed.dsse;
    case SIGNER_PEM_PATH:
      return sealed.signerPem;
    case CERTIFICATE_PATH:
      return (await pipeline.makeCertificate(id)).pdf;
    case REPORT_PATH:
      return (await pipeline.makeReport(id)).pdf;
    default:
      return pipeline.proofFiles(id).find((file) => file.path === path)?.bytes ?? null;
  }
}

function inMemory(bytes: Uint8Array, mediaType: string): OpenedFile {
  return {
    sizeBytes: bytes.length,
    mediaType,
    read: async (offset, length) => bytes.slice(offset, offset + length),
    close: async () => {},
  };
}

function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

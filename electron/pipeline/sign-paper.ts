// A rendered paper -> the same, signed where that is wanted, with a time-stamp of the first configured authority that
// gives a good one; what came of it is returned as it is.

import type { PdfSignatureView, SignerKind } from '../../shared/api/signing.ts';
import { isAppError } from '../../shared/errors.ts';
import { parseDer } from '../../shared/der/reader.ts';
import { signPdf, type DocumentStamp } from '../certificate/pades/sign-pdf.ts';
import type { SealArea } from '../certificate/sheet.ts';
import type { PipelineDeps } from './deps.ts';

export interface IssuedPaper {
  readonly pdf: Uint8Array;
  readonly signature: PdfSignatureView;
}

/** Who is to sign; null: nobody. */
export function chosenSigner({ store }: PipelineDeps, sign: SignerKind | null): SignerKind | null {
  const { by } = store.settings.get().pdfSignature;
  return sign ?? (by === 'none' ? null : by);
}

/** Throws certificate/no-signer, certificate/no-timestamp, key/…. An abort rejects with its reason. */
export async function signPaper(
  deps: PipelineDeps,
  paper: { readonly pdf: Uint8Array; readonly area: SealArea; readonly demonstration: boolean },
  by: SignerKind | null,
  signal?: AbortSignal,
): Promise<IssuedPaper> {
  if (by === null)
    return { pdf: paper.pdf, signature: { state: 'unsigned', by: null, tsa: null, genTime: null } };
  const { tsas, pdfSignature } = deps.store.settings.get();
  const { bytes, stamp } = await signPdf({
    ...paper,
    signer: await deps.documentSigner(by),
    fonts: await deps.fonts(),
    signedAt: deps.clock.now(),
    timestamper: tsas.length === 0 ? null : (data) => stampOver(deps, data, signal),
    withoutTimestamp: pdfSignature.withoutTimestamp,
  });
  if (stamp === null) return { pdf: bytes, signature: { state: 'unstamped', by, tsa: null, genTime: null } };
  const { trusted, tsa, genTime } = stamp;
  return { pdf: bytes, signature: { state: trusted ? 'stamped' : 'untrusted', by, tsa, genTime } };
}

/** Null where every authority failed; why goes to the log. */
async function stampOver(
  deps: PipelineDeps,
  data: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<DocumentStamp | null> {
  const { http, random, clock, hashers, log } = deps;
  for (const tsa of deps.store.settings.get().tsas) {
    try {
      const order = { tsa, data, http, random, clock, hashers, ...(signal ? { signal } : {}) };
      const { tsr, report } = await deps.requestTimestamp(order);
      return {
        token: parseDer(tsr).children[1]!.raw,
        tsa: tsa.name,
        genTime: report.info!.genTime,
        trusted: report.status === 'pass' && !tsa.demonstration,
        demonstration: tsa.demonstration,
      };
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.warn('no time-stamp for a PDF signature', { tsa: tsa.name, code: error.code, ...error.details });
    }
  }
  return null;
}

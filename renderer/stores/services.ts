// Services around the proofs as settings show them: the schedule of checkpoints, platforms' credentials, the SM2 signer.

import { useState } from 'react';
import type { SigningCertificateView } from '../../shared/api/signing.ts';
import { toBase64 } from '../../shared/bytes/base64.ts';
import type { ChainStatusView, PlatformCheckView, Sm2StateView } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import { toFailure, type Failure } from '../api/failure.ts';
import { useChanges, useLoaded, type Loaded } from './evidence.ts';

/** Runs one thing at a time and keeps its failure. */
function useDoing() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    await work().catch((error: unknown) => setFailure(toFailure(error)));
    setBusy(false);
  };
  return { busy, failure, run };
}

/** @param schedule the saved one: what waits is read again when it changes */
export function useAnchoring(schedule: string) {
  const loaded: Loaded<ChainStatusView> = useLoaded(`anchoring ${schedule}`, 0, () =>
    api.chainStatus.query(),
  );
  const { busy, failure, run } = useDoing();
  return {
    value: loaded.value,
    failure: failure ?? loaded.failure,
    busy,
    anchorNow: () =>
      run(async () => {
        await api.anchorNow.mutate();
        loaded.reload();
        useChanges.getState().touch(null);
      }),
  };
}

/** Chain and platforms as they stand. @param saved read again when these settings change */
export function useAdapters(saved: string): Loaded<ChainStatusView> {
  return useLoaded(`adapters ${saved}`, 0, () => api.chainStatus.query());
}

export function checkPlatform(platform: string): Promise<PlatformCheckView> {
  return api.checkPlatform.mutate({ platform });
}

export async function setPlatformSecret(platform: string, name: string, value: string): Promise<void> {
  await api.setPlatformSecret.mutate({ platform, name, value });
}

/** The imported certificate that signs PDFs; undefined while it is being read. */
export function useSigningCertificate() {
  const loaded: Loaded<{ readonly certificate: SigningCertificateView | null }> = useLoaded(
    'signing-certificate',
    0,
    async () => ({ certificate: await api.signingCertificate.query() }),
  );
  const { busy, failure, run } = useDoing();
  return {
    certificate: loaded.value?.certificate,
    failure: failure ?? loaded.failure,
    busy,
    importFile: (file: File, password: string) =>
      run(async () => {
        const p12 = toBase64(new Uint8Array(await file.arrayBuffer()));
        await api.importSigningCertificate.mutate({ p12, password });
        loaded.reload();
      }),
    remove: () =>
      run(async () => {
        await api.removeSigningCertificate.mutate();
        loaded.reload();
      }),
  };
}

/** @param mode the saved one: an answer belongs to it alone */
export function useSm2(mode: string) {
  const loaded: Loaded<Sm2StateView> = useLoaded(`sm2 ${mode}`, 0, () => api.sm2State.query());
  const [answer, setAnswer] = useState<{ readonly mode: string; readonly keyId: string | null } | null>(null);
  const { busy, failure, run } = useDoing();
  return {
    value: loaded.value,
    checked: answer?.mode === mode ? answer.keyId : null,
    failure: failure ?? loaded.failure,
    busy,
    check: () =>
      run(async () => {
        setAnswer(null);
        const { keyId } = await api.checkSm2.mutate();
        setAnswer({ mode, keyId });
        loaded.reload();
      }),
  };
}

// Renews proofs before what they rest on ages (docs/evidence-package.md 8.3): per item a list of everything under
// attest/, one tree over the lists of all items that are due, and new time-stamps over its head. What was there is never
// touched; a round that fails leaves nothing and is tried again later.

import { webcrypto } from 'node:crypto';
import type { RenewalReport } from '../../shared/api/views.ts';
import { digestsOf } from '../../shared/bytes/digest.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { STATEMENT_DSSE_PATH } from '../../shared/evidence/dsse.ts';
import { INDEX_PATH } from '../../shared/evidence/index-file.ts';
import { SIGNER_PEM_PATH } from '../../shared/evidence/public-key.ts';
import {
  buildRenewalRecord,
  buildRenewalTree,
  RENEWAL_FILES,
  RENEWAL_PATH,
  renewalFolder,
} from '../../shared/evidence/renewal.ts';
import { STATEMENT_PATH } from '../../shared/evidence/statement-file.ts';
import { tokenLife } from '../../shared/timestamp/describe.ts';
import { certificatesOfPem } from '../../shared/timestamp/pem.ts';
import type { ProofFile } from '../attest/ports.ts';
import { nextAttemptAt } from '../attest/retry.ts';
import type { ObtainedTimestamp, TimestampOrder } from '../attest/timestamp/client.ts';
import type { ProofLife } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';

export type RenewalDeps = Pick<
  PipelineDeps,
  | 'store'
  | 'clock'
  | 'random'
  | 'hashers'
  | 'http'
  | 'log'
  | 'demonstration'
  | 'requestTimestamp'
  | 'fetchRevocationMaterial'
>;

const DAY_MS = 86_400_000;
/** Items under one head. */
const BATCH = 500;
/** Chains of older tokens whose revocation material is asked for once more. */
const MAX_CHAINS = 8;

/** @param ids renewed whether due or not; empty: all that are due within the days (null: as the settings say). */
export async function renewProofs(
  deps: RenewalDeps,
  ids: readonly string[],
  dueWithinDays: number | null,
  signal: AbortSignal,
): Promise<RenewalReport> {
  const { store, clock } = deps;
  reckonAll(deps);
  const withinMs = (dueWithinDays ?? store.settings.get().renewWithinDays) * DAY_MS;
  const renewed: string[] = [];
  const failed: string[] = [];
  let error: RenewalReport['error'] = null;
  const renewable = ids.filter((id) => lifeOf(deps, id) !== null);
  for (;;) {
    const done = renewed.length + failed.length;
    const batch =
      ids.length > 0
        ? renewable.slice(done, done + BATCH)
        : store.renewals.due(clock.now().getTime(), withinMs, BATCH).filter((id) => !failed.includes(id));
    if (batch.length === 0 || signal.aborted) break;
    const problem = await renewBatch(deps, batch, signal);
    if (signal.aborted) break;
    if (problem === null) renewed.push(...batch);
    else {
      failed.push(...batch);
      error = { code: problem.code, details: problem.details };
      break;
    }
  }
  const nextMs = store.renewals.nextDueMs(withinMs);
  return { renewed, failed, error, nextDueAt: nextMs === null ? null : new Date(nextMs).toISOString() };
}

/** Notes until when the time-stamps of an item hold that has not been renewed yet. */
export function reckonLife(deps: RenewalDeps, id: string): void {
  if (deps.store.renewals.nextNumber(id) > 1) return;
  const life = lifeOf(deps, id);
  // A token that cannot be read has no end to be noted; 0 keeps the item from being asked about again.
  deps.store.renewals.setLife(id, life ?? { endsMs: 0, provenMs: 0 });
}

function reckonAll(deps: RenewalDeps): void {
  for (;;) {
    const ids = deps.store.renewals.unreckoned(200);
    if (ids.length === 0) return;
    deps.store.transaction(() => {
      for (const id of ids) reckonLife(deps, id);
    });
  }
}

/** By the statement's own time-stamps; those of its checkpoint are by the same authorities and renewed along. */
function lifeOf({ store }: RenewalDeps, id: string): ProofLife | null {
  const files = new Map(store.attestations.proofFiles(id).map(({ path, bytes }) => [path, bytes]));
  const lives = [...files].flatMap(([path, bytes]) => {
    if (!/^attest\/tsa\/[^/]+\.tsr$/.test(path)) return [];
    return tokenLife(bytes, chainBeside(files, path)) ?? [];
  });
  if (lives.length === 0) return null;
  return {
    endsMs: Math.min(...lives.map(({ endsMs }) => endsMs)),
    provenMs: Math.max(...lives.map(({ genTimeMs }) => genTimeMs)),
  };
}

function chainBeside(files: ReadonlyMap<string, Uint8Array>, path: string) {
  const pem = files.get(path.replace(/\.tsr$/, '.chain.pem'));
  return pem ? certificatesOfPem(new TextDecoder().decode(pem)).certificates : [];
}

/** Null where it is done. */
async function renewBatch(
  deps: RenewalDeps,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<AppError | null> {
  const { store, clock, random } = deps;
  try {
    await renewTogether(deps, ids, signal);
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    const problem = isAppError(error)
      ? error
      : new AppError('internal', { reference: deps.log.error('a renewal failed', error) });
    const now = clock.now();
    store.renewals.failed(
      ids,
      { code: problem.code, details: problem.details, at: now.toISOString() },
      (attempts) => nextAttemptAt(attempts, now, random).getTime(),
    );
    return problem;
  }
}

async function renewTogether(deps: RenewalDeps, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const { store, hashers } = deps;
  const proofs = new Map(
    ids.map((id) => [id, [...store.attestations.proofFiles(id), ...store.renewals.files(id)]]),
  );
  const kept = await fetchKept(deps, trustedChains(deps, ids, proofs), signal);
  const items = ids.map((evidenceId) => {
    const number = store.renewals.nextNumber(evidenceId);
    const folder = renewalFolder(number);
    const files = [
      ...sealedFiles(deps, evidenceId),
      ...proofs.get(evidenceId)!,
      ...kept.map(({ name, bytes }) => ({ path: `${folder}${name}`, bytes })),
    ];
    const listed = files.map(({ path, bytes }) => ({
      path,
      size: bytes.length,
      ...digestsOf(hashers, bytes),
    }));
    return { evidenceId, number, record: buildRenewalRecord(evidenceId, number, listed) };
  });
  const tree = buildRenewalTree(
    items.map(({ record }) => record),
    hashers,
  );
  const stamped = await stampHead(deps, tree.head, signal);
  store.renewals.add({
    at: new Date(stamped.life.provenMs).toISOString(),
    authorities: stamped.authorities,
    imprints: stamped.imprints,
    life: stamped.life,
    files: [{ name: RENEWAL_FILES.head, bytes: tree.head }, ...kept, ...stamped.files],
    items: items.map((item, at) => ({ ...item, proof: tree.proofs[at]! })),
  });
}

function sealedFiles({ store }: RenewalDeps, id: string): readonly ProofFile[] {
  const { index, statement, dsse, signerPem } = store.evidence.sealedBytes(id);
  return [
    { path: INDEX_PATH, bytes: index },
    { path: STATEMENT_PATH, bytes: statement },
    { path: STATEMENT_DSSE_PATH, bytes: dsse },
    { path: SIGNER_PEM_PATH, bytes: signerPem },
  ];
}

/** PEM of the chains that led to a configured root: an untrusted certificate is asked nothing, it names any address. */
function trustedChains(
  { store }: RenewalDeps,
  ids: readonly string[],
  proofs: ReadonlyMap<string, readonly ProofFile[]>,
): ReadonlySet<string> {
  return new Set(
    ids.flatMap((id) => {
      const records = store.attestations.ofEvidence(id).filter(({ trusted }) => trusted);
      const paths = new Set(records.flatMap(({ files }) => files));
      return proofs
        .get(id)!
        .filter(({ path }) => path.endsWith('.chain.pem') && (paths.has(path) || RENEWAL_PATH.test(path)))
        .map(({ bytes }) => new TextDecoder().decode(bytes));
    }),
  );
}

type NamedFile = { readonly name: string; readonly bytes: Uint8Array };

/** What the authorities of the older tokens say now about their certificates: the last chance to hear it. */
async function fetchKept(
  deps: RenewalDeps,
  chains: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly NamedFile[]> {
  const platform = { hashers: deps.hashers, subtle: webcrypto.subtle };
  const answers = await Promise.all(
    [...chains]
      .slice(-MAX_CHAINS)
      .map((pem) =>
        deps.fetchRevocationMaterial(certificatesOfPem(pem).certificates, deps.http, platform, signal),
      ),
  );
  return [
    ...named(
      answers.flatMap(({ crls }) => crls),
      'crl',
    ),
    ...named(
      answers.flatMap(({ ocsps }) => ocsps),
      'ocsp',
    ),
  ];
}

/** Each once, numbered. */
function named(all: readonly Uint8Array[], ending: string): NamedFile[] {
  return distinct(all).map((bytes, at) => ({ name: `kept-${at + 1}.${ending}`, bytes }));
}

function distinct(all: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(all.map((bytes) => [Buffer.from(bytes).toString('base64'), bytes])).values()];
}

interface StampedHead {
  readonly authorities: readonly string[];
  /** Digest of each authority's time-stamp, in the same order. */
  readonly imprints: readonly string[];
  readonly life: ProofLife;
  readonly files: readonly NamedFile[];
}

/**
 * Every authority that may renew is asked; one answer is enough. Outside a demonstration folder that are real ones with a
 * root: others would only make it look as if the proofs had been renewed. Who refuses the digest that the settings name is
 * asked with SHA-256. Throws tsa/not-configured, or the first error.
 */
async function stampHead(deps: RenewalDeps, head: Uint8Array, signal: AbortSignal): Promise<StampedHead> {
  const { tsas, renewalImprint } = deps.store.settings.get();
  const asked = tsas.filter(
    ({ demonstration, rootsPem }) => deps.demonstration || (!demonstration && rootsPem.trim() !== ''),
  );
  if (asked.length === 0) throw new AppError('tsa/not-configured');
  const { http, random, clock, hashers } = deps;
  const stampAs = async (order: TimestampOrder): Promise<ObtainedTimestamp> => {
    if (renewalImprint === 'sha256') return deps.requestTimestamp(order);
    try {
      return await deps.requestTimestamp({ ...order, imprint: renewalImprint });
    } catch (error) {
      if (!isAppError(error) || !/^tsa\/(rejected|bad-response)$/.test(error.code)) throw error;
      return deps.requestTimestamp(order);
    }
  };
  const settled = await Promise.allSettled(
    asked.map(async (tsa) => ({
      tsa,
      obtained: await stampAs({ tsa, data: head, http, random, clock, hashers, signal }),
    })),
  );
  const good = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  const [refused] = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (good.length === 0) throw refused;
  const lives = good.flatMap(({ obtained }) => tokenLife(obtained.tsr, chainOf(obtained)) ?? []);
  return {
    authorities: good.map(({ tsa }) => tsa.name),
    imprints: good.map(({ obtained }) => obtained.report.info!.imprintAlgorithm),
    life: {
      endsMs: Math.min(...lives.map(({ endsMs }) => endsMs)),
      provenMs: Math.max(...lives.map(({ genTimeMs }) => genTimeMs)),
    },
    files: good.flatMap(({ tsa, obtained }) => {
      const stem = `${tsas.indexOf(tsa) + 1}-${tsa.name}`;
      const { tsr, chainPem, crls, ocsps } = obtained;
      return [
        { name: `${stem}.tsr`, bytes: tsr },
        ...(chainPem === '' ? [] : [{ name: `${stem}.chain.pem`, bytes: toUtf8(chainPem) }]),
        ...crls.map((bytes, at) => ({ name: `${stem}.${at + 1}.crl`, bytes })),
        ...ocsps.map((bytes, at) => ({ name: `${stem}.${at + 1}.ocsp`, bytes })),
      ];
    }),
  };
}

function chainOf({ chainPem }: ObtainedTimestamp) {
  return certificatesOfPem(chainPem).certificates;
}

// The first page of a certificate or report: what, where, when, by whom, which proofs there are, and what it states.

import type { AttestationView } from '../api/views.ts';
import { APP_NAME, LABEL, PAPER_WORD, SAY, STATEMENT, WORD } from '../text/certificate.ts';
import { fill, filled, type Bilingual } from '../text/fill.ts';
import { chinaTime } from '../text/time.ts';
import { CAPTURE_STATE, EVIDENCE_KIND, PERSON } from '../text/words.ts';
import type { CertificateInput } from './input.ts';
import type { Cover, Paper, Proof } from './paper.ts';
import { digest, row, url, type CertificateRow } from './rows.ts';

const MAX_TITLE = 60;
const MAX_URL = 180;
const MAX_NAME = 40;

export function buildCover(input: CertificateInput, number: string, kind: Paper['kind']): Cover {
  const { predicate } = input.statement;
  const isDeposit = predicate.kind === 'file-deposit';
  return {
    stateLabel: isDeposit ? LABEL.depositOutcome : LABEL.captureOutcome,
    state: CAPTURE_STATE[predicate.state],
    rows: summary(input),
    proofs: proofs(input),
    digests: [
      row(LABEL.statementSha256, digest(input.statementSha256)),
      row(LABEL.statementSm3, digest(input.statementSm3)),
    ],
    statement: closingStatement(input, kind),
    issued: [
      row(kind === 'report' ? LABEL.reportNo : LABEL.certificateNo, number),
      row(LABEL.issuedAt, chinaTime(input.issuedAt)),
      row(LABEL.madeBy, { zh: APP_NAME.zh, en: `${APP_NAME.en} ${input.softwareVersion}` }),
    ],
    thumbnail: input.hasThumbnail
      ? {
          caption: filled(SAY.thumbnail, { at: chinaTime(predicate.startedAt) }),
          alt: filled(SAY.thumbnailAlt, { at: chinaTime(predicate.startedAt) }),
        }
      : null,
  };
}

function summary({ statement, record }: CertificateInput): readonly CertificateRow[] {
  const { predicate } = statement;
  const isDeposit = predicate.kind === 'file-deposit';
  const { operator } = predicate;
  const method = record?.method === 'process' ? SAY.recorded : EVIDENCE_KIND[predicate.kind];
  return [
    row(LABEL.title, short(predicate.title ?? predicate.requestedUrl ?? predicate.id, MAX_TITLE)),
    row(isDeposit ? LABEL.depositMethod : LABEL.method, method),
    ...(isDeposit
      ? []
      : [
          row(
            LABEL.requestedUrl,
            url(predicate.requestedUrl && short(predicate.requestedUrl, MAX_URL), WORD.none),
          ),
        ]),
    row(LABEL.when, chinaTime(predicate.startedAt), `– ${chinaTime(predicate.endedAt)}`),
    row(
      PERSON[predicate.kind],
      ...(operator.name === null ? [WORD.notStated] : [short(operator.name, MAX_NAME)]),
      ...(operator.organisation === null ? [] : [short(operator.organisation, MAX_NAME)]),
      operator.verification === 'verified' ? WORD.verified : WORD.notVerified,
    ),
  ];
}

function short(text: string, max: number): string {
  const chars = Array.from(text);
  return chars.length <= max ? text : `${chars.slice(0, max).join('')}${fill(SAY.inFull.zh)}`;
}

function proofs({
  attestations,
  checkpoint,
  signerKeyId,
  trustedStamps,
}: CertificateInput): readonly Proof[] {
  const of = (kind: AttestationView['kind']) => attestations.filter((a) => a.kind === kind);
  const ledger = of('ledger').find(({ state }) => state === 'obtained');
  const logged = ledger !== undefined && checkpoint !== null;
  return [
    {
      label: LABEL.signature,
      word: WORD.signedByDevice,
      detail: signerKeyId.slice(0, 16),
      lacking: false,
    },
    stampProof(
      of('timestamp').filter(({ subject }) => subject === 'statement'),
      trustedStamps ?? [],
    ),
    {
      label: LABEL.localLedger,
      word: logged ? WORD.logged : WORD.notLogged,
      detail: logged ? checkpoint.origin : '',
      lacking: !logged,
    },
    anchorProof(of('chain')),
  ];
}

/** One stamp with its own standing: a trusted one before an untrusted one, a demonstration last. */
function stampProof(stamps: readonly AttestationView[], trustedIds: readonly string[]): Proof {
  const obtained = stamps.filter(({ state }) => state === 'obtained');
  const real = obtained.filter(({ demonstration }) => !demonstration);
  const any = real.find(({ id }) => trustedIds.includes(id)) ?? real[0] ?? obtained[0];
  if (any?.at) {
    const trusted = trustedIds.includes(any.id);
    const doubt = any.demonstration ? WORD.provenNothing : trusted ? null : WORD.rootUntrusted;
    return {
      label: LABEL.timestamp,
      word: WORD.stamped,
      detail: [chinaTime(any.at), ...(doubt ? [doubt.zh] : [])].join(' '),
      lacking: doubt !== null,
    };
  }
  const pending = stamps.some(({ state }) => state === 'pending');
  const word = pending ? WORD.pending : WORD.notRequested;
  return { label: LABEL.timestamp, word, detail: '', lacking: true };
}

function anchorProof(anchors: readonly AttestationView[]): Proof {
  const obtained = anchors.filter(({ state }) => state === 'obtained');
  const real = obtained.find(({ demonstration }) => !demonstration);
  if (real) return { label: LABEL.chain, word: WORD.anchored, detail: real.provider, lacking: false };
  if (obtained[0]) {
    return { label: LABEL.chain, word: WORD.notAnchored, detail: WORD.simulated.zh, lacking: true };
  }
  const pending = anchors.some(({ state }) => state === 'pending');
  const word = pending ? WORD.pendingAnchor : WORD.notAnchored;
  return { label: LABEL.chain, word, detail: '', lacking: true };
}

export function closingStatement(input: CertificateInput, kind: Paper['kind']): readonly Bilingual[] {
  const word = PAPER_WORD[kind];
  const texts = [input.timeTrusted ? STATEMENT.knownTime : STATEMENT.deviceTime, STATEMENT.limits];
  return [
    ...texts.map(({ zh, en }) => ({ zh: fill(zh, { paper: word.zh }), en: fill(en, { paper: word.en }) })),
    ...notAnchored(input),
  ];
}

function notAnchored({ attestations }: CertificateInput): readonly Bilingual[] {
  const anchors = attestations.filter(({ kind, state }) => kind === 'chain' && state === 'obtained');
  if (anchors.some(({ demonstration }) => !demonstration)) return [];
  return [anchors.length === 0 ? STATEMENT.notAnchored : STATEMENT.simulatedOnly];
}

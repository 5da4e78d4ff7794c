// application.json, format cunan-application/1 (docs/application-package.md): what is applied for, by whom, with which
// evidence and which papers. Closed: an unknown field is refused; something new is a new format number.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { isSha256Hex } from '../bytes/hex.ts';
import {
  bool,
  exactly,
  integer,
  list,
  matching,
  oneOf,
  orNull,
  record,
  satisfying,
  text,
} from '../bytes/json-shape.ts';
import { parseCanonicalJson, type JsonLimits } from '../bytes/json.ts';
import { toUtf8 } from '../bytes/utf8.ts';
import { AppError, isAppError } from '../errors.ts';
import { isEvidenceId } from '../evidence/id.ts';
import type { CaptureState, EvidenceKind } from '../evidence/states.ts';
import { FORM_KEYS, formMisfits, type ApplicationForm } from './form.ts';
import {
  ATTACHMENT_KINDS,
  attachmentPath,
  evidencePath,
  isApplicationId,
  type AttachmentKind,
} from './paths.ts';

export const APPLICATION_FORMAT = 'cunan-application/1';

/** What our own verifier said when the application was packed; the reader verifies again. */
export const EVIDENCE_VERDICTS = ['valid', 'invalid', 'incomplete'] as const;

export interface ApplicationEvidence {
  /** evidence/<id>.zip */
  readonly path: string;
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly state: CaptureState;
  readonly title: string | null;
  readonly requestedUrl: string | null;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Of the whole evidence package as it lies in the application. */
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sm3: string;
  readonly statementSha256: string;
  readonly statementSm3: string;
  readonly verdict: (typeof EVIDENCE_VERDICTS)[number];
}

export interface ApplicationAttachment {
  /** attachments/<nn>-<kind>.<ending>: never the name the person gave it. */
  readonly path: string;
  readonly kind: AttachmentKind;
  readonly originalName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sm3: string;
}

export interface Application {
  readonly format: typeof APPLICATION_FORMAT;
  readonly id: string;
  /** ISO 8601 UTC, the device's clock. */
  readonly createdAt: string;
  /** Path B: 自行取证后申请. The only one that this package can carry. */
  readonly route: 'self-captured';
  readonly demonstration: boolean;
  readonly form: ApplicationForm;
  readonly evidence: readonly ApplicationEvidence[];
  readonly attachments: readonly ApplicationAttachment[];
  readonly software: { readonly name: string; readonly version: string };
}

export const APPLICATION_LIMITS = {
  evidence: 1_000,
  attachments: 200,
  attachmentBytes: 2 * 1024 ** 3,
} as const;

const JSON_LIMITS: JsonLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 4, maxTokens: 100_000 };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const size = integer(0, Number.MAX_SAFE_INTEGER);
const digest = satisfying(isSha256Hex);

const evidenceShape = record({
  path: text(512),
  id: satisfying(isEvidenceId),
  kind: oneOf(['web-capture', 'file-deposit'] satisfies EvidenceKind[]),
  state: oneOf(['COMPLETE', 'PARTIAL', 'FAILED'] satisfies CaptureState[]),
  title: orNull(text(4_096)),
  requestedUrl: orNull(text(65_536)),
  startedAt: matching(TIME),
  sizeBytes: size,
  sha256: digest,
  sm3: digest,
  statementSha256: digest,
  statementSm3: digest,
  verdict: oneOf(EVIDENCE_VERDICTS),
});

const attachmentShape = record({
  path: text(512),
  kind: oneOf(ATTACHMENT_KINDS),
  originalName: text(1_024),
  sizeBytes: integer(0, APPLICATION_LIMITS.attachmentBytes),
  sha256: digest,
  sm3: digest,
});

const applicationShape = record({
  format: exactly(APPLICATION_FORMAT),
  id: satisfying(isApplicationId),
  createdAt: matching(TIME),
  route: exactly('self-captured'),
  demonstration: bool,
  form: record({}, Object.fromEntries(FORM_KEYS.map((key) => [key, text(200_000)]))),
  evidence: list(evidenceShape, 1, APPLICATION_LIMITS.evidence),
  attachments: list(attachmentShape, 0, APPLICATION_LIMITS.attachments),
  software: record({ name: text(100), version: text(100) }),
});

/** Canonical JSON. Throws format/bad-application where it could not be read back. */
export function buildApplication(application: Application): Uint8Array {
  const bytes = toUtf8(canonicalJson(application));
  parseApplication(bytes);
  return bytes;
}

/** Throws format/bad-application {problem}; {problem: 'newer-format'} for a format this version does not know. */
export function parseApplication(bytes: Uint8Array): Application {
  const value = readCanonical(bytes);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : null;
  if (typeof format === 'string' && format !== APPLICATION_FORMAT && /^cunan-application\/\d+$/.test(format))
    throw bad('newer-format');
  const misfit = applicationShape(value);
  if (misfit !== null) throw bad(`field ${misfit.replace(/^\./, '') || 'application'}`);
  const application = value as Application;
  const [misfitting] = formMisfits(application.form);
  if (misfitting) throw bad(`field form.${misfitting.key}`);
  for (const item of application.evidence)
    if (item.path !== evidencePath(item.id)) throw bad('field evidence.path');
  for (const [i, item] of application.attachments.entries())
    if (item.path !== attachmentPath(i + 1, item.kind, item.path)) throw bad('field attachments.path');
  if (new Set(application.evidence.map(({ id }) => id)).size !== application.evidence.length)
    throw bad('evidence listed twice');
  return application;
}

function readCanonical(bytes: Uint8Array): unknown {
  try {
    return parseCanonicalJson(bytes, JSON_LIMITS);
  } catch (error) {
    if (isAppError(error)) throw bad(String(error.details['problem']), error);
    throw error;
  }
}

function bad(problem: string, cause?: unknown): AppError {
  return new AppError('format/bad-application', { problem }, { cause });
}

// Everything the audit log may name. A closed list: old entries stay readable, new actions are added at the end.

const AUDIT_ACTIONS = [
  'store-created',
  'key-created',
  'case-created',
  'case-changed',
  'capture-requested',
  'capture-cancelled',
  'capture-interrupted',
  'evidence-sealed',
  'evidence-exported',
  'evidence-verified',
  'attestation-obtained',
  'checkpoint-signed',
  'certificate-issued',
  'report-issued',
  'settings-changed',
  'orphans-removed',
  'batch-imported',
  'batch-started',
  'batch-paused',
  'batch-resumed',
  'batch-cancelled',
  'batch-discarded',
  'batch-rows-excluded',
  'batch-rows-included',
  'batch-rows-retried',
  'capture-attempt-failed',
  'watch-created',
  'watch-changed',
  'watch-removed',
  'watch-missed',
  'recording-started',
  'recording-discarded',
  'recording-salvaged',
  'deposit-requested',
  'deposit-cancelled',
  'proofs-renewed',
  'ledger-halted',
  'ledger-succeeded',
  'checkpoint-cosigned',
  'work-added',
  'work-changed',
  'work-removed',
  'work-linked',
  'work-unlinked',
  'application-created',
  'application-packed',
  'application-uploaded',
  'application-removed',
  'signing-certificate-imported',
  'signing-certificate-removed',
  'export-run-started',
  'export-run-ended',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

const ACTIONS: ReadonlySet<string> = new Set(AUDIT_ACTIONS);

export function isAuditAction(value: unknown): value is AuditAction {
  return typeof value === 'string' && ACTIONS.has(value);
}

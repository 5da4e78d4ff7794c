// The checks there are, in the order of a report. Ids are stable: they stand in --json output and in test vectors.

export const CHECK_IDS = [
  'container.zip',
  'container.entry',
  'container.layout',
  'coverage',
  'bag',
  'manifest.sha256',
  'manifest.sm3',
  'statement',
  'index',
  'index.tree',
  'files',
  'events',
  'capture-record',
  'original',
  'environment',
  'beacon',
  'signature.statement',
  'signature.sm2',
  'tagmanifest',
  'signature.export',
  'renewal',
  'timestamp',
  'ledger.inclusion',
  'ledger.checkpoint',
  'ledger.key',
  'ledger.witness',
  'chain.anchor',
  'platform.receipt',
  'verifier-page',
  'policy.at',
  'policy.tsa',
  'policy.chain',
  'policy.witness',
] as const;

export type CheckId = (typeof CHECK_IDS)[number];

/** Needed for 'valid' under every policy: structure, digests and the statement's signature. */
export const ALWAYS_REQUIRED: ReadonlySet<CheckId> = new Set<CheckId>([
  'container.zip',
  'container.entry',
  'container.layout',
  'coverage',
  'bag',
  'manifest.sha256',
  'manifest.sm3',
  'statement',
  'index',
  'index.tree',
  'files',
  'events',
  'capture-record',
  'signature.statement',
  'tagmanifest',
]);

/** Required where they are there: older packages of deposits have no log, which is told and takes nothing from the verdict. */
export const MAY_BE_ABSENT: ReadonlySet<CheckId> = new Set<CheckId>(['events']);

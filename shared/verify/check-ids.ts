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
  'tagmanifest',
  'signature.export',
  'renewal',
  'timestamp',
  'ledger.inclusion',
  'ledger.checkpoint',
  'ledger.key',
  'chain.anchor',
  'verifier-page',
  'policy.tsa',
  'policy.chain',
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

// Why a check ended as it did: a closed list, so that shared/text cannot lack a sentence.

import { ZIP_FAULT_CODES } from '../zip/fault.ts';

export const CHECK_CODES = [
  ...ZIP_FAULT_CODES,
  // any check
  'check-broken', // {error}
  'needs-other-check', // {check}
  'not-reached',
  'file-absent', // {path}
  'file-too-large', // {path}
  // container
  'container-ok', // {entries}
  'entries-ok', // {entries, bytes}
  'container-canonical',
  'container-repacked',
  // coverage
  'coverage-complete', // {files}
  'coverage-unknown-file', // {path}
  'coverage-unsigned', // {count}
  'coverage-stranger', // {count}
  // bag and manifests
  'bag-ok',
  'bag-differs', // {path}
  'manifest-ok', // {files}
  'manifest-differs', // {path}
  // statement
  'statement-ok', // {id}
  'statement-invalid', // {reason}
  'statement-newer', // {type}
  // index
  'index-ok', // {files, bytes}
  'index-malformed', // {reason}
  'index-digest-differs', // {algorithm}
  'tree-ok', // {size}
  'tree-differs', // {field}
  'files-ok', // {files}
  'file-missing', // {path}
  'file-unlisted', // {path}
  'file-size-differs', // {path, expected, actual}
  'file-sha256-differs', // {path}
  'file-sm3-differs', // {path}
  'files-more', // {count}
  // process log, capture record, beacon
  'events-ok', // {events}
  'events-absent',
  'events-newer', // {format}
  'events-malformed', // {line}
  'events-chain-broken', // {line}
  'record-ok',
  'record-malformed', // {reason}
  'record-newer', // {format}
  'record-differs', // {field}
  'deposit-ok', // {files}
  'deposit-digests-ok', // {files}
  'deposit-malformed', // {reason}
  'deposit-newer', // {format}
  'deposit-differs', // {field}
  'deposit-file-differs', // {path}
  'deposit-file-unnamed', // {path}
  'deposit-digest-only', // {files}
  'original-matches', // {name, path}
  'original-differs', // {name}
  'original-not-given', // {count}
  'environment-ok', // {result}
  'environment-absent',
  'environment-malformed', // {reason}
  'environment-newer', // {format}
  'environment-differs', // {field}
  'beacon-ok', // {chain, block}
  'beacon-sealed', // {chain, block, seals, validators}
  'beacon-demonstration', // {chain, block}
  'beacon-unproven', // {chain, block}
  'beacon-untrusted', // {chain, block}
  'beacon-differs', // {field}
  'beacon-absent', // {reason}
  'beacon-after-start', // {blockTime, startedAt}
  // signatures
  'signature-ok', // {keyId}
  'signature-envelope-malformed', // {path, reason}
  'signature-payload-type', // {type}
  'signature-payload-differs',
  'signature-key-malformed', // {path}
  'signature-key-id-differs',
  'signature-count', // {count}
  'signature-bad',
  'signature-sm2-ok', // {keyId}
  'signature-sm2-known', // {keyId, name}
  'signature-sm2-key-malformed', // {path}
  'export-signature-absent',
  'exporter-differs', // {keyId}
  // tag manifest
  'tagmanifest-ok', // {files}
  'tagmanifest-malformed', // {reason}
  'tagmanifest-not-listed', // {path}
  'tagmanifest-missing', // {path}
  'tagmanifest-differs', // {path}
  // time-stamps
  'timestamp-ok', // {genTime, name}
  'timestamp-demonstration', // {genTime, name}
  'timestamp-untrusted', // {genTime, signer}
  'timestamp-outside-window', // {genTime, name}
  'timestamp-later', // {genTime, name, at}
  'timestamp-before-end', // {genTime, endedAt}
  'timestamp-bad', // {reason, detail}
  'timestamp-unsupported', // {reason, detail}
  'timestamp-revocation-doubtful', // {subject, revokedAt}
  'timestamp-not-revoked', // {name}
  'timestamp-revocation-partly', // {name, covered, certificates}
  'timestamp-revoked-later', // {name, subject, revokedAt}
  'timestamp-renewed', // {genTime, name, validTo, renewedAt, by}
  'timestamp-expired', // {genTime, name, validTo}
  'timestamp-too-many', // {count}
  'timestamp-absent',
  // renewals of proofs
  'renewal-ok', // {number, files}
  'renewal-malformed', // {reason}
  'renewal-other', // {number, id}
  'renewal-not-in-tree',
  'renewal-differs', // {path}
  'renewal-missing', // {path}
  'renewal-too-many', // {count}
  // ledger
  'ledger-inclusion-ok', // {index, size, origin}
  'ledger-inclusion-bad', // {reason}
  'ledger-checkpoint-ok', // {origin, size}
  'ledger-checkpoint-malformed', // {reason}
  'ledger-checkpoint-bad-signature', // {origin}
  'ledger-checkpoint-unsigned', // {origin}
  'ledger-key-known', // {name}
  'ledger-key-unknown', // {origin}
  'ledger-absent',
  'witness-ok', // {name, time, size}
  'witness-unknown', // {count, names}
  'witness-outside-window', // {name, time, size}
  'witness-later', // {name, time, size, at}
  'witness-bad-signature', // {name}
  'witness-absent',
  'proof-too-many', // {count}
  // chain
  'chain-ok', // {chain, block, blockTime}
  'chain-sealed', // {chain, block, blockTime, seals, validators}
  'chain-demonstration', // {chain, block, blockTime}
  'chain-later', // {chain, block, blockTime, at}
  'chain-untrusted', // {chain, block}
  'chain-seals-short', // {chain, block, seals, validators}
  'chain-online-only', // {chain, block}
  'chain-bad', // {reason, detail}
  'chain-unsupported', // {reason, detail}
  'chain-no-checkpoint',
  'chain-absent',
  // evidence platforms
  'platform-word', // {platform, number}
  'platform-demonstration', // {platform, number}
  'platform-bad', // {reason}
  'platform-certificate', // {path, sha256}
  'platform-newer',
  'platform-absent',
  // verifier page
  'verifier-page-known', // {version}
  'verifier-page-unknown',
  'verifier-page-absent',
  'verifier-page-unchecked',
  // policy
  'moment-ok', // {at}
  'moment-before-end', // {at, endedAt}
  'moment-before-proof', // {at, first, source}
  'policy-tsa-met', // {required, found}
  'policy-tsa-not-met', // {required, found}
  'policy-chain-met',
  'policy-chain-not-met',
  'policy-witness-met', // {required, found}
  'policy-witness-not-met', // {required, found}
] as const;

export type CheckCode = (typeof CHECK_CODES)[number];

// A trust-root JSON (cunan-trust/1) as somebody hands it over: a closed shape, bounded, every window readable.

import { parseJson } from '../bytes/json.ts';
import { AppError } from '../errors.ts';
import {
  bool,
  exactly,
  integer,
  list,
  matching,
  orNull,
  record,
  satisfying,
  text,
} from '../bytes/json-shape.ts';
import type { TrustPolicy } from './trust-policy.ts';

const LIMITS = { maxBytes: 16 * 1024 * 1024, maxDepth: 6, maxTokens: 500_000 };
const MANY = 100_000;

const time = satisfying(
  (value) => /^\d{4}-\d\d-\d\dT[0-9:.]+Z$/.test(value) && Number.isFinite(Date.parse(value)),
);
const name = text(256);
const height = integer(0, Number.MAX_SAFE_INTEGER);
const window = { from: orNull(time), to: orNull(time) };

const policy = record(
  {
    format: exactly('cunan-trust/1'),
    signers: list(record({ name, keyId: matching(/^[0-9a-f]{64}$/), ...window }), 0, MANY),
    tsaRoots: list(
      record({ name, pem: text(4_000_000), demonstration: bool, ...window }, { authority: orNull(name) }),
      0,
      1_000,
    ),
    ledgers: list(record({ name, vkey: text(1_000) }), 0, MANY),
    chains: list(
      record(
        {
          name,
          chainId: height,
          demonstration: bool,
          blocks: list(record({ number: height, hash: matching(/^0x[0-9a-fA-F]{64}$/) }), 0, MANY),
        },
        {
          validators: list(
            record({
              from: height,
              to: orNull(height),
              addresses: list(matching(/^0x[0-9a-fA-F]{40}$/), 1, 256),
            }),
            0,
            1_000,
          ),
        },
      ),
      0,
      1_000,
    ),
  },
  { witnesses: list(record({ name, vkey: text(1_000), ...window }), 0, 1_000) },
);

/** Throws format/bad-json, or input/invalid {field} for JSON that is no trust policy. */
export function parseTrustPolicy(bytes: Uint8Array): TrustPolicy {
  const value = parseJson(bytes, LIMITS);
  const misfit = policy(value);
  if (misfit !== null)
    throw new AppError('input/invalid', { field: `trust${misfit}`, problem: 'cunan-trust/1' });
  return value as TrustPolicy;
}

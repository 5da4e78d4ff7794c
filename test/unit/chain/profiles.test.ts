// resources/chain-profiles.json is what the code takes it for.

import { expect, test } from 'vitest';
import { z } from 'zod';
import data from '../../../resources/chain-profiles.json' with { type: 'json' };
import { CHAIN_TRAITS, traitsOf } from '../../../shared/chain/profiles.ts';
import { CHAIN_KINDS } from '../../../shared/chain/types.ts';

const both = z.object({ zh: z.string().min(1), en: z.string().min(1) }).strict();
const depth = z.int().min(0).max(10_000);
const shape = z
  .object({
    about: z.string(),
    profiles: z.array(
      z
        .object({
          id: z.enum(CHAIN_KINDS),
          name: both,
          tested: z.string().nullable(),
          finalityDepth: depth,
          minFinalityDepth: depth,
          gasPrice: z.enum(['node', 'zero']),
          fixedGas: z.int().min(80_000).max(1_000_000).nullable(),
          header: z.enum(['rlp', 'qbft', 'native']),
          proofs: z.enum(['storage-and-receipt', 'none']),
          replaces: z.boolean(),
          timeUnit: z.enum(['s', 'ms-or-s']),
          traps: z.array(both).min(1),
        })
        .strict(),
    ),
  })
  .strict();

test('every kind has one profile of the known shape', () => {
  shape.parse(data);
  expect(CHAIN_TRAITS.map(({ id }) => id)).toEqual([...CHAIN_KINDS]);
  for (const each of CHAIN_TRAITS) {
    expect(each.minFinalityDepth).toBeLessThanOrEqual(each.finalityDepth);
    // Without a header that can be hashed nothing can be proven from it.
    expect(each.header === 'native').toBe(each.proofs === 'none');
  }
  expect(traitsOf({}).id).toBe('evm');
});

test('what was never run says so', () => {
  const untested = CHAIN_TRAITS.filter(({ tested }) => tested === null).map(({ id }) => id);
  expect(untested).toEqual(['ethereum', 'besu-qbft', 'fisco-bcos']);
});

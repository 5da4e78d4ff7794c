// policy.tsa, policy.chain and policy.witness: what one verification demands beyond structure, digests and signature.

import { absent, pass, type Checklist } from '../checklist.ts';
import type { Requirements } from '../trust-policy.ts';

export function checkPolicy(
  list: Checklist,
  requirements: Requirements,
  found: { readonly authorities: number; readonly trustedAnchor: boolean; readonly witnesses: number },
): void {
  if (requirements.tsa > 0) {
    const facts = { required: requirements.tsa, found: found.authorities };
    list.add(
      'policy.tsa',
      found.authorities >= requirements.tsa
        ? pass('policy-tsa-met', facts)
        : absent('policy-tsa-not-met', facts),
    );
  }
  if (requirements.chain) {
    list.add('policy.chain', found.trustedAnchor ? pass('policy-chain-met') : absent('policy-chain-not-met'));
  }
  const witness = requirements.witness ?? 0;
  if (witness > 0) {
    const facts = { required: witness, found: found.witnesses };
    list.add(
      'policy.witness',
      found.witnesses >= witness
        ? pass('policy-witness-met', facts)
        : absent('policy-witness-not-met', facts),
    );
  }
}

// Who captures, as statements say it. Names are what the person typed: unverified (未认证) until a service has answered.

import type { Settings } from '../../shared/api/inputs.ts';
import type { OperatorFacts } from '../../shared/evidence/statement.ts';

export function buildOperatorFacts(operator: Settings['operator']): OperatorFacts {
  return {
    name: operator.name || null,
    organisation: operator.organisation || null,
    verification: 'unverified',
    verificationMethod: null,
  };
}

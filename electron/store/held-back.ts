// Reads from an item's facts that the environment check held its capture back.

import type { Reason } from '../../shared/evidence/states.ts';

export interface FactsOfEnd {
  readonly reasons: readonly Reason[];
}

/** The items of the check that were in the way, comma-separated; null where nothing was. */
export function heldBackBy(facts: FactsOfEnd | null): string | null {
  const details = facts?.reasons[0]?.details;
  return details?.['error'] === 'capture/environment-blocked' ? String(details['cause'] ?? '') : null;
}

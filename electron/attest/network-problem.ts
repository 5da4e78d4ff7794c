// Why a request did not get through, in the network's own word: ECONNREFUSED and its like. Never the message, which may
// quote an address with a credential in it.

/** fetch wraps the network's error: the first code on the way down its causes, else the error's name. */
export function networkProblem(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = (at as { readonly code?: unknown }).code;
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

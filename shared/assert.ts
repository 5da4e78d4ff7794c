// A defect, not an expected failure: something this code promised itself does not hold.

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

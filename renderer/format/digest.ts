// Digests as they are read aloud: groups of four. What is copied is always the whole, ungrouped value.

export function groupsOfFour(hex: string): string[] {
  return hex.match(/.{1,4}/g) ?? [];
}

/** Lines of at most 32 characters, each in groups of four. */
export function digestLines(hex: string): string[] {
  return (hex.match(/.{1,32}/g) ?? []).map((line) => groupsOfFour(line).join(' '));
}

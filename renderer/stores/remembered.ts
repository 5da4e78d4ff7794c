// Small choices that a window keeps between starts. A blocked or full storage only means they are not kept.

const PREFIX = 'cunan-';

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // not kept: the choice still holds for this window
  }
}

export function recallText(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null; // storage is blocked: start with the defaults
  }
}

export function recall<T extends string>(key: string, allowed: readonly T[]): T | null {
  const value = recallText(key);
  return allowed.find((choice) => choice === value) ?? null;
}

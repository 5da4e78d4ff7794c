// Credentials of evidence platforms: by platform, name and value, in the key store; never in settings, packages or logs.

import { fromUtf8, toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError } from '../../shared/errors.ts';
import type { Secrets } from '../platform/ports.ts';

const nameOf = (platform: string): string => `platform-${platform}`;

/** Throws key/…. */
export async function readPlatformSecrets(
  secrets: Secrets,
  platform: string,
): Promise<ReadonlyMap<string, string>> {
  const stored = await secrets.read(nameOf(platform));
  if (!stored) return new Map();
  try {
    const entries = Object.entries(JSON.parse(fromUtf8(stored) ?? '') as Record<string, unknown>);
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    // Without the cause: a parser's message may quote the text.
    throw new AppError('key/unreadable', { problem: nameOf(platform) });
  }
}

/** Adds one, or replaces the one of that name. Throws key/… and store/…. */
export async function writePlatformSecret(
  secrets: Secrets,
  { platform, name, value }: { readonly platform: string; readonly name: string; readonly value: string },
): Promise<void> {
  const known = await readPlatformSecrets(secrets, platform);
  const all = Object.fromEntries([...known, [name, value]]);
  await secrets.write(nameOf(platform), toUtf8(JSON.stringify(all)));
}

/** Nothing is left under the platform's name. Throws store/…. */
export async function clearPlatformSecrets(secrets: Secrets, platform: string): Promise<void> {
  // What cannot be read is cleared as well.
  const stored = await secrets.read(nameOf(platform)).catch(() => undefined);
  if (stored !== null) await secrets.write(nameOf(platform), toUtf8('{}'));
}

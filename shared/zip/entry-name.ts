// Which names an entry may have, so that unpacking stays inside its folder and means the same on every system.

import type { ZipFaultCode } from './fault.ts';

const MAX_DEPTH = 64;

/** Null where the name is a plain relative path (a trailing slash marks a folder). */
export function nameFault(name: string): ZipFaultCode | null {
  if (name === '') return 'zip-bad-name';
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name) || name.normalize('NFC') !== name) return 'zip-bad-name';
  if (name.includes('\\') || name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'zip-unsafe-path';
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  if (parts.length > MAX_DEPTH || parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'zip-unsafe-path';
  return null;
}

/** One text for all names that Windows or macOS would put into the same place. */
export function foldName(name: string): string {
  const plain = name.endsWith('/') ? name.slice(0, -1) : name;
  return plain.toUpperCase().toLowerCase().normalize('NFC');
}

// Moments as a person in a courtroom reads them: local time with its offset, and the same moment in UTC.

import { timeAtOffset } from '../../shared/text/time.ts';

function two(value: number): string {
  return String(Math.trunc(value)).padStart(2, '0');
}

/** 2026-11-22 21:03:07 +08:00 in the device's time zone (or the given offset, minutes east); '' for nonsense. */
export function localTime(iso: string, offsetMinutes?: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  return timeAtOffset(iso, offsetMinutes ?? -at.getTimezoneOffset());
}

/** 2026-11-22 13:03:07 UTC */
export function utcTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Seconds with one decimal below a minute, else minutes and seconds: 4.2 s, 3 min 05 s. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.trunc(ms / 60_000)} min ${two((ms % 60_000) / 1_000)} s`;
}

/** Place in a film: 00:01:23 */
export function filmTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
}

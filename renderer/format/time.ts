// Moments as a person in a courtroom reads them: local time with its offset, and the same moment in UTC.

function two(value: number): string {
  return String(Math.trunc(value)).padStart(2, '0');
}

/** 2026-11-22 21:03:07 +08:00 in the device's time zone (or the given offset, minutes east); '' for nonsense. */
export function localTime(iso: string, offsetMinutes?: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const offset = offsetMinutes ?? -at.getTimezoneOffset();
  const shifted = new Date(at.getTime() + offset * 60_000);
  const sign = offset < 0 ? '-' : '+';
  const size = Math.abs(offset);
  return `${plain(shifted)} ${sign}${two(size / 60)}:${two(size % 60)}`;
}

/** 2026-11-22 13:03:07 UTC */
export function utcTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : `${plain(at)} UTC`;
}

function plain(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

/** Seconds with one decimal below a minute, else minutes and seconds: 4.2 s, 3 min 05 s. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.trunc(ms / 60_000)} min ${two((ms % 60_000) / 1_000)} s`;
}

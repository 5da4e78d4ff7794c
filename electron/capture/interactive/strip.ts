// The line below each picture of the film: time of the device, place in the film, address bar. Drawn by us, outside the
// page's picture; plain ASCII, since the encoder's browser may have no other letters.

import type { GapKind } from '../../../shared/evidence/recording.ts';

const MAX_ADDRESS = 90;

/** "2026-11-24 23:06:14 +08:00 | 00:01:23.4 | https://…", with what cannot be seen at this moment. */
export function stripText(now: Date, offsetMs: number, address: string, gaps: readonly GapKind[]): string {
  const shown = address.toWellFormed().replace(/[^ -~]+/g, encodeURIComponent);
  const cut = shown.length > MAX_ADDRESS ? `${shown.slice(0, MAX_ADDRESS)}...` : shown;
  const unseen = gaps.length === 0 ? '' : ` | NOT SHOWN: ${gaps.join(', ')}`;
  return `${localTime(now)} | ${filmTime(offsetMs)} | ${cut}${unseen}`;
}

function localTime(now: Date): string {
  const minutes = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + minutes * 60_000).toISOString();
  const sign = minutes < 0 ? '-' : '+';
  const hours = two(Math.trunc(Math.abs(minutes) / 60));
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${sign}${hours}:${two(Math.abs(minutes) % 60)}`;
}

function filmTime(offsetMs: number): string {
  const tenths = Math.floor(offsetMs / 100);
  const seconds = Math.floor(tenths / 10);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${parts.map(two).join(':')}.${tenths % 10}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

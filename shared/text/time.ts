// Times as people read them here: 2026-11-22 21:03:07 +08:00.

const CHINA_OFFSET_MINUTES = 480;

/** ISO 8601 UTC to China Standard Time with its offset; paper has one zone, so that a certificate is the same everywhere. */
export function chinaTime(iso: string): string {
  return timeAtOffset(iso, CHINA_OFFSET_MINUTES);
}

/** @param offsetMinutes east of UTC. Text that is no instant comes back unchanged: it is shown, never guessed at. */
export function timeAtOffset(iso: string, offsetMinutes: number): string {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return iso;
  const shifted = new Date(instant + offsetMinutes * 60_000).toISOString();
  const sign = offsetMinutes < 0 ? '-' : '+';
  const minutes = Math.abs(offsetMinutes);
  const zone = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)} ${sign}${zone}`;
}

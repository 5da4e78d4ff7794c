// SNTP, RFC 4330 (and RFC 5905 section 7.3): one question, one answer, the checks that a client must make. The time sent
// in the request is random, so that nobody who does not see it can answer.

export const SNTP_BYTES = 48;
/** Seconds from 1900 to 1970. */
const EPOCH_S = 2_208_988_800n;
const ERA_S = 4_294_967_296n;
const MAX_ROOT_MS = 1_000;
const MAX_DELAY_MS = 3_000;

export interface SntpAnswer {
  /** Device minus server, milliseconds. */
  readonly offsetMs: number;
  /** How wrong that may be if the server is honest. */
  readonly uncertaintyMs: number;
  readonly stratum: number;
}

/** @param nonce 8 random bytes: what the server must give back as the originate time. */
export function buildSntpRequest(nonce: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(SNTP_BYTES);
  bytes[0] = (4 << 3) | 3; // no leap warning, version 4, client
  bytes.set(nonce, 40);
  return bytes;
}

/** Does it answer this request? Anything else that arrives is left unread. */
export function answersSntp(bytes: Uint8Array, nonce: Uint8Array): boolean {
  return bytes.length >= SNTP_BYTES && nonce.every((byte, at) => bytes[24 + at] === byte);
}

/**
 * @param sentAtMs device clock at sending, milliseconds since 1970; @param roundTripMs by a monotonic clock.
 * Throws an Error that says why the answer counts for nothing.
 */
export function readSntpAnswer(bytes: Uint8Array, sentAtMs: number, roundTripMs: number): SntpAnswer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.getUint8(0);
  const stratum = view.getUint8(1);
  if ((head & 7) !== 4) throw new Error(`mode ${head & 7} is no server's answer`);
  const version = (head >> 3) & 7;
  if (version !== 3 && version !== 4) throw new Error(`version ${version}`);
  if (stratum === 0) throw new Error(`refused: ${kissCode(bytes)}`);
  if (head >> 6 === 3) throw new Error('the server is not synchronised');
  if (stratum > 15) throw new Error(`stratum ${stratum}`);
  const rootMs = shortMs(view, 4) / 2 + shortMs(view, 8);
  if (rootMs > MAX_ROOT_MS) throw new Error(`the server is unsure by ${Math.round(rootMs)} ms`);
  if (view.getBigUint64(40) === 0n) throw new Error('no time in the answer');
  const received = timeMs(view, 32, sentAtMs);
  const transmitted = timeMs(view, 40, sentAtMs);
  const insideMs = transmitted - received;
  if (insideMs < 0 || insideMs > roundTripMs + 1) throw new Error('its own times contradict one another');
  const delayMs = Math.max(0, roundTripMs - insideMs);
  if (delayMs > MAX_DELAY_MS) throw new Error(`on the way for ${Math.round(delayMs)} ms`);
  const returnedAtMs = sentAtMs + roundTripMs;
  const ahead = (received - sentAtMs + (transmitted - returnedAtMs)) / 2;
  return { offsetMs: -ahead, uncertaintyMs: delayMs / 2 + rootMs, stratum };
}

/** NTP short format: 16 bits of seconds, 16 of fractions. */
function shortMs(view: DataView, at: number): number {
  return (view.getUint32(at) / 65_536) * 1_000;
}

/** The 32 bits of seconds turn over in 2036: the era nearest to the device's clock is meant. */
function timeMs(view: DataView, at: number, nearMs: number): number {
  const seconds = BigInt(view.getUint32(at));
  const fractionMs = (view.getUint32(at + 4) / 4_294_967_296) * 1_000;
  const near = BigInt(Math.floor(nearMs / 1_000)) + EPOCH_S;
  const era = (near - seconds + ERA_S / 2n) / ERA_S;
  return Number(seconds + era * ERA_S - EPOCH_S) * 1_000 + fractionMs;
}

function kissCode(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(12, 16)).replace(/[^A-Z]/g, '?');
}

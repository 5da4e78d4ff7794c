// A WebM film whose writer ended in the middle -> what has to be written so that players show all of it: sizes that are
// still placeholders, its duration and its index (RFC 8794; RFC 9559, sections 5 and 6). No byte of a frame is changed.
// Of the walk, what is not understood or not whole ends the film; it is kept, under an element that players skip.

import type { RandomAccess } from '../../../shared/zip/random-access.ts';

export interface FilmPatch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface FilmPlan {
  readonly frames: number;
  readonly durationMs: number;
  /** In the order of the file; the last may reach beyond its end. Empty where nothing is missing. */
  readonly patches: readonly FilmPatch[];
}

const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
  tags: 0x1254c367,
  void: 0xec,
} as const;
/** Children of a segment; a cluster ends where one begins. */
const TOP: ReadonlySet<number> = new Set([ID.seekHead, ID.info, ID.tracks, ID.cluster, ID.cues, ID.tags]);
const IN_CLUSTER: ReadonlySet<number> = new Set([ID.timestamp, ID.simpleBlock]);
const LONGEST_HEAD = 12;
const MAX_HEAD_BYTES = 65_536;
const KEY_FRAME = 0x80;
/** Nanoseconds: times are whole milliseconds. */
const MILLISECOND = 1_000_000;

interface Element {
  readonly id: number;
  readonly at: number;
  readonly sizeAt: number;
  readonly dataAt: number;
  readonly size: number;
}

interface Cluster {
  readonly element: Element;
  timeMs: number;
  endAt: number;
  /** Track and time of its first frame where that is a key frame. */
  cue: { readonly track: number; readonly timeMs: number } | null;
  frames: number;
}

interface Walk {
  readonly segment: Element;
  readonly top: Map<number, Element>;
  readonly clusters: Cluster[];
  lastMs: number;
  /** Where what is whole ends. */
  endAt: number;
}

/** Null where this is no film of ours, or one without a frame. */
export async function planFilm(file: RandomAccess): Promise<FilmPlan | null> {
  const walk = await walkFilm(file);
  if (walk === null) return null;
  const { segment, top, clusters, lastMs, endAt } = walk;
  const frames = clusters.reduce((sum, cluster) => sum + cluster.frames, 0);
  const info = top.get(ID.info);
  if (frames === 0 || info === undefined || !top.has(ID.tracks)) return null;
  const patches: FilmPatch[] = [];
  const put = async (at: number, bytes: Uint8Array): Promise<void> => {
    const there = at + bytes.length <= file.size ? await file.read(at, bytes.length) : null;
    if (there === null || !bytes.every((byte, index) => byte === there[index])) patches.push({ at, bytes });
  };

  const duration = await childOf(file, info, ID.duration);
  const scale = await childOf(file, info, ID.timestampScale);
  if (duration?.size !== 8 || scale === null) return null;
  if ((await numberOf(file, scale)) !== MILLISECOND) return null;
  await put(duration.dataAt, float64(lastMs));
  for (const { element, endAt: clusterEnd } of clusters) {
    await put(element.sizeAt, sizeIn(element, clusterEnd - element.dataAt));
  }
  const torn = voidFor(file.size - endAt);
  if (torn.length > 0) patches.push({ at: endAt, bytes: torn });
  let fileEnd = Math.max(file.size, endAt + torn.length);
  let cuesAt = top.get(ID.cues)?.at ?? null;
  if (cuesAt === null) {
    const cues = cuesOf(clusters, segment.dataAt);
    cuesAt = fileEnd;
    patches.push({ at: fileEnd, bytes: cues });
    fileEnd += cues.length;
  }
  const places = new Map([...top].map(([id, { at }]) => [id, at]));
  places.set(ID.cues, cuesAt);
  const head = top.get(ID.seekHead);
  for (const seek of head === undefined ? [] : await childrenOf(file, head)) {
    const [name, position] = [
      await childOf(file, seek, ID.seekId),
      await childOf(file, seek, ID.seekPosition),
    ];
    const place = name === null ? undefined : places.get(await numberOf(file, name));
    if (position === null || place === undefined) continue;
    await put(position.dataAt, bigEndian(place - segment.dataAt, position.size));
  }
  await put(segment.sizeAt, sizeIn(segment, fileEnd - segment.dataAt));
  return { frames, durationMs: lastMs, patches: patches.toSorted((a, b) => a.at - b.at) };
}

/** Goes from element to element by their own sizes; a cluster's size is not believed, but where the next one begins. */
async function walkFilm(file: RandomAccess): Promise<Walk | null> {
  const ebml = await elementAt(file, 0);
  if (ebml?.id !== ID.ebml) return null;
  const segment = await elementAt(file, ebml.dataAt + ebml.size);
  if (segment?.id !== ID.segment) return null;
  const walk: Walk = { segment, top: new Map(), clusters: [], lastMs: 0, endAt: segment.dataAt };
  for (;;) {
    const element = await elementAt(file, walk.endAt);
    const cluster = walk.clusters.at(-1);
    if (element === null) break;
    if (element.id === ID.cluster) {
      walk.clusters.push({ element, timeMs: 0, endAt: element.dataAt, cue: null, frames: 0 });
      walk.endAt = element.dataAt;
      continue;
    }
    const end = element.dataAt + element.size;
    const known =
      TOP.has(element.id) || element.id === ID.void || (IN_CLUSTER.has(element.id) && cluster !== undefined);
    if (!known || end > file.size) break;
    if (TOP.has(element.id)) walk.top.set(element.id, element);
    else if (element.id === ID.timestamp) cluster!.timeMs = await numberOf(file, element);
    else if (element.id === ID.simpleBlock) await addFrame(file, walk, cluster!, element);
    walk.endAt = end;
    if (IN_CLUSTER.has(element.id)) cluster!.endAt = end;
  }
  return walk;
}

/** RFC 9559, section 10.2: track number, time within the cluster, flags; then the frame. */
async function addFrame(file: RandomAccess, walk: Walk, cluster: Cluster, block: Element): Promise<void> {
  if (block.size < 4) return;
  const prelude = await file.read(block.dataAt, 4);
  const view = new DataView(prelude.buffer, prelude.byteOffset);
  const timeMs = Math.max(0, cluster.timeMs + view.getInt16(1));
  if (cluster.frames === 0 && (prelude[3]! & KEY_FRAME) !== 0)
    cluster.cue = { track: prelude[0]! & 0x7f, timeMs };
  cluster.frames += 1;
  walk.lastMs = Math.max(walk.lastMs, timeMs);
}

/** Null where nothing begins here that could be read. RFC 8794, sections 4 and 5. */
async function elementAt(file: RandomAccess, at: number): Promise<Element | null> {
  const bytes = await file.read(at, Math.max(0, Math.min(LONGEST_HEAD, file.size - at)));
  const idLength = lengthOf(bytes[0]);
  if (idLength > 4 || idLength >= bytes.length) return null;
  const sizeLength = lengthOf(bytes[idLength]);
  if (sizeLength > 8 || idLength + sizeLength > bytes.length) return null;
  const first = bytes[idLength]! & (0xff >> sizeLength);
  const size = fold(Uint8Array.of(first, ...bytes.subarray(idLength + 1, idLength + sizeLength)));
  if (!Number.isSafeInteger(size)) return null;
  const id = fold(bytes.subarray(0, idLength));
  return { id, at, sizeAt: at + idLength, dataAt: at + idLength + sizeLength, size };
}

/** Bytes of a variable-length number by its first one; 9 where that is none. */
function lengthOf(first: number | undefined): number {
  return first === undefined ? 9 : Math.clz32(first) - 23;
}

function fold(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

async function childrenOf(file: RandomAccess, parent: Element): Promise<readonly Element[]> {
  const found: Element[] = [];
  const end = Math.min(file.size, parent.dataAt + Math.min(parent.size, MAX_HEAD_BYTES));
  for (let at = parent.dataAt; at < end;) {
    const child = await elementAt(file, at);
    if (child === null || child.dataAt + child.size > end) break;
    found.push(child);
    at = child.dataAt + child.size;
  }
  return found;
}

async function childOf(file: RandomAccess, parent: Element, id: number): Promise<Element | null> {
  return (await childrenOf(file, parent)).find((child) => child.id === id) ?? null;
}

async function numberOf(file: RandomAccess, { dataAt, size }: Element): Promise<number> {
  return fold(await file.read(dataAt, Math.min(size, 8)));
}

/** A size in as many bytes as the element has for it. */
function sizeIn({ sizeAt, dataAt }: Element, size: number): Uint8Array {
  const bytes = bigEndian(size, dataAt - sizeAt);
  bytes[0]! |= 0x100 >> bytes.length;
  return bytes;
}

function bigEndian(value: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = length - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256))
    bytes[at] = rest % 256;
  return bytes;
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

/** The head of a Void that holds so many bytes with itself; a single byte needs one more. */
function voidFor(length: number): Uint8Array {
  if (length === 0) return new Uint8Array(0);
  if (length <= 128) return Uint8Array.of(ID.void, 0x80 | Math.max(0, length - 2));
  return Uint8Array.of(ID.void, 1, ...bigEndian(length - 9, 7));
}

function cuesOf(clusters: readonly Cluster[], segmentAt: number): Uint8Array {
  const points = clusters.flatMap(({ element, cue }) => {
    if (cue === null) return [];
    const place = made(
      ID.cueTrackPositions,
      made(ID.cueTrack, Uint8Array.of(cue.track)),
      made(ID.cueClusterPosition, bigEndian(element.at - segmentAt, 8)),
    );
    return [made(ID.cuePoint, made(ID.cueTime, bigEndian(cue.timeMs, 4)), place)];
  });
  return made(ID.cues, ...points);
}

function made(id: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const name = bigEndian(id, id > 0xffffff ? 4 : 1);
  return Uint8Array.from([
    ...name,
    0x10 | (size >>> 24),
    (size >>> 16) & 255,
    (size >>> 8) & 255,
    size & 255,
    ...parts.flatMap((part) => [...part]),
  ]);
}

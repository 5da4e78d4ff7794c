// The members of a gzip file (RFC 1952), one after another, with flat memory: where each lies, and its bytes while they
// come out. Node's own gunzip does not tell where one member ends and the next begins.

import { crc32, createInflateRaw } from 'node:zlib';

export class GzipFault extends Error {
  override readonly name = 'GzipFault';
  readonly offset: number;

  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

export interface MemberSink {
  /** A member begins at this offset of the file. */
  begin(offset: number): void;
  data(bytes: Uint8Array): void;
  /** It ended whole; length in bytes of the file. */
  end(length: number): void;
}

const FIXED_BYTES = 10;
const TRAILER_BYTES = 8;
const MAX_HEADER_BYTES = 65_536;
const FLAG = { crc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** @throws GzipFault where the bytes are no gzip file; what the chunks reject with. */
export async function readMembers(chunks: AsyncIterable<Uint8Array>, sink: MemberSink): Promise<void> {
  const source = createSource(chunks);
  for (;;) {
    const offset = source.offset;
    if (!(await source.fill(1))) return;
    await readHeader(source, offset);
    sink.begin(offset);
    let crc = 0;
    let size = 0;
    await inflate(source, offset, (bytes) => {
      crc = crc32(bytes, crc);
      size = (size + bytes.length) % 0x1_0000_0000;
      sink.data(bytes);
    });
    if (!(await source.fill(TRAILER_BYTES))) throw new GzipFault(offset, 'no trailer');
    const trailer = Buffer.from(source.take(TRAILER_BYTES));
    if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size)
      throw new GzipFault(offset, 'CRC-32 or size');
    sink.end(source.offset - offset);
  }
}

interface Source {
  /** Of the next byte. */
  readonly offset: number;
  /** False where fewer bytes are left. */
  fill(count: number): Promise<boolean>;
  take(count: number): Uint8Array;
  /** Everything that is buffered, at least one byte; null at the end. */
  takeAll(): Promise<Uint8Array | null>;
  /** Gives the last count bytes of what takeAll gave back. */
  giveBack(bytes: Uint8Array): void;
}

function createSource(chunks: AsyncIterable<Uint8Array>): Source {
  const iterator = chunks[Symbol.asyncIterator]();
  let buffer: Uint8Array = new Uint8Array();
  let offset = 0;
  const more = async (): Promise<boolean> => {
    const next = await iterator.next();
    if (next.done === true) return false;
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value]);
    return true;
  };
  return {
    get offset() {
      return offset;
    },
    async fill(count) {
      while (buffer.length < count) if (!(await more())) return false;
      return true;
    },
    take(count) {
      const taken = buffer.subarray(0, count);
      buffer = buffer.subarray(count);
      offset += count;
      return taken;
    },
    async takeAll() {
      while (buffer.length === 0) if (!(await more())) return null;
      const taken = buffer;
      buffer = new Uint8Array();
      offset += taken.length;
      return taken;
    },
    giveBack(bytes) {
      buffer = bytes;
      offset -= bytes.length;
    },
  };
}

/** 2.3: fixed part, then what the flags announce. */
async function readHeader(source: Source, offset: number): Promise<void> {
  if (!(await source.fill(FIXED_BYTES))) throw new GzipFault(offset, 'no header');
  const fixed = source.take(FIXED_BYTES);
  const flags = fixed[3]!;
  if (fixed[0] !== 0x1f || fixed[1] !== 0x8b || fixed[2] !== 8 || (flags & FLAG.reserved) !== 0)
    throw new GzipFault(offset, 'not gzip');
  if ((flags & FLAG.extra) !== 0) {
    if (!(await source.fill(2))) throw new GzipFault(offset, 'no header');
    const [low, high] = source.take(2);
    const length = low! | (high! << 8);
    if (!(await source.fill(length))) throw new GzipFault(offset, 'no header');
    source.take(length);
  }
  if ((flags & FLAG.name) !== 0) await skipText(source, offset);
  if ((flags & FLAG.comment) !== 0) await skipText(source, offset);
  if ((flags & FLAG.crc) !== 0) {
    if (!(await source.fill(2))) throw new GzipFault(offset, 'no header');
    source.take(2);
  }
}

async function skipText(source: Source, offset: number): Promise<void> {
  for (let length = 0; length < MAX_HEADER_BYTES; length++) {
    if (!(await source.fill(1))) throw new GzipFault(offset, 'no header');
    if (source.take(1)[0] === 0) return;
  }
  throw new GzipFault(offset, 'header too long');
}

/** Feeds one deflate stream until it ends by itself; what is behind it goes back to the source. */
async function inflate(source: Source, offset: number, onData: (bytes: Uint8Array) => void): Promise<void> {
  const engine = createInflateRaw();
  let failure: Error | null = null;
  let ended = false;
  const done = new Promise<void>((resolve) => {
    engine.on('data', onData);
    engine.on('error', (error) => {
      failure = error;
      resolve();
    });
    engine.on('end', () => {
      ended = true;
      resolve();
    });
  });
  try {
    let fed = 0;
    for (;;) {
      const bytes = await source.takeAll();
      if (bytes === null) throw new GzipFault(offset, 'cut');
      await Promise.race([done, new Promise<void>((resolve) => void engine.write(bytes, () => resolve()))]);
      if (failure !== null) throw new GzipFault(offset, 'damaged');
      fed += bytes.length;
      const consumed = engine.bytesWritten;
      if (consumed >= fed) continue;
      // The stream's end was found before the input's: 'end' follows once the last bytes were handed out.
      source.giveBack(bytes.subarray(bytes.length - (fed - consumed)));
      if (!ended) await done;
      if (failure !== null) throw new GzipFault(offset, 'damaged');
      return;
    }
  } finally {
    engine.destroy();
  }
}

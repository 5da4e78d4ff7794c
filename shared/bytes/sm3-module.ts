// The SM3 compression function (GB/T 32905-2016, section 5.3) as a WebAssembly module, put together here instruction by
// instruction: 64 rounds unrolled, state and message words in locals, so that the engine's compiler keeps them in
// registers. It runs at about the speed of OpenSSL's C where hash-wasm reaches two thirds of it (docs/benchmarks.md).
//   memory   0..31 the state, 8 words; INPUT_OFFSET.. the input
//   export   compress(start, end): digests whole blocks of 64 bytes, at least one; end - start a multiple of 64

type Code = readonly number[];

export const INPUT_OFFSET = 1024;
export const INPUT_BYTES = 64 * 1024;

/** Signed LEB128, which also serves for the small unsigned numbers of section sizes and indices. */
function sleb(value: number): Code {
  const out: number[] = [];
  for (let rest = value | 0; ;) {
    const seven = rest & 0x7f;
    rest >>= 7;
    const last = (rest === 0 && (seven & 0x40) === 0) || (rest === -1 && (seven & 0x40) !== 0);
    out.push(last ? seven : seven | 0x80);
    if (last) return out;
  }
}

function uleb(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uleb(value >>> 7)];
}

const get = (local: number): Code => [0x20, ...uleb(local)];
const set = (local: number): Code => [0x21, ...uleb(local)];
const tee = (local: number): Code => [0x22, ...uleb(local)];
const constant = (value: number): Code => [0x41, ...sleb(value)];
const load = (address: Code, offset: number): Code => [...address, 0x28, 2, ...uleb(offset)];
const store = (offset: number, value: Code): Code => [...constant(0), ...value, 0x36, 2, ...uleb(offset)];
const binary =
  (opcode: number) =>
  (first: Code, ...more: readonly Code[]): Code =>
    more.reduce((code, next) => [...code, ...next, opcode], first);
const add = binary(0x6a);
const and = binary(0x71);
const or = binary(0x72);
const xor = binary(0x73);
const rotl = (value: Code, by: number): Code => [...value, ...constant(by), 0x77];

/** Locals: start, end, A to H, three temporaries, the words W0 to W67 of one block. */
const START = 0;
const END = 1;
const A = 2;
const X = 10;
const A12 = 11;
const SS1 = 12;
const W = 13;
const WORDS = 68;
const LOCALS = W + WORDS;

/** x ^ (x <<< first) ^ (x <<< second): P0 with 9 and 17, P1 with 15 and 23. */
const permute = (x: Code, first: number, second: number): Code =>
  xor([...x, ...tee(X)], rotl(get(X), first), rotl(get(X), second));

/** Little-endian word -> big-endian. */
const swap = (x: Code): Code =>
  or(rotl(and([...x, ...tee(X)], constant(0x00ff00ff)), 24), rotl(and(get(X), constant(0xff00ff00)), 8));

function expandWord(j: number): Code {
  const w = (back: number): Code => get(W + j - back);
  const mixed = permute(xor(w(16), w(9), rotl(w(3), 15)), 15, 23);
  return [...xor(mixed, rotl(w(13), 7), w(6)), ...set(W + j)];
}

/** One round; instead of moving eight variables the next round names them one place on. */
function round(j: number): Code {
  const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, (_, i) => A + (i & 4) + ((i - j) & 3)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const t = j < 16 ? 0x79cc4519 : 0x7a879d8a;
  const turned = (t << (j % 32)) | (t >>> (32 - (j % 32)));
  const ff = j < 16 ? xor(get(a), get(b), get(c)) : or(and(get(a), get(b)), and(or(get(a), get(b)), get(c)));
  const gg = j < 16 ? xor(get(e), get(f), get(g)) : xor(and(xor(get(f), get(g)), get(e)), get(g));
  return [
    ...(j + 4 < 16 ? [] : expandWord(j + 4)),
    ...rotl(get(a), 12),
    ...set(A12),
    ...rotl(add(get(e), constant(turned), get(A12)), 7),
    ...set(SS1),
    ...add(get(d), xor(get(W + j), get(W + j + 4)), ff, xor(get(SS1), get(A12))),
    ...set(d),
    ...permute(add(get(h), get(W + j), gg, get(SS1)), 9, 17),
    ...set(h),
    ...rotl(get(b), 9),
    ...set(b),
    ...rotl(get(f), 19),
    ...set(f),
  ];
}

const LOOP: Code = [0x03, 0x40];
const AGAIN_IF_BELOW: Code = [0x49, 0x0d, 0];
const END_OF_BLOCK: Code = [0x0b];

function compress(): Code {
  const eight = [0, 1, 2, 3, 4, 5, 6, 7];
  return [
    ...eight.flatMap((i) => [...load(constant(0), 4 * i), ...set(A + i)]),
    ...LOOP,
    ...Array.from({ length: 16 }, (_, i) => [...swap(load(get(START), 4 * i)), ...set(W + i)]).flat(),
    ...Array.from({ length: 64 }, (_, j) => round(j)).flat(),
    ...eight.flatMap((i) => [...xor(get(A + i), load(constant(0), 4 * i)), ...set(A + i)]),
    ...eight.flatMap((i) => store(4 * i, get(A + i))),
    ...add(get(START), constant(64)),
    ...tee(START),
    ...get(END),
    ...AGAIN_IF_BELOW,
    ...END_OF_BLOCK,
    ...END_OF_BLOCK,
  ];
}

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const name = (text: string): Code => [text.length, ...Array.from(text, (c) => c.charCodeAt(0))];

/** The bytes of the module (about 9 KB); the same each time. */
export function buildSm3Module(): Uint8Array<ArrayBuffer> {
  const body = [1, ...uleb(LOCALS - 2), 0x7f, ...compress()];
  const section = (id: number, content: Code): Code => [id, ...uleb(content.length), ...content];
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, [1, 0x60, 2, 0x7f, 0x7f, 0]), // one type: (i32, i32) -> ()
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 2]), // 2 pages: state and input
    ...section(7, [2, ...name('memory'), 2, 0, ...name('compress'), 0, 0]),
    ...section(10, [1, ...uleb(body.length), ...body]),
  ]);
}

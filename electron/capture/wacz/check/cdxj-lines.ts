// Lines of a CDXJ index: "<SURT> <time> {json}" with what WACZ 1.1.1 demands of them.

export interface IndexLine {
  readonly url: string;
  /** yyyyMMddHHmmss, milliseconds where it has them. */
  readonly time: string;
  readonly digest: string;
  readonly filename: string;
  readonly offset: number;
  readonly length: number;
  readonly status: number;
}

export type IndexFault = (problem: string, line: number) => void;

/** Lines that could be read; what is wrong with others, or with their order, is told. */
export function parseIndex(text: Buffer, fault: IndexFault): readonly IndexLine[] {
  const lines: IndexLine[] = [];
  let before: Buffer | null = null;
  let number = 0;
  for (let at = 0; at < text.length;) {
    number += 1;
    const end = text.indexOf(10, at);
    if (end < 0) fault('last line has no end', number);
    const bytes = text.subarray(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    if (before !== null && Buffer.compare(before, bytes) > 0) fault('not sorted', number);
    before = bytes;
    const line = parseLine(bytes.toString('utf8'));
    if (line === null) fault('not a CDXJ line', number);
    else lines.push(line);
  }
  return lines;
}

function parseLine(text: string): IndexLine | null {
  const match = /^\S+ (\d{14}(?:\d{3})?) (\{.*\})$/.exec(text);
  if (match === null) return null;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(match[2]!) as Record<string, unknown>;
  } catch {
    return null;
  }
  const { url, digest, mime, filename } = value;
  const [offset, length, status] = [value['offset'], value['length'], value['status']].map(wholeNumber);
  const texts = [url, digest, mime, filename].every((each) => typeof each === 'string');
  if (!texts || offset == null || length == null || status == null) return null;
  return {
    url: url as string,
    time: match[1]!,
    digest: digest as string,
    filename: filename as string,
    offset,
    length,
    status,
  };
}

/** A number, or its digits as text: writers do both. */
function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

// An XLSX workbook (ECMA-376 part 1, section 18) -> the text of its first visible sheet. Streamed and bounded: no cell
// address allocates anything, formulas are never evaluated (their stored result is read), no entity is expanded.
// Our own because the well-kept readers build rows x columns as the addresses in the file tell them to.

import { crc32 } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { AppError } from '../../shared/errors.ts';
import { SHEET_LIMITS, type Sheet } from '../../shared/batch/sheet.ts';
import { entryChunks } from '../../shared/zip/entry-stream.ts';
import { ZipFault } from '../../shared/zip/fault.ts';
import { readZip, type ZipEntry } from '../../shared/zip/reader.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';
import { createLineBag, tooLarge, type LineBag } from './line-bag.ts';
import { createSheetHandler, type XmlHandler } from './sheet-cells.ts';

/** Throws input/sheet-unreadable {problem}, input/sheet-too-large. */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet> {
  try {
    const book = await openBook(bytes);
    const workbook = await readWorkbook(book);
    const strings = await readSharedStrings(book);
    const bag: LineBag = createLineBag();
    await readPart(book, workbook.path, createSheetHandler(strings, bag));
    return {
      kind: 'xlsx',
      name: workbook.name,
      otherSheets: workbook.otherSheets,
      encoding: null,
      lines: bag.lines,
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof ZipFault) throw unreadable(error.code, error);
    // The parser's own complaints about the XML.
    throw unreadable(error instanceof Error ? error.message.slice(0, 200) : 'malformed', error);
  }
}

interface Book {
  readonly source: RandomAccess;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  inflatedBytes: number;
}

async function openBook(bytes: Uint8Array): Promise<Book> {
  const source: RandomAccess = {
    name: 'xlsx',
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
  const reading = await readZip(source);
  if (!reading.ok) throw unreadable(reading.code);
  return {
    source,
    entries: new Map(reading.entries.map((entry) => [entry.name.toLowerCase(), entry])),
    inflatedBytes: 0,
  };
}

async function readPart(book: Book, path: string, handler: XmlHandler): Promise<void> {
  const entry = book.entries.get(path.toLowerCase());
  if (!entry) throw unreadable(`${path} is missing`);
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw unreadable('a document type is not allowed');
  });
  parser.on('opentag', (tag) => handler.open(localName(tag.name), byLocalName(tag.attributes)));
  parser.on('closetag', (tag) => handler.close(localName(tag.name)));
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of entryChunks(book.source, entry, { crc32 })) {
    book.inflatedBytes += chunk.length;
    if (book.inflatedBytes > SHEET_LIMITS.inflatedBytes) {
      throw tooLarge('bytes', SHEET_LIMITS.inflatedBytes);
    }
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.write(decoder.decode());
  parser.close();
}

interface Workbook {
  readonly path: string;
  readonly name: string;
  readonly otherSheets: number;
}

/** 18.2.19-20: the sheets in the order of their tabs; the part of each by its relationship. */
async function readWorkbook(book: Book): Promise<Workbook> {
  const sheets: { readonly name: string; readonly id: string; readonly hidden: boolean }[] = [];
  await readPart(book, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name !== 'sheet' || sheets.length >= 1_000) return;
      sheets.push({
        name: (attributes['name'] ?? '').slice(0, 200),
        id: attributes['id'] ?? '',
        hidden: (attributes['state'] ?? 'visible') !== 'visible',
      });
    },
    text: () => undefined,
    close: () => undefined,
  });
  const chosen = sheets.find((sheet) => !sheet.hidden);
  if (!chosen) throw unreadable('no visible worksheet');
  let target = '';
  await readPart(book, 'xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      if (name === 'Relationship' && attributes['Id'] === chosen.id) target = attributes['Target'] ?? '';
    },
    text: () => undefined,
    close: () => undefined,
  });
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  return { path, name: chosen.name, otherSheets: sheets.length - 1 };
}

/** 18.4.9: a list of strings, each of one text or of several runs; reading aids (rPh) are no part of the text. */
async function readSharedStrings(book: Book): Promise<readonly string[]> {
  const path = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!book.entries.has(path.toLowerCase())) return strings;
  let text = '';
  let inText = false;
  let aside = 0;
  let chars = 0;
  await readPart(book, path, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') aside += 1;
      else if (name === 't') inText = aside === 0;
    },
    text(part) {
      if (inText && text.length < SHEET_LIMITS.cellChars) text += part.slice(0, SHEET_LIMITS.cellChars);
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') aside -= 1;
      else if (name === 'si') {
        if (strings.length >= SHEET_LIMITS.sharedStrings)
          throw tooLarge('strings', SHEET_LIMITS.sharedStrings);
        chars += text.length;
        if (chars > SHEET_LIMITS.chars) throw tooLarge('characters', SHEET_LIMITS.chars);
        strings.push(text.slice(0, SHEET_LIMITS.cellChars));
      }
    },
  });
  return strings;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function byLocalName(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]));
}

function unreadable(problem: string, cause?: unknown): AppError {
  return new AppError('input/sheet-unreadable', { problem }, { cause });
}

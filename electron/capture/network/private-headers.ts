// data/private/headers.jsonl: values of Cookie, Set-Cookie and Authorization fields, one canonical JSON object per
// line. The WARC and capture.json hold "cunan-private:<line>" (counted from 1) in their place, so that the file can be
// withheld from a copy while the rest still verifies.

import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import type { HeaderList } from './exchange.ts';

const PRIVATE = new Set(['cookie', 'set-cookie', 'authorization', 'proxy-authorization']);

export interface PrivateHeaders {
  /** The same fields with private values replaced by their place in the file. */
  withhold(url: string, message: 'request' | 'response', headers: HeaderList): HeaderList;
  /** The file's text; empty where no message had such a field. */
  text(): string;
}

export function createPrivateHeaders(): PrivateHeaders {
  const lines: string[] = [];
  return {
    withhold(url, message, headers) {
      return headers.map(([name, value]) => {
        if (!PRIVATE.has(name.toLowerCase())) return [name, value] as const;
        lines.push(
          canonicalJson({
            line: lines.length + 1,
            message,
            name: name.toWellFormed(),
            url: url.toWellFormed(),
            value: value.toWellFormed(),
          }),
        );
        return [name, `cunan-private:${lines.length}`] as const;
      });
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
}

// data/private/headers.jsonl: values of Cookie, Set-Cookie and Authorization fields, one canonical JSON object per
// line. The WARC and capture.json hold "cunan-private:<line>" (counted from 1) in their place, so that the file can be
// withheld from a copy while the rest still verifies. Where a person's session was used not even that file has the
// values: names and attributes stay, each value stands as <left-out>.

import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { headerText, type HeaderList } from './exchange.ts';

const PRIVATE = new Set(['cookie', 'set-cookie', 'authorization', 'proxy-authorization']);

export interface PrivateHeaders {
  /** The same fields with private values replaced by their place in the file. */
  withhold(url: string, message: 'request' | 'response', headers: HeaderList): HeaderList;
  /** The file's text; empty where no message had such a field. */
  text(): string;
}

export function createPrivateHeaders({ withoutValues = false } = {}): PrivateHeaders {
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
            value: headerText(withoutValues ? withoutSecret(name, value) : value).toWellFormed(),
          }),
        );
        return [name, `cunan-private:${lines.length}`] as const;
      });
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
}

const LEFT_OUT = '<left-out>';

/** Cookie: a=1; b=2 -> names only. Set-Cookie: name and attributes. Authorization: its scheme. */
function withoutSecret(name: string, value: string): string {
  const field = name.toLowerCase();
  if (field === 'cookie') {
    return value
      .split(';')
      .map((pair) => pair.split('=')[0]!.trim())
      .filter((key) => key !== '')
      .map((key) => `${key}=${LEFT_OUT}`)
      .join('; ');
  }
  if (field === 'set-cookie') {
    const [pair = '', ...attributes] = value.split(';');
    return [`${pair.split('=')[0]!.trim()}=${LEFT_OUT}`, ...attributes.map((each) => each.trim())].join('; ');
  }
  return `${value.trim().split(/\s/)[0]!} ${LEFT_OUT}`;
}

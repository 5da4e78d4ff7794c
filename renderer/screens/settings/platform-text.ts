// A gateway's description as one text: the requests, where the fields stand in the answers, the words for its states.

import { platformInput, type Settings } from '../../../shared/api/inputs.ts';
import { firstMisfit, type Misfit } from '../../../shared/api/invalid-input.ts';

export type Platform = Settings['platforms'][number];

const DESCRIBED = [
  'headers',
  'submit',
  'poll',
  'lookup',
  'certificate',
  'ratePerSec',
  'maxMetaBytes',
  'pointers',
  'states',
] as const;

/** Shows every part once; the paths are to be replaced by the platform's. */
export const BLANK_PLATFORM: Platform = {
  name: '',
  title: '',
  baseUrl: '',
  simulated: false,
  digest: 'sm3',
  headers: [
    { name: 'X-Timestamp', value: '{timestamp}' },
    { name: 'X-Signature', value: '{hmac:key}' },
  ],
  submit: {
    method: 'POST',
    path: '/v1/evidences',
    body: '{"hash":"{digest}","requestId":"{clientRef}"}',
  },
  poll: { method: 'GET', path: '/v1/evidences/{handle}', body: null },
  lookup: { method: 'GET', path: '/v1/evidences?hash={digest}', body: null },
  certificate: null,
  idempotent: false,
  ratePerSec: null,
  maxMetaBytes: null,
  needsRealName: false,
  pointers: {
    handle: '/data/id',
    state: '/data/state',
    digest: '/data/hash',
    evidenceNumber: '/data/id',
    txHash: null,
    blockHeight: null,
    blockHash: null,
    time: null,
  },
  states: { confirmed: ['DONE'], pending: ['WAITING'] },
};

export function describe(platform: Platform): string {
  return JSON.stringify(Object.fromEntries(DESCRIBED.map((name) => [name, platform[name]])), null, 2);
}

/** The platform with what the text describes, or what is wrong with it; field '' for a text that is no JSON object. */
export function readDescription(platform: Platform, text: string): Platform | Misfit {
  let described: unknown;
  try {
    described = JSON.parse(text);
  } catch {
    return { field: '', problem: 'is not usable' };
  }
  if (typeof described !== 'object' || described === null || Array.isArray(described)) {
    return { field: '', problem: 'is not usable' };
  }
  const { name, title, baseUrl, simulated, digest, idempotent, needsRealName } = platform;
  // The fields of their own win: a text cannot rename what is asked for above it.
  const foreign = Object.keys(described).find((key) => !DESCRIBED.some((known) => known === key));
  if (foreign !== undefined)
    return { field: foreign, problem: `has unknown fields (${foreign.slice(0, 64)})` };
  // The fields of the form have errors of their own.
  const own = { name: 'x', title: 'x', baseUrl: 'https://x', simulated };
  const read = platformInput.safeParse({ ...described, ...own, digest, idempotent, needsRealName });
  return read.success ? { ...read.data, name, title, baseUrl } : firstMisfit(read.error);
}

/** Names of credentials that the headers call for. */
export function secretNames({ headers }: Platform): readonly string[] {
  const found = headers.flatMap(({ value }) =>
    [...value.matchAll(/\{(?:secret|hmac):([A-Za-z0-9_-]{1,64})\}/g)].map((match) => match[1]!),
  );
  return [...new Set(found)];
}

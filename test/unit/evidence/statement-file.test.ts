import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { buildIndex } from '../../../shared/evidence/index-file.ts';
import { buildStatement, parseStatement } from '../../../shared/evidence/statement-file.ts';
import type { EvidenceFacts } from '../../../shared/evidence/statement.ts';
import { fileOf, hashers, saltOf, webFacts } from './facts.ts';

const index = buildIndex([fileOf('data/a', '1'), fileOf('data/b', '2')], [saltOf(1), saltOf(2)]);
const build = (change: Partial<EvidenceFacts> = {}) => buildStatement(webFacts(change), index, hashers);

type Loose = Record<string, unknown> & { predicate: Record<string, unknown> };
function changed(change: (statement: Loose) => void): Uint8Array {
  const value = JSON.parse(fromUtf8(build())!) as Loose;
  change(value);
  return toUtf8(canonicalJson(value));
}

describe('statement.json', () => {
  it('says what the facts and the index say', () => {
    const statement = parseStatement(build());
    const { tree, ...facts } = statement.predicate;
    expect(facts).toEqual(webFacts());
    expect(statement.subject[0].digest).toEqual(digestsOf(hashers, index.bytes));
    // Two leaves: H(0x01 || H(0x00 || a) || H(0x00 || b)), written out here.
    const leaves = index.leaves.map((leaf) => digestsOf(hashers, Uint8Array.of(0), leaf));
    const side = (i: number, name: 'sha256' | 'sm3') => Buffer.from(leaves[i]![name], 'hex');
    const root = (name: 'sha256' | 'sm3') =>
      digestsOf(hashers, Uint8Array.of(1), side(0, name), side(1, name))[name];
    expect(tree.size).toBe(2);
    expect({ sha256: tree.sha256, sm3: tree.sm3 }).toEqual({ sha256: root('sha256'), sm3: root('sm3') });
  });

  it('is canonical: same facts, same bytes, whatever the order of fields', () => {
    const facts = webFacts();
    const reversed = Object.fromEntries(Object.entries(facts).reverse()) as unknown as EvidenceFacts;
    expect(buildStatement(reversed, index, hashers)).toEqual(build());
    expect(fromUtf8(build())).toBe(canonicalJson(JSON.parse(fromUtf8(build())!)));
  });

  it('carries hostile texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), (title, url) => {
        const parsed = parseStatement(build({ title, finalUrl: url }));
        expect(parsed.predicate.title).toBe(title);
        expect(parsed.predicate.finalUrl).toBe(url);
      }),
      { seed: 7, numRuns: 100 },
    );
    expect(parseStatement(build({ title: 'a\ud800b' })).predicate.title).toBe('a\ufffdb');
  });

  it.each<[string, Partial<EvidenceFacts>]>([
    ['a file deposit', { kind: 'file-deposit', requestedUrl: null, finalUrl: null, title: null }],
    [
      'a partial capture',
      { state: 'PARTIAL', reasons: [{ code: 'resource-failed', details: { url: 'u', error: 'e' } }] },
    ],
    ['a failed one', { state: 'FAILED', finalUrl: null, reasons: [{ code: 'cancelled' }] }],
    [
      'a beacon',
      {
        beaconAbsentReason: null,
        beacon: {
          kind: 'chain-block',
          chainName: 'demo',
          chainId: 31337,
          blockNumber: 7,
          blockHash: `0x${'ab'.repeat(32)}`,
          blockTime: '2026-11-22T20:59:58Z',
          simulated: true,
        },
      },
    ],
  ])('holds %s', (_, change) => {
    const { tree: _tree, ...facts } = parseStatement(build(change)).predicate;
    expect(facts).toEqual(webFacts(change));
  });

  it.each<[string, Partial<EvidenceFacts>]>([
    ['an id with a wrong check character', { id: webFacts().id.replace(/.$/, 'Z') }],
    ['sequence 0', { case: { digest: 'c'.repeat(64), sequence: 0 } }],
    ['a local time', { startedAt: '2026-11-22T21:00:00+08:00' }],
    ['a day that is none', { startedAt: '2026-13-40T21:00:00Z' }],
    ['COMPLETE with reasons', { reasons: [{ code: 'cancelled' }] }],
    ['PARTIAL without reasons', { state: 'PARTIAL' }],
    ['neither beacon nor reason', { beaconAbsentReason: null }],
    ['an unknown reason', { state: 'PARTIAL', reasons: [{ code: 'bad-luck' as 'cancelled' }] }],
    ['an endless title', { title: 'x'.repeat(70_000) }],
  ])('refuses to build %s', (_, change) => {
    expect(() => build(change)).toThrow('format/bad-statement');
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a newline at the end', toUtf8(`${fromUtf8(build())}\n`)],
    ['pretty-printed JSON', toUtf8(JSON.stringify(JSON.parse(fromUtf8(build())!), null, 1))],
    ['another version', changed((s) => (s['predicateType'] = 'urn:cunan:web-evidence:v2'))],
    ['another statement type', changed((s) => (s['_type'] = 'https://in-toto.io/Statement/v2'))],
    ['an unknown field', changed((s) => (s.predicate['note'] = 'x'))],
    ['a missing field', changed((s) => delete s.predicate['vantage'])],
    ['two subjects', changed((s) => (s['subject'] = [...(s['subject'] as unknown[]), s['subject']]))],
    ['a type that is not its kind', changed((s) => (s.predicate['kind'] = 'file-deposit'))],
    ['another leaf rule', changed((s) => ((s.predicate['tree'] as Loose)['leaf'] = 'other'))],
    ['deep JSON', toUtf8(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['a huge file', new Uint8Array(5 * 1024 * 1024).fill(0x20)],
    ['a field twice', toUtf8(fromUtf8(build())!.replace('{"_type"', '{"_type":"x","_type"'))],
  ])('refuses to read %s', (_, bytes) => {
    expect(() => parseStatement(bytes)).toThrow('format/bad-statement');
  });
});

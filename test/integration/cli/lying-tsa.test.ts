// Authorities that lie or fail, all at once, through the command line: nothing of theirs is stored, each stays pending
// with its own code, and each is obtained as soon as the authority is honest.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { createOpensslPki, type OpensslPki } from '../../fakes/openssl-pki.ts';
import {
  startOpensslTsa,
  TEST_POLICY,
  TSA_FAULTS,
  type OpensslTsa,
  type TsaFault,
} from '../../fakes/openssl-tsa.ts';
import { count, describeWith } from '../../tools.ts';
import { createCli, events, expectWhole, lastItem, snapshot, type Cli, type Run } from './cunan.ts';

const CODES: Readonly<Record<TsaFault, string>> = {
  'wrong-nonce': 'tsa/wrong-nonce',
  'wrong-imprint': 'tsa/wrong-imprint',
  'wrong-policy': 'tsa/wrong-policy',
  'wrong-time': 'tsa/time-implausible',
  'status-2': 'tsa/rejected',
  'http-500': 'tsa/unreachable',
  'http-404': 'tsa/rejected',
  slow: 'tsa/unreachable',
  garbage: 'tsa/bad-response',
  empty: 'tsa/bad-response',
  huge: 'tsa/bad-response',
  truncated: 'tsa/bad-response',
  'expired-leaf': 'tsa/untrusted',
  'no-ess-cert-id': 'tsa/bad-signature',
  'tls-server-cert': 'tsa/untrusted',
  closes: 'tsa/unreachable',
};
/** The slow one is waited for, twice: for the long tier. */
const FAULTS = TSA_FAULTS.filter((fault) => fault !== 'slow' || count(0, 1) === 1);
/** What one installation may have configured. */
const AT_ONCE = 8;

interface Pending {
  readonly kind: string;
  readonly provider: string;
  readonly code: string | null;
}

describeWith(['openssl'], 'authorities that lie', () => {
  let cli: Cli;
  let site: DemoSite;
  let pki: OpensslPki;
  const tsas = new Map<TsaFault, OpensslTsa>();

  beforeAll(async () => {
    cli = createCli();
    pki = await createOpensslPki();
    // One after the other: `openssl ca` has one index for all.
    for (const use of ['tsa', 'expired', 'tls'] as const) await pki.leaf(use, 'ec');
    site = await startDemoSite(findResources(null).demoSite);
    for (const fault of FAULTS) {
      tsas.set(fault, await startOpensslTsa({ leaf: 'ec', pki, fault, name: fault }));
    }
    const run = await cli.run(['--json', 'capture', `${site.url}/`, '--allow-private']);
    expect(run.code, run.err).toBe(0);
  });

  afterAll(async () => {
    for (const tsa of tsas.values()) await tsa.close();
    await pki.close();
    await site.close();
    cli.remove();
  });

  async function configure(faults: readonly TsaFault[]): Promise<void> {
    const configs = faults.map((fault) => ({ ...tsas.get(fault)!.config, policy: TEST_POLICY }));
    const run = await cli.run(['--json', 'config', 'set', 'tsas', JSON.stringify(configs)]);
    expect(run.code, run.out).toBe(0);
  }

  /** Authorities of these whose token is in a package made now; each is there twice, for statement and checkpoint. */
  async function inPackage(
    id: string,
    folder: string,
    faults: readonly string[],
  ): Promise<readonly string[]> {
    const run = await cli.run(['--json', 'export', id, '--out', cli.at(folder)]);
    expect(run.code, run.err).toBe(0);
    const verified = await cli.run(['--json', 'verify', String(lastItem(run)['package'])]);
    expect(verified.code, verified.out).toBe(0);
    const checks = events(verified, 'verified')[0]!['checks'] as readonly {
      id: string;
      status: string;
      subject: string;
    }[];
    return checks
      .filter((check) => check.id.startsWith('timestamp') && check.status === 'pass')
      .flatMap(({ subject }) => faults.filter((fault) => subject.endsWith(`-${fault}.tsr`)));
  }

  it.each([0, AT_ONCE])('from the fault of number %i on', { timeout: 180_000 }, async (first) => {
    const faults = FAULTS.slice(first, first + AT_ONCE);
    const id = (await snapshot(cli.home)).evidence[0]!.id;
    for (const fault of faults) tsas.get(fault)!.setFault(fault);
    await configure(faults);

    const refused = await cli.run(['--json', 'attest', id]);
    expect(refused.code).toBe(3);
    const codes = Object.fromEntries(pendingOf(refused).map(({ provider, code }) => [provider, code]));
    expect(codes).toEqual(Object.fromEntries(faults.map((fault) => [fault, CODES[fault]])));
    expect(await inPackage(id, `lies-${first}`, faults)).toEqual([]);
    const text = await cli.run(['cases', '未分类 Unsorted']);
    expectWhole(text.out);

    for (const fault of faults) tsas.get(fault)!.setFault(null);
    const honest = await cli.run(['--json', 'attest', id]);
    expect(honest.code, honest.out).toBe(0);
    expect(pendingOf(honest)).toEqual([]);
    expect(lastItem(honest)['proofs']).toContain('timestamped');
    const twice = [...faults, ...faults].toSorted();
    expect((await inPackage(id, `honest-${first}`, faults)).toSorted()).toEqual(twice);
    await configure([]);
  });

  it('and in words, pending, with what to do', async () => {
    const id = (await snapshot(cli.home)).evidence[0]!.id;
    const tsa = await startOpensslTsa({ leaf: 'ec', pki, fault: 'wrong-nonce', name: 'other' });
    const added = await cli.run(['config', 'add-tsa', 'other', tsa.url]);
    expect(added.out).toContain('没有给出根证书');
    const run = await cli.run(['attest', id]);
    expect(run.code).toBe(3);
    expectWhole(run.out);
    expect(run.out).toMatch(/待处理 other .*没有保存该时间戳/);
  });
});

function pendingOf(run: Run): readonly Pending[] {
  return (lastItem(run)['pending'] as readonly Pending[]).toSorted((a, b) =>
    a.provider < b.provider ? -1 : 1,
  );
}

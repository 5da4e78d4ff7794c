// README.txt's own commands, run as a person would: in a shell, on the package, with none of our code.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { buildDsse, pae } from '../../../shared/evidence/dsse.ts';
import {
  buildRenewalRecord,
  buildRenewalTree,
  RENEWAL_FILES,
  renewalFolder,
} from '../../../shared/evidence/renewal.ts';
import type { SealedFiles } from '../../../shared/evidence/sealed-files.ts';
import {
  parseSm2Pem,
  SM2_DSSE_PATH,
  SM2_PEM_PATH,
  sm2KeyIdOf,
} from '../../../shared/evidence/sm2-signature.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../../shared/evidence/statement.ts';
import { exportPackage } from '../../../electron/export/export-package.ts';
import type { PackageFile } from '../../../electron/export/tag-files.ts';
import { describeWith, hasTool } from '../../tools.ts';
import { DEVICE, hashers, payloadOf, sealSample, signerFrom, webFacts } from '../../vectors/ingredients.ts';
import { createOpensslTsa, type OpensslTsa } from './openssl-tsa.ts';
import { followReadme } from './readme-runner.ts';

const sample = sealSample(webFacts(), {
  'data/capture.json': '{"format":"cunan-capture/1"}',
  'data/页面/截图 (1) $HOME.txt': '证据'.repeat(2000),
  "data/it's;`echo`&.txt": 'quoting',
  'data/empty': '',
});
const ID = webFacts().id;
const NOTE = 'cunan/0123456789abcdef\n7\nAAAA\n\n— cunan/0123456789abcdef AAAA\n';
const COSIGNED = `c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\n${NOTE}— office.example/w1 BBBB\n`;

/** openssl's own key and signature, so that README's commands meet none of our arithmetic. */
function signWithOpensslSm2(folder: string, statement: Uint8Array): readonly PackageFile[] {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl('ecparam', '-genkey', '-name', 'SM2', '-noout', '-out', 'sm2.key');
  const pem = new Uint8Array(openssl('pkey', '-in', 'sm2.key', '-pubout'));
  writeFileSync(join(folder, 'sm2.pae'), pae(STATEMENT_PAYLOAD_TYPE, statement));
  const options = '-rawin -digest sm3 -pkeyopt distid:1234567812345678 -in sm2.pae'.split(' ');
  const sig = new Uint8Array(openssl('pkeyutl', '-sign', '-inkey', 'sm2.key', ...options));
  const keyid = sm2KeyIdOf(parseSm2Pem(pem), hashers);
  return [
    { path: SM2_DSSE_PATH, bytes: buildDsse(STATEMENT_PAYLOAD_TYPE, statement, [{ keyid, sig }]) },
    { path: SM2_PEM_PATH, bytes: pem },
  ];
}

function renewalOver(sealed: SealedFiles, proofs: readonly PackageFile[]): readonly PackageFile[] {
  const listed = [
    { path: 'attest/statement.json', bytes: sealed.statement },
    { path: 'attest/index.jsonl', bytes: sealed.index },
    ...proofs,
  ].map(({ path, bytes }) => ({ path, size: bytes.length, ...digestsOf(hashers, bytes) }));
  const record = buildRenewalRecord(ID, 1, listed);
  const { head, proofs: inclusion } = buildRenewalTree([record, toUtf8('another item')], hashers);
  const folder = renewalFolder(1);
  return [
    { path: `${folder}${RENEWAL_FILES.record}`, bytes: record },
    { path: `${folder}${RENEWAL_FILES.head}`, bytes: head },
    { path: `${folder}${RENEWAL_FILES.proof}`, bytes: inclusion[0]! },
  ];
}

describeWith(['openssl', 'jq', 'unzip', 'sha256sum', 'bash'], 'standard tools on a package', () => {
  let folder: string;
  let tsa: OpensslTsa;
  let readme: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cunan-tools-'));
    tsa = createOpensslTsa(join(folder, 'tsa'));
    const stem = 'attest/tlog/cunan-0123456789abcdef-7';
    const sm2 = signWithOpensslSm2(folder, sample.sealed.statement);
    const renewal = renewalOver(sample.sealed, sm2);
    await exportPackage({
      sealed: sample.sealed,
      openPayload: payloadOf(sample),
      proofs: [
        { path: 'attest/tsa/1-demo.tsr', bytes: tsa.stamp(sample.sealed.statement) },
        { path: 'attest/tsa/1-demo.chain.pem', bytes: tsa.chainPem },
        { path: 'attest/tsa/2-other.tsr', bytes: tsa.stamp(sample.sealed.statement) },
        { path: `${stem}.tlog-proof`, bytes: toUtf8(`c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\n${NOTE}`) },
        { path: `${stem}.1-demo.tsr`, bytes: tsa.stamp(toUtf8(NOTE)) },
        { path: `${stem}.witnessed.tlog-proof`, bytes: toUtf8(COSIGNED) },
        ...sm2,
        ...renewal,
        {
          path: `${renewalFolder(1)}1-demo.tsr`,
          bytes: tsa.stamp(renewal.find(({ path }) => path.endsWith(RENEWAL_FILES.head))!.bytes),
        },
      ],
      certificatePdf: toUtf8('%PDF-1.7'),
      verifierHtml: toUtf8('<!doctype html><title>placeholder</title>'),
      exporter: signerFrom('exporter'),
      outPath: join(folder, `${ID}.zip`),
    });
    const shown = spawnSync('unzip', ['-p', `${ID}.zip`, 'README.txt'], { cwd: folder });
    readme = fromUtf8(shown.stdout)!;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const follow = (name: string, meddle = '') =>
    followReadme(join(folder, `${ID}.zip`), join(folder, name), tsa.rootPath, meddle);

  it('all of README.txt succeeds on a good package', () => {
    const { status, output } = follow('good');
    expect(output).not.toMatch(/FAILED|: error|WARNING/);
    expect(status).toBe(0);
    expect(output.match(/^Verification: OK$/gm)).toHaveLength(4);
    expect(output.match(/^Signature Verified Successfully$/gm)).toHaveLength(3);
    for (const line of [
      'SM3 OK',
      'index OK',
      'attest/index.jsonl: OK',
      'verify.html: OK',
      'attest/renewal/001/renewal.json: OK',
      '— office.example/w1 BBBB',
      'data/页面/截图 (1) $HOME.txt: OK',
    ]) {
      expect(output).toContain(line);
    }
    expect(output).toContain(DEVICE.keyId);
    expect(output).toContain(sample.sealed.statementDigests.sha256);
    expect(output).toContain(sample.sealed.statementDigests.sm3);
    expect(readme).toMatch(/-attime \d{10}$/m);
  });

  it.each([
    ['a payload file', 'printf X >> data/empty', 'data/empty: FAILED'],
    ['the index', "sed -i 's/salt/sald/' attest/index.jsonl", 'attest/index.jsonl: FAILED'],
    [
      'the statement',
      "sed -i 's/COMPLETE/PARTIAL_/' attest/statement.json",
      'Signature Verification Failure',
    ],
    ['a time-stamp', 'cp attest/tlog/*.tsr attest/tsa/1-demo.tsr', 'message imprint mismatch'],
    ['README.txt', 'printf X >> README.txt', 'README.txt: FAILED'],
    ['the tag manifest', 'printf X >> tagmanifest-sha256.txt', 'Signature Verification Failure'],
  ])('and shows a change of %s', (what, meddle, said) => {
    const { status, output } = follow(`bad ${what.replaceAll(/\W/g, '-')}`, meddle);
    expect(status).toBe(1);
    expect(output).toContain(said);
  });

  it('and shows a change of the head of a renewal, and another SM2 key', () => {
    const { status, output } = follow(
      'bad-head',
      `sed -i 's/"size":2/"size":3/' attest/renewal/001/head.json; openssl ecparam -genkey -name SM2 -noout | openssl pkey -pubout -out attest/sm2/signer.pub.pem`,
    );
    expect(status).toBe(1);
    expect(output).toContain('message imprint mismatch');
    expect(output.match(/^Verification: OK$/gm)).toHaveLength(3);
    expect(output).toContain('Signature Verification Failure');
    expect(output.match(/^Signature Verified Successfully$/gm)).toHaveLength(2);
  });

  it('is listed by unzip with the fixed time and no attributes', () => {
    const { stdout } = spawnSync('unzip', ['-Z', '-l', `${ID}.zip`], { cwd: folder, encoding: 'utf8' });
    const rows = stdout.split('\n').filter((line) => line.includes(' stor '));
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !row.includes('80-Jan-01 00:00'))).toEqual([]);
  });

  it.runIf(hasTool('python3'))("passes Python's zipfile and its own hashlib over the manifest", () => {
    const program = [
      'import zipfile, hashlib, sys',
      'z = zipfile.ZipFile(sys.argv[1])',
      'assert z.testzip() is None',
      'names = z.namelist()',
      'assert names == sorted(names, key=lambda n: n.encode())',
      'lines = z.read("manifest-sha256.txt").decode().splitlines()',
      'assert len(lines) == 4',
      'for line in lines:',
      '    digest, path = line.split("  ", 1)',
      '    assert hashlib.sha256(z.read(path)).hexdigest() == digest, path',
      'print("python ok")',
    ].join('\n');
    const run = spawnSync('python3', ['-c', program, join(folder, `${ID}.zip`)], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe('python ok\n');
  });
});

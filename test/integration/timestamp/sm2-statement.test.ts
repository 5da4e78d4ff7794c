// SM2 signatures of statements: our signer held against openssl in both directions, and a signer behind a command.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sm2Digest, verifySm2 } from '../../../shared/bytes/sm2.ts';
import { pae, parseDsse } from '../../../shared/evidence/dsse.ts';
import { buildSm2Pem, parseSm2Pem, SM2_DSSE_PATH } from '../../../shared/evidence/sm2-signature.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../../shared/evidence/statement.ts';
import { signaturePair } from '../../../shared/timestamp/signature-pair.ts';
import { loadCommandSigner } from '../../../electron/identity/command-signer.ts';
import { loadSm2FileSigner, type Sm2Signer } from '../../../electron/identity/sm2-signer.ts';
import { signWithSm2 } from '../../../electron/pipeline/sign-with-sm2.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { count, describeWith } from '../../tools.ts';
import { hashers, open, random, temporaryFolder } from '../../unit/store/folder.ts';
import { makeItem } from '../../unit/store/sealed-item.ts';

const NEVER = new AbortController().signal;
const OPTIONS = '-rawin -digest sm3 -pkeyopt distid:1234567812345678 -in m'.split(' ');

/** What a driver of a UKey does, with openssl in the place of the key: one question, one answer. */
const PROGRAM = `#!/usr/bin/env node
const { execFileSync } = require('node:child_process');
const { writeFileSync, readFileSync } = require('node:fs');
process.chdir(__dirname);
const question = JSON.parse(readFileSync(0, 'utf8'));
if (question.format !== 'cunan-signer/1') process.exit(2);
if (question.op === 'public-key') {
  const spki = execFileSync('openssl', ['pkey', '-in', 'key', '-pubout', '-outform', 'DER']);
  console.log(JSON.stringify({ publicKey: spki.subarray(-65).toString('hex') }));
} else {
  writeFileSync('asked', Buffer.from(question.message, 'base64'));
  const how = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:' + question.id, '-in', 'asked'];
  const signature = execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', 'key', ...how]);
  if (process.argv[2] === 'lies') signature[20] ^= 1;
  console.log(JSON.stringify({ signature: signature.toString('base64') }));
}
`;

describeWith(['openssl'], 'SM2 signatures of statements', () => {
  let folder: string;
  const openssl = (...args: string[]): string =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sm2-statement-'));
    openssl('ecparam', '-genkey', '-name', 'SM2', '-noout', '-out', 'key');
    writeFileSync(join(folder, 'signer.cjs'), PROGRAM);
    chmodSync(join(folder, 'signer.cjs'), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function opensslAccepts(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    writeFileSync(join(folder, 'pub'), buildSm2Pem(publicKey));
    writeFileSync(join(folder, 'm'), message);
    writeFileSync(join(folder, 'sig'), signature);
    try {
      return openssl('pkeyutl', '-verify', '-pubin', '-inkey', 'pub', '-sigfile', 'sig', ...OPTIONS).includes(
        'Verified Successfully',
      );
    } catch {
      return false;
    }
  }

  it('ours by openssl and openssl’s by us; changed ones by neither', async () => {
    const kept = new Map<string, Uint8Array>();
    const secrets = {
      protection: 'key-file-0600' as const,
      read: (name: string) => Promise.resolve(kept.get(name) ?? null),
      write: (name: string, secret: Uint8Array) => Promise.resolve(void kept.set(name, secret)),
    };
    const load = (known: boolean): Promise<Sm2Signer> => loadSm2FileSigner(secrets, random, hashers, known);
    const ours = await load(false);
    const publicKey = await ours.publicKey(NEVER);
    expect(await (await load(true)).publicKey(NEVER)).toEqual(publicKey);
    const theirs = await loadCommandSigner(commandFile([join(folder, 'signer.cjs')]));
    expect(parseSm2Pem(buildSm2Pem(publicKey))).toEqual(publicKey);
    for (let round = 0; round < count(5, 500); round++) {
      const message = random.bytes(1 + round * 7);
      for (const signer of [ours, ...(round < count(1, 50) ? [theirs] : [])]) {
        const key = await signer.publicKey(NEVER);
        const signature = await signer.sign(message, NEVER);
        expect([weAccept(key, message, signature), opensslAccepts(key, message, signature)]).toEqual([
          true,
          true,
        ]);
        const changed = signature.with(signature.length - 1, signature.at(-1)! ^ 1);
        expect([weAccept(key, message, changed), opensslAccepts(key, message, changed)]).toEqual([
          false,
          false,
        ]);
      }
    }
    kept.clear();
    await expect(load(true)).rejects.toMatchObject({ code: 'key/unreadable' });
  });

  it('a signature that does not hold is not kept, and a program that fails says so', async () => {
    const store = await open(temporaryFolder());
    const item = await makeItem(store, hashers, store.cases.ensure('案件').id);
    store.evidence.commitSealed(item);
    const by = (command: readonly string[]) =>
      signWithSm2(
        {
          store,
          hashers,
          clock: createNodeClock(),
          sm2: { signer: () => loadCommandSigner(commandFile(command)), remember: () => undefined },
        },
        item.facts.id,
        NEVER,
      );
    const proof = await by([join(folder, 'signer.cjs')]);
    const dsse = proof!.files.find(({ path }) => path === SM2_DSSE_PATH)!;
    const { payload, signatures } = parseDsse(dsse.bytes);
    expect(payload).toEqual(item.sealed.statement);
    const key = parseSm2Pem(proof!.files[1]!.bytes);
    expect(opensslAccepts(key, pae(STATEMENT_PAYLOAD_TYPE, payload), signatures[0]!.sig)).toBe(true);
    for (const [command, problem] of [
      [[join(folder, 'signer.cjs'), 'lies'], 'the signature does not hold'],
      [['/bin/false'], 'exit code 1'],
      [['/bin/echo', 'nothing'], 'the answer is not one JSON object'],
      [[join(folder, 'no-such-program')], 'ENOENT'],
      [['openssl'], 'sm2-signer.json: command is not ["/absolute/path", …]'],
    ] as const) {
      await expect(by(command)).rejects.toMatchObject({ code: 'key/external-signer', details: { problem } });
    }
  });

  function commandFile(command: readonly string[]): string {
    const path = join(folder, 'sm2-signer.json');
    writeFileSync(path, JSON.stringify({ command }));
    return path;
  }
});

function weAccept(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const pair = signaturePair(signature);
  const e = sm2Digest(() => hashers.createSm3(), publicKey, message);
  return pair !== null && verifySm2(pair, e, publicKey);
}

// One-click application through the program: a command that packs, encrypts and sends; a package that common tools check;
// drafts, interrupted packing and an upload that a restart goes on with.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { decryptWith, readNotaryKey } from '../../../electron/application/age.ts';
import { createNodeSecrets } from '../../../electron/platform/node-secrets.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { createCli } from '../cli/cunan.ts';
import { FORM } from '../../fakes/application.ts';
import { startTusServer } from '../../fakes/tus-server.ts';

const cli = createCli();
const server = await startTusServer();
afterAll(async () => {
  await server.kill().catch(() => undefined);
  cli.remove();
});
const home = cli.at('home');

describe('cunan apply', () => {
  it('packs what common tools check, encrypts it to the office, sends it with a receipt', async () => {
    writeFileSync(cli.at('作品.txt'), '作品\n');
    writeFileSync(cli.at('张三身份证.jpg'), 'id card');
    writeFileSync(cli.at('form.json'), JSON.stringify(FORM));
    const to = await prepare();
    const asked = ['apply', '--case', '案', '--form', cli.at('form.json'), '--out', cli.at('sent'), '--json'];
    const papers = ['--attach', `identity=${cli.at('张三身份证.jpg')}`];
    const made = await cli.run([...asked, ...papers, '--to', to, '--upload', server.url]);
    expect(made.lines.map(({ event }) => event)).toEqual(['application', 'application-uploaded']);
    expect(made.lines[0]).toMatchObject({ evidence: [{ verdict: 'valid' }] });
    const path = String(made.lines[0]!['package']);
    expect(path).toMatch(/A-\d{8}-[0-9A-Z]{9}\.cunanapp\.age$/);
    expect(readdirSync(cli.at('sent'))).toHaveLength(1);
    const sealed = readFileSync(path);
    expect(Buffer.concat([...server.uploads.values()].at(-1)!.pieces).equals(sealed)).toBe(true);

    const plain = cli.at('plain.cunanapp');
    writeFileSync(plain, await decrypted(sealed));
    expect((await cli.run(['apply', 'check', plain])).code).toBe(0);
    expect(execFileSync('unzip', ['-Z1', plain], { encoding: 'utf8' })).not.toMatch(/张三|作品|9135/);
    execFileSync('unzip', ['-q', plain, '-d', cli.at('unpacked')]);
    execFileSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], { cwd: cli.at('unpacked') });
    // The lines of README.txt, as they stand there.
    const readme = readFileSync(cli.at('unpacked/README.txt'), 'utf8');
    const lines = readme.split('\n').flatMap((line) => /^ {4}\$ (.*)$/.exec(line)?.[1] ?? []);
    const said = execFileSync('sh', ['-ec', lines.join('\n')], {
      cwd: cli.at('unpacked'),
      encoding: 'utf8',
    });
    expect(said).toContain('Signature Verified Successfully');
    // Neither form nor the names of papers stand in the clear in the database.
    const db = new Sqlite(join(home, 'cunan.db'), { readonly: true });
    const row = db.prepare<[], { private: Buffer; facts: string }>('SELECT * FROM applications').get()!;
    db.close();
    expect(row.private.toString('latin1') + row.private.toString('utf8') + row.facts).not.toMatch(
      /91350100M000100Y43|025-12345678|身份证/,
    );
  }, 120_000);
});

/** One deposit in a case, and the key of an office: its recipient. */
async function prepare(): Promise<string> {
  const { core, close } = await createApp({ home, shell: 'browser' });
  const source = { kind: 'paths' as const, paths: [cli.at('作品.txt')] };
  const job = await core.startDeposit({ source, caseId: null, caseName: '案' });
  for (let i = 0; i < 600; i++) {
    const now = (await core.listJobs()).find(({ id }) => id === job.id);
    if (now?.state === 'done') break;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  const key = await core.notaryKey({ create: true });
  await close();
  return key!.recipient;
}

async function decrypted(sealed: Uint8Array): Promise<Buffer> {
  const log = { info() {}, warn() {}, error: () => '' };
  const random = createNodeRandom();
  const secrets = createNodeSecrets({ folder: join(home, 'keys'), random, log, passphrase: null });
  const { identity } = (await readNotaryKey(secrets))!;
  const parts: Uint8Array[] = [];
  for await (const part of decryptWith(identity, only(sealed))) parts.push(part);
  return Buffer.concat(parts);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(bytes);
}

describe('an application', () => {
  it('is kept as it was typed, says what is missing, and an upload goes on after a restart', async () => {
    const first = await createApp({ home, shell: 'browser' });
    const { core } = first;
    const [kase] = await core.listCases();
    const { items } = await core.listEvidence({ caseId: kase!.id });
    const { id } = await core.createApplication({ caseId: kase!.id, evidenceIds: [items[0]!.id] });
    await core.saveApplication({ id, form: { applicantName: '半' }, evidenceIds: [items[0]!.id] });
    expect((await core.getApplication({ id })).form).toEqual({ applicantName: '半' });
    await expect(core.packApplication({ id, recipient: null })).rejects.toThrow('application/incomplete');
    await core.saveApplication({ id, form: FORM, evidenceIds: [items[0]!.id] });
    writeFileSync(cli.at('big.bin'), Buffer.alloc(9_000_000, 7));
    await core.attachToApplication({
      id,
      kind: 'rights',
      source: { kind: 'paths', paths: [cli.at('big.bin')] },
    });
    symlinkSync(cli.at('big.bin'), cli.at('link.bin'));
    const link = { kind: 'paths' as const, paths: [cli.at('big.bin'), cli.at('link.bin')] };
    await expect(core.attachToApplication({ id, kind: 'rights', source: link })).rejects.toThrow(
      'input/file-unreadable',
    );
    expect((await core.getApplication({ id })).attachments).toHaveLength(1);
    await core.packApplication({ id, folder: cli.at('resumed'), recipient: null });
    await expect(core.saveApplication({ id, form: FORM, evidenceIds: [] })).rejects.toThrow(
      'application/state',
    );
    const packed = await until(core, id, ({ state }) => state !== 'packaging');
    expect(packed).toMatchObject({ state: 'packaged', error: null });

    server.breakAt = 5_000_000;
    await core.uploadApplication({ id, endpoint: server.url });
    const broken = await until(core, id, ({ state }) => state !== 'uploading');
    expect(broken).toMatchObject({ state: 'packaged', error: { code: 'application/upload-unreachable' } });
    server.breakAt = null;
    server.hold = true;
    await core.uploadApplication({ id });
    // Ends while the server keeps it waiting.
    await first.close();
    server.hold = false;
    const second = await createApp({ home, shell: 'browser' });
    const sent = await until(second.core, id, ({ state }) => state === 'uploaded');
    expect(sent.receipt).not.toBeNull();
    const whole = readFileSync(sent.package!.path);
    expect(Buffer.concat([...server.uploads.values()].at(-1)!.pieces).equals(whole)).toBe(true);
    expect(server.uploads.size).toBe(2);

    // Packing that an ended program left behind: said, and nothing half-made stays.
    const again = await second.core.createApplication({ caseId: kase!.id, evidenceIds: [items[0]!.id] });
    await second.core.saveApplication({ id: again.id, form: FORM, evidenceIds: [items[0]!.id] });
    await second.core.packApplication({ id: again.id, folder: cli.at('killed'), recipient: null });
    await second.close();
    const third = await createApp({ home, shell: 'browser' });
    const left = await third.core.getApplication({ id: again.id });
    expect(left).toMatchObject({ state: 'draft', error: { code: 'application/interrupted' } });
    expect(existsSync(cli.at('killed')) ? readdirSync(cli.at('killed')) : []).toEqual([]);
    await third.core.removeApplication({ id });
    expect(existsSync(join(home, 'applications', id))).toBe(false);
    expect(statSync(sent.package!.path).size).toBe(whole.length);
    await third.close();
    rmSync(cli.at('big.bin'));
  }, 120_000);
});

type Core = Awaited<ReturnType<typeof createApp>>['core'];
type Detail = Awaited<ReturnType<Core['getApplication']>>;

async function until(core: Core, id: string, holds: (detail: Detail) => boolean): Promise<Detail> {
  for (let i = 0; i < 600; i++) {
    const now = await core.getApplication({ id });
    if (holds(now)) return now;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('it never came to that');
}

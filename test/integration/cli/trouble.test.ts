// A computer in trouble: no passphrase, a wrong one, a read-only folder, a full disk, a folder that is in use, a target
// that cannot be written. The program says so and ends; what was sealed is still there and still verifies.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { count } from '../../tools.ts';
import { createCli, errorOf, events, lastItem, snapshot, type Cli } from './cunan.ts';

const asRoot = process.platform === 'linux' && process.getuid?.() === 0;

let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite(findResources(null).demoSite);
});
afterAll(() => site.close());

async function capture(cli: Cli, ...more: readonly string[]) {
  return cli.run(['--json', 'capture', `${site.url}/`, '--allow-private', ...more]);
}

async function verdict(cli: Cli, path: string): Promise<unknown> {
  return events(await cli.run(['--json', 'verify', path]), 'verified')[0]!['verdict'];
}

describe('a key under a passphrase', () => {
  const right = { CUNAN_PASSPHRASE: '口令 one' };
  let cli: Cli;
  beforeAll(async () => {
    cli = createCli();
    const run = await cli.run(['--json', 'doctor'], right);
    expect(run.code, run.err).toBe(0);
  });
  afterAll(() => cli.remove());

  it.each([
    ['none', {}, 'key/passphrase-required'],
    ['an empty one', { CUNAN_PASSPHRASE: '' }, 'key/passphrase-required'],
    ['a wrong one', { CUNAN_PASSPHRASE: '口令 two' }, 'key/wrong-passphrase'],
  ])('%s', async (_, env, code) => {
    const before = await keyFiles();
    const run = await cli.run(['--json', 'capture', `${site.url}/`, '--allow-private'], env);
    expect(errorOf(run)).toBe(code);
    expect(run.code).toBe(1);
    expect(await keyFiles()).toEqual(before);
    const doctor = events(await cli.run(['--json', 'doctor'], right), 'doctor');
    expect(doctor.find((item) => item['id'] === 'audit')).toMatchObject({ status: 'ok' });
    expect(doctor.find((item) => item['id'] === 'ledger')).toMatchObject({ details: { size: 0 } });
  });

  async function keyFiles(): Promise<readonly string[]> {
    return readdirSync(join(cli.home, 'keys')).toSorted();
  }
});

describe('the data folder', () => {
  let cli: Cli;
  let kept: string;
  beforeAll(async () => {
    cli = createCli();
    const run = await capture(cli, '--out', cli.at('out'));
    expect(run.code, run.err).toBe(0);
    kept = String(lastItem(run)['package']);
  });
  afterAll(() => cli.remove());

  it('in use by a program that does not answer', async () => {
    const holder = await createApp({ home: cli.home, shell: 'desktop', startJobs: false });
    try {
      const run = await capture(cli, '--case', '新案件');
      expect(errorOf(run)).toBe('store/in-use');
      expect(run.code).toBe(1);
      // Verifying needs no folder: the verdict comes, with the reason why nobody is trusted.
      const verified = await cli.run(['--json', 'verify', kept]);
      expect(verified.code).toBe(0);
      expect(errorOf(verified)).toBe('store/in-use');
      expect(events(verified, 'verified')[0]).toMatchObject({
        verdict: 'valid',
        signer: { status: 'unknown' },
      });
    } finally {
      await holder.close();
    }
    expect((await snapshot(cli.home)).cases).toHaveLength(1);
  });

  it('a target that cannot be written: the evidence is sealed and named, the next one goes on', async () => {
    writeFileSync(cli.at('file'), '');
    const early = await capture(cli, '--out', cli.at('file'));
    expect(errorOf(early)).toBe('input/output-unwritable');
    expect(early.code).toBe(2);

    const unwritable = asRoot ? '/proc' : cli.at('locked');
    if (!asRoot) mkdirSync(unwritable, { mode: 0o500 });
    const run = await capture(cli, '--out', unwritable);
    expect(errorOf(run)).toBe('input/output-unwritable');
    expect(run.code).toBe(2);
    const { id, state } = lastItem(run) as { id: string; state: string };
    expect(state).toBe('COMPLETE');
    const later = await cli.run(['--json', 'export', id, '--out', cli.at('later')]);
    expect(await verdict(cli, String(lastItem(later)['package']))).toBe('valid');
  });

  it('its database replaced by something else', async () => {
    const other = createCli();
    try {
      mkdirSync(other.home, { recursive: true });
      writeFileSync(join(other.home, 'cunan.db'), 'this is no database'.repeat(1_000));
      const run = await other.run(['--json', 'cases']);
      expect(errorOf(run)).toBe('store/damaged');
      expect(run.code).toBe(1);
    } finally {
      other.remove();
    }
  });

  // Root may write whatever the mode says: a disk that is mounted read-only stands for it below.
  const byMode = process.platform === 'win32' || asRoot ? null : 'read-only by its mode';
  if (byMode !== null)
    it(byMode, async () => {
      chmodSync(cli.home, 0o500);
      try {
        expect(errorOf(await capture(cli))).toBe('store/read-only');
      } finally {
        chmodSync(cli.home, 0o700);
      }
    });
});

/** Disks of our own, which only root may mount; elsewhere the test says so by its name. */
const mountable = asRoot && canMount();
describe.skipIf(!mountable)(`a disk of its own${mountable ? '' : ' (needs root and mount)'}`, () => {
  const cli = createCli();
  const disk = cli.at('disk');
  const onDisk = createCli(join(disk, 'home'));
  let kept: string;
  beforeAll(async () => {
    mkdirSync(disk);
    // More than a capture asks to be free before it begins (electron/capture/disk-watch.ts).
    mount('-t', 'tmpfs', '-o', 'size=768m', 'cunan-test', disk);
    const run = await capture(onDisk, '--out', cli.at('out'));
    expect(run.code, run.err).toBe(0);
    kept = String(lastItem(run)['package']);
  });
  afterAll(() => {
    spawnSync('umount', [disk]);
    cli.remove();
    onDisk.remove();
  });

  it('full, and nearly full', async () => {
    const filler = join(disk, 'filler');
    for (const roomBytes of count([400_000], [0, 400_000, 400_000_000])) {
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(filler, Buffer.alloc(bavail * bsize - roomBytes));
      const run = await capture(onDisk, '--case', `full ${roomBytes}`).finally(() => rmSync(filler));
      expect(run.code, run.err).toBe(1);
      expect(run.err).toBe('');
      expect(run.lines.at(-1)).toMatchObject({ code: 'store/disk-full' });
      const { evidence } = await snapshot(onDisk.home);
      expect(evidence).toHaveLength(1);
    }
    expect(await verdict(onDisk, kept)).toBe('valid');
    // Room again: what could not be done before is done by a new capture, and nothing is left lying about.
    const again = await capture(onDisk, '--out', cli.at('out'));
    expect(again.code, again.err).toBe(0);
    expect(await verdict(onDisk, String(lastItem(again)['package']))).toBe('valid');
    expect(readdirSync(join(onDisk.home, 'work'))).toEqual([]);
  });

  it('read-only', async () => {
    mount('-o', 'remount,ro', disk);
    try {
      const run = await capture(onDisk);
      expect(errorOf(run)).toBe('store/read-only');
      expect(run.code).toBe(1);
      expect(await verdict(onDisk, kept)).toBe('valid');
    } finally {
      mount('-o', 'remount,rw', disk);
    }
    expect((await snapshot(onDisk.home)).evidence.length).toBeGreaterThanOrEqual(2);
  });
});

function mount(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount: ${stderr}`);
}

function canMount(): boolean {
  const probe = createCli();
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'cunan-test', probe.folder);
    return spawnSync('umount', [probe.folder]).status === 0;
  } catch {
    return false;
  } finally {
    probe.remove();
  }
}

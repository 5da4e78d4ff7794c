import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashers, open, random, temporaryFolder } from './folder.ts';
import { makeItem } from './sealed-item.ts';

const CASE = 'C-0123456789abcdef';
const code = (name: string) => expect.objectContaining({ code: name });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pathOf = (home: string, digest: string) => join(home, 'vault', CASE, digest.slice(0, 2), digest);

describe('vault', () => {
  it.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 3_000_001])('gives back %i bytes', async (size) => {
    const folder = temporaryFolder();
    const { vault } = await open(join(folder, 'home'));
    const bytes = random.bytes(size);
    writeFileSync(join(folder, 'source'), bytes);
    const blob = await vault.putFile(CASE, join(folder, 'source'));
    expect(blob).toMatchObject({ size, sha256: sha256(bytes) });
    expect(readFileSync(join(folder, 'source')).length).toBe(size);
    expect(await vault.putBytes(CASE, bytes)).toEqual(blob);
    expect(sha256(await vault.readAll(CASE, blob.sha256))).toBe(blob.sha256);

    const reader = await vault.open(CASE, blob.sha256);
    expect(reader.size).toBe(size);
    const parts: Uint8Array[] = [];
    for await (const part of reader.stream()) parts.push(part);
    expect(sha256(Buffer.concat(parts))).toBe(blob.sha256);
    if (size > 10) expect(await reader.read(3, 5)).toEqual(bytes.slice(3, 8));
    await expect(reader.read(size, 1)).rejects.toThrow(/past the end/);
    await expect(reader.read(-1, 1)).rejects.toThrow();
    await reader.close();
    await reader.close();
  });

  it('lies on disk as header and plain content, under its digest and its case', async () => {
    const home = temporaryFolder();
    const { vault } = await open(home);
    const blob = await vault.putBytes(CASE, Uint8Array.of(7));
    const file = readFileSync(pathOf(home, blob.sha256));
    expect(file.toString('hex')).toBe(`434e424c0100${'00'.repeat(10)}07`);
    expect(await vault.has('C-other', blob.sha256)).toBe(false);
    await expect(vault.open(CASE, '../../cunan.db')).rejects.toThrow();
    await expect(vault.open('..', blob.sha256)).rejects.toThrow();
  });

  it.each([
    ['gone', (path: string) => writeFileSync(path, '')],
    ['of an unknown version', (path: string) => writeFileSync(path, 'CNBL\u0002'.padEnd(40, '\0'))],
    ['in an unknown mode', (path: string) => writeFileSync(path, 'CNBL\u0001\u0001'.padEnd(40, '\0'))],
  ])('names a blob that is %s, and heals it when the content is put again', async (_name, harm) => {
    const home = temporaryFolder();
    const { vault } = await open(home);
    const { sha256: digest } = await vault.putBytes(CASE, random.bytes(100));
    const good = readFileSync(pathOf(home, digest));
    harm(pathOf(home, digest));
    await expect(vault.open(CASE, digest)).rejects.toEqual(code('store/damaged'));
    await vault.putBytes(CASE, good.subarray(16));
    expect(sha256(await vault.readAll(CASE, digest))).toBe(digest);
  });

  it('notices a blob that is cut while it is read', async () => {
    const home = temporaryFolder();
    const { vault } = await open(home);
    const { sha256: digest } = await vault.putBytes(CASE, random.bytes(1_000));
    const reader = await vault.open(CASE, digest);
    truncateSync(pathOf(home, digest), 500);
    await expect(reader.read(0, 1_000)).rejects.toEqual(code('store/damaged'));
    await reader.close();
  });

  it('a missing source and a cancelled copy leave nothing', async () => {
    const folder = temporaryFolder();
    const home = join(folder, 'home');
    const { vault } = await open(home);
    await expect(vault.putFile(CASE, join(folder, 'none'))).rejects.toEqual(code('input/file-unreadable'));
    await expect(vault.putFile(CASE, folder)).rejects.toEqual(code('input/file-unreadable'));
    writeFileSync(join(folder, 'source'), random.bytes(5_000_000));
    const abort = new AbortController();
    const copying = vault.putFile(CASE, join(folder, 'source'), abort.signal);
    abort.abort(new Error('enough'));
    await expect(copying).rejects.toThrow('enough');
    expect(readdirSync(join(home, 'vault', '.incoming'))).toEqual([]);
    expect(existsSync(join(home, 'vault', CASE))).toBe(false);
  });

  it('opening removes what was never committed, and only that', async () => {
    const home = temporaryFolder();
    let store = await open(home);
    const { id: caseId } = store.cases.create({ name: 'c' });
    const shared = random.bytes(50);
    const item = await makeItem(store, hashers, caseId, { files: { 'data/shared': shared } });
    store.evidence.commitSealed(item);
    await store.vault.putBytes(caseId, shared);
    const lost = await store.vault.putBytes(caseId, random.bytes(60));
    writeFileSync(join(home, 'vault', '.incoming', 'half'), 'x');
    store.close();
    store = await open(home);
    expect(store.swept).toEqual({ blobs: 1, temporary: 1 });
    expect(await store.vault.has(caseId, lost.sha256)).toBe(false);
    expect(await store.vault.readAll(caseId, sha256(shared))).toEqual(shared);
    expect(store.audit.list(0, 1).items[0]?.action).toBe('orphans-removed');
    store.close();
    expect((await open(home)).swept).toEqual({ blobs: 0, temporary: 0 });
  });
});

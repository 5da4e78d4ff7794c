// The house rules as a test: who may import whom, no cycles, heavy packages at home, shared/ without surroundings.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst, Visitor } from 'vite';
import { describe, expect, test } from 'vitest';
import { findCycles, readSource, readSources, ROOT, type Import } from './module-graph.ts';
import { allows, PACKAGE_HOMES, roomOf, ROOMS } from './rooms.ts';

const sources = readSources();
const imports = sources.flatMap((file) => file.imports);
const show = ({ from, to, typeOnly }: Import): string => `${from} -> ${to}${typeOnly ? ' (type)' : ''}`;

function breaksTable({ from, to, kind, typeOnly }: Import): boolean {
  const room = roomOf(from);
  const target = roomOf(to);
  if (kind !== 'own' || room === null || room === target) return false;
  if (target === null) return !/^(?:package\.json|resources\/)/.test(to);
  const rule = ROOMS[room] ?? { may: [] };
  return !allows(rule.may, target) && !(typeOnly && allows(rule.types ?? [], target));
}

describe('imports', () => {
  test('the whole tree was read', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((file) => roomOf(file.path) === null).map((file) => file.path)).toEqual([]);
    expect(imports.filter((item) => item.kind === 'own').length).toBeGreaterThan(300);
  });

  test('every import holds to the table', () => {
    expect(imports.filter(breaksTable).map(show)).toEqual([]);
  });

  test('no cycles, type imports included', () => {
    expect(findCycles(sources, true).map((cycle) => cycle.join(' -> '))).toEqual([]);
  });

  test.each(Object.entries(PACKAGE_HOMES))('%s is named in %j only', (name, homes) => {
    const strangers = imports.filter((item) => item.to === name && !homes.includes(roomOf(item.from) ?? ''));
    expect(strangers.map(show)).toEqual([]);
  });

  test('renderer/ and shared/ never name Node', () => {
    const strangers = imports.filter((item) => item.kind === 'builtin' && !item.from.startsWith('electron/'));
    expect(strangers.map(show)).toEqual([]);
  });

  test('the core knows no React, the pages know no server', () => {
    const ui = /^(?:react|react-dom|antd|zustand|@ant-design\/icons)$/;
    expect(
      imports.filter((item) => ui.test(item.to) && !item.from.startsWith('renderer/')).map(show),
    ).toEqual([]);
    const bare = imports.filter((item) => ui.test(item.to) && item.from.startsWith('renderer/verifier/'));
    expect(bare.map(show)).toEqual([]);
  });
});

const importsOf = (path: string, text: string): readonly Import[] => readSource(path, text).imports;

const breaks = (path: string, text: string): boolean => importsOf(path, text).some(breaksTable);

describe('the test itself', () => {
  test.each([
    ['electron/capture/x.ts', "import { a } from '../store/a.ts';"],
    ['electron/capture/x.ts', "import type { A } from '../store/a.ts';"],
    ['electron/capture/x.ts', "export * from '../api/a.ts';"],
    ['electron/capture/x.ts', "await import('../pipeline/a.ts');"],
    ['electron/store/x.ts', "import { a } from '../attest/ports.ts';"],
    ['electron/http/x.ts', "import { a } from '../desktop/a.ts';"],
    ['shared/bytes/x.ts', "type A = import('../verify/report.ts').Report;"],
    ['shared/verify/x.ts', "import { a } from '../../electron/app.ts';"],
    ['renderer/api/x.ts', "import { appRouter } from '../../electron/api/router.ts';"],
    ['renderer/screens/a/x.ts', "import type { R } from '../../../electron/api/router.ts';"],
  ])('sees that %s may not say %s', (path, text) => {
    expect(breaks(path, text)).toBe(true);
  });

  test.each([
    ['electron/store/x.ts', "import type { A } from '../attest/ports.ts';"],
    ['renderer/api/x.ts', "import { type R } from '../../electron/api/router.ts';"],
    ['electron/capture/x.ts', "// import { a } from '../store/a.ts';"],
    ['electron/capture/steps/x.ts', "import { a } from '../page/a.ts';"],
  ])('sees that %s may say %s', (path, text) => {
    expect(breaks(path, text)).toBe(false);
  });

  test('sees a cycle', () => {
    const a = readSource('shared/bytes/a.ts', "import './b.ts';");
    const b = readSource('shared/bytes/b.ts', "export * from './a.ts';");
    expect(findCycles([a, b], true)).toHaveLength(1);
    expect(
      importsOf('shared/bytes/a.ts', "import 'fs'; import x from 'node:fs/promises';").map(
        (item) => item.kind,
      ),
    ).toEqual(['builtin', 'builtin']);
  });
});

describe('shared/', () => {
  // A page's names (window, document) are left to the compiler: shared/ uses 'window' for a stretch of bytes.
  const SURROUNDINGS = new Set(['Buffer', 'process', 'localStorage', 'performance', 'fetch', 'setTimeout']);

  /** Names of the surroundings that code reads: as a value, a callee or the object of a member. */
  function surroundingsOf(path: string, text: string): readonly string[] {
    const found: string[] = [];
    const look = (node: { type: string }): void => {
      const name = 'name' in node ? String(node.name) : '';
      if (node.type === 'Identifier' && SURROUNDINGS.has(name)) found.push(`${path}: ${name}`);
    };
    new Visitor({
      MemberExpression(node) {
        look(node.object);
        const { object, property } = node;
        if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
        const name = `${object.name}.${property.name}`;
        if (/^(?:Date\.now|Math\.random|crypto\.(?:getRandomValues|randomUUID)|globalThis\.\w+)$/.test(name))
          found.push(`${path}: ${name}`);
      },
      CallExpression: (node) => look(node.callee),
      NewExpression(node) {
        look(node.callee);
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
          found.push(`${path}: new Date()`);
      },
    }).visit(parseAst(text, { lang: 'ts' }));
    return found;
  }

  test('has no clock, randomness, network, Buffer, process or page', () => {
    const shared = sources.filter((file) => file.path.startsWith('shared/'));
    expect(shared.flatMap((file) => surroundingsOf(file.path, file.text))).toEqual([]);
    expect(
      surroundingsOf('x', 'Buffer.from(a); process.env; new Date(); Math.random(); fetch(a)'),
    ).toHaveLength(5);
  });

  test('compiles without Node and without a page', () => {
    const config = JSON.parse(readFileSync(join(ROOT, 'shared/tsconfig.json'), 'utf8')) as {
      compilerOptions: { types: string[]; lib: string[] };
    };
    expect(config.compilerOptions.types).toEqual([]);
    expect(config.compilerOptions.lib.filter((lib) => /^dom/i.test(lib))).toEqual([]);
  });
});

describe('sizes and headers', () => {
  test('no file has more than 400 lines', () => {
    // Tables of sentences, one entry per code, are looked up and not read.
    const code = sources.filter((file) => !/^shared\/text\/|^renderer\/locales\//.test(file.path));
    const long = code.filter((file) => file.text.split('\n').length > 401).map((file) => file.path);
    expect(long).toEqual([]);
  });

  test('every file says what it is', () => {
    const silent = sources
      .filter((file) => !/^(?:#!.*\n)?(?:\/\/ |\/\*)/.test(file.text))
      .map((file) => file.path);
    expect(silent).toEqual([]);
  });
});

// Every import of the source tree, read from the syntax tree (no regular expressions, so that comments and strings do
// not count): static, dynamic, re-exported and type-only.

import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { parseAst, Visitor } from 'vite';

export interface Import {
  /** Path of the importing file from the root, with '/'. */
  readonly from: string;
  /** A path from the root for our own files, else a package or `node:` name without its subpath. */
  readonly to: string;
  readonly kind: 'own' | 'package' | 'builtin';
  readonly typeOnly: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export const ROOT = join(import.meta.dirname, '..', '..', '..');
const SOURCES = ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,tsx}'];

export function readSources(): readonly SourceFile[] {
  const paths = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).map((path) =>
    path.replaceAll('\\', '/'),
  );
  return paths.toSorted().map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));
}

export function readSource(path: string, text: string): SourceFile {
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    imports.push(resolveImport(path, specifier, typeOnly));
  };
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  new Visitor({
    ImportDeclaration(node) {
      const named =
        node.specifiers.length > 0 &&
        node.specifiers.every((s) => 'importKind' in s && s.importKind === 'type');
      add(node.source.value, node.importKind === 'type' || named);
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node.source.value, node.exportKind === 'type');
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === 'type');
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.source.value, false);
    },
    TSImportType(node) {
      add(node.source.value, true);
    },
  }).visit(program);
  return { path, text, imports };
}

function resolveImport(from: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith('.')) {
    const to = normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))).replaceAll('\\', '/');
    return { from, to, kind: 'own', typeOnly };
  }
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(bare))
    return { from, to: `node:${bare}`, kind: 'builtin', typeOnly };
  const parts = specifier.split('/');
  const to = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  return { from, to, kind: 'package', typeOnly };
}

/** Files that reach themselves over own imports, as one path per cycle found; empty where there is none. */
export function findCycles(files: readonly SourceFile[], withTypes: boolean): readonly (readonly string[])[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports
        .filter((item) => item.kind === 'own' && (withTypes || !item.typeOnly))
        .map((item) => item.to),
    ]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}

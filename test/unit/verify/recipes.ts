// Mutation recipes of test/vectors/tampered/*.json: a base package, what is done to it, and the check that must notice.

import { readdirSync, readFileSync } from 'node:fs';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import { buildManifest } from '../../../shared/evidence/bag.ts';
import { buildDsse, EXPORT_PAYLOAD_TYPE, pae } from '../../../shared/evidence/dsse.ts';
import type { EvidenceFacts } from '../../../shared/evidence/statement.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import type { CheckStatus, Verdict } from '../../../shared/verify/report.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import {
  ANCHORS,
  buildPackage,
  exporter,
  type Files,
  fullTrust,
  hashers,
  memory,
  moreTokens,
  renewedFiles,
  sm2Vector,
  zipOf,
} from './package.ts';
import { cosign, type CosignStep } from './cosign-step.ts';
import { platformReceiptOf } from './platform-receipt.ts';
import { rawZip } from './raw-zip.ts';

export interface Recipe {
  readonly title: string;
  /** How the package is sealed: facts and payload files that differ from the base. */
  readonly seal?: {
    readonly facts?: Partial<EvidenceFacts>;
    readonly payload?: Readonly<Record<string, string>>;
  };
  readonly steps?: readonly Step[];
  /** The forger lists the changed files in a new tag manifest and signs the export anew. */
  readonly reexport?: boolean;
  readonly container?: readonly ContainerStep[];
  /** Files beside the package, by name, to be compared with what a deposit sealed. */
  readonly originals?: Readonly<Record<string, string>>;
  readonly trust?: 'none' | 'full';
  readonly require?: {
    readonly tsa?: number;
    readonly chain?: boolean;
    readonly at?: string;
    readonly witness?: number;
  };
  readonly expect: {
    readonly verdict: Verdict;
    readonly check: string;
    readonly status: CheckStatus;
    readonly code: string;
  };
}

type Step =
  /** A negative place counts from the end. */
  | { readonly flip: string; readonly at: number }
  | { readonly replace: string; readonly find: string; readonly with: string }
  | { readonly set: string; readonly text: string }
  | { readonly copy: string; readonly to: string }
  | { readonly remove: string }
  /** A platform's receipt over this statement. */
  | { readonly platform: 'real' | 'demonstration'; readonly to: string }
  /** One of ANCHORS. */
  | { readonly anchor: string; readonly to: string }
  /** A file of more-tokens.json. */
  | { readonly token: string; readonly to: string }
  /** The time-stamp of a certificate that ends in 2040 alone, renewed in 2039, and again in 2043. */
  | { readonly renewed: 0 | 1 | 2 }
  | CosignStep
  /** openssl's SM2 signature and its key. */
  | { readonly sm2: true };

type ContainerStep =
  | { readonly flipByte: number }
  | { readonly append: string }
  | { readonly prepend: string }
  | { readonly cut: number }
  | { readonly repack: 'deflate' | 'folder' };

const FOLDER = new URL('../../vectors/tampered/', import.meta.url);

export function readRecipes(): readonly Recipe[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && !name.endsWith('tokens.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Recipe[]);
}

export function originalsOf({ originals = {} }: Recipe): readonly RandomAccess[] {
  return Object.entries(originals).map(([name, text]) => ({ ...memory(toUtf8(text)), name }));
}

export function cook(recipe: Recipe) {
  const payload = new Map(
    Object.entries(recipe.seal?.payload ?? {}).map(([path, text]) => [path, toUtf8(text)]),
  );
  const built = buildPackage({ facts: recipe.seal?.facts ?? {}, payload, tokens: recipe.seal === undefined });
  const files = new Map(built.files);
  for (const step of recipe.steps ?? []) apply(files, step, built.checkpoint);
  if (recipe.reexport === true) reexport(files);
  let zip = zipOf(files);
  for (const step of recipe.container ?? []) zip = applyToContainer(zip, step, files);
  return { zip, trust: fullTrust(built) };
}

function apply(files: Map<string, Uint8Array>, step: Step, checkpoint: Checkpoint): void {
  if ('flip' in step) {
    const bytes = existing(files, step.flip).slice();
    bytes[step.at < 0 ? bytes.length + step.at : step.at]! ^= 1;
    files.set(pathOf(files, step.flip), bytes);
  } else if ('replace' in step) {
    const text = new TextDecoder().decode(existing(files, step.replace));
    if (!text.includes(step.find)) throw new Error(`${step.find} is not in ${step.replace}`);
    files.set(pathOf(files, step.replace), toUtf8(text.replace(step.find, step.with)));
  } else if ('set' in step) files.set(step.set, toUtf8(step.text));
  else if ('renewed' in step) for (const [path, bytes] of renewedFiles(step.renewed)) files.set(path, bytes);
  else if ('anchor' in step) files.set(step.to, encodeAnchorRecord(ANCHORS[step.anchor]!(checkpoint)));
  else if ('cosign' in step) cosign(files, step);
  else if ('sm2' in step) for (const [path, bytes] of sm2Vector().files) files.set(path, bytes);
  else if ('platform' in step) {
    const { sm3 } = digestsOf(hashers, existing(files, 'attest/statement.json'));
    files.set(step.to, platformReceiptOf(sm3, step.platform === 'demonstration'));
  } else if ('token' in step) files.set(step.to, moreTokens().file(step.token));
  else if ('copy' in step) files.set(step.to, existing(files, step.copy));
  else files.delete(pathOf(files, step.remove));
}

/** A path, or its beginning followed by '*'. */
function pathOf(files: Files, pattern: string): string {
  const found = [...files.keys()].find((path) =>
    pattern.includes('*')
      ? path.startsWith(pattern.split('*')[0]!) && path.endsWith(pattern.split('*')[1]!)
      : path === pattern,
  );
  if (found === undefined) throw new Error(`no file ${pattern}`);
  return found;
}

function existing(files: Files, pattern: string): Uint8Array {
  return files.get(pathOf(files, pattern))!;
}

function reexport(files: Map<string, Uint8Array>): void {
  const covered = [...files].filter(
    ([path]) =>
      !path.startsWith('data/') && path !== 'tagmanifest-sha256.txt' && path !== 'attest/export.dsse.json',
  );
  const manifest = buildManifest(
    covered.map(([path, bytes]) => ({ path, digest: digestsOf(hashers, bytes).sha256 })),
  );
  const sig = exporter.sign(pae(EXPORT_PAYLOAD_TYPE, manifest));
  files.set('tagmanifest-sha256.txt', manifest);
  files.set(
    'attest/export.dsse.json',
    buildDsse(EXPORT_PAYLOAD_TYPE, manifest, [{ keyid: exporter.keyId, sig }]),
  );
}

function applyToContainer(zip: Uint8Array, step: ContainerStep, files: Files): Uint8Array {
  if ('flipByte' in step) {
    const out = zip.slice();
    out.at(step.flipByte);
    out[(step.flipByte + out.length) % out.length]! ^= 1;
    return out;
  }
  if ('append' in step) return Uint8Array.from([...zip, ...toUtf8(step.append)]);
  if ('prepend' in step) return Uint8Array.from([...toUtf8(step.prepend), ...zip]);
  if ('cut' in step) return zip.slice(0, zip.length - step.cut);
  const entries = [...files].map(([name, data]) => ({
    name: step.repack === 'folder' ? `case/${name}` : name,
    data,
    method: 8,
  }));
  return rawZip(
    step.repack === 'folder' ? [{ name: 'case/', data: new Uint8Array(0) }, ...entries] : entries,
  );
}

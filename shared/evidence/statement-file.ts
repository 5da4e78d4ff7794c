// attest/statement.json: builds it from the facts and the index, and reads it back as hostile bytes.
// Canonical JSON (RFC 8785) of an in-toto Statement v1, no newline; nothing but these exact bytes is accepted.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { digestsOf } from '../bytes/digest.ts';
import { digestOf, type Hashers } from '../bytes/hashers.ts';
import { toHex } from '../bytes/hex.ts';
import { type JsonLimits, parseCanonicalJson } from '../bytes/json.ts';
import { toUtf8 } from '../bytes/utf8.ts';
import { AppError, isAppError } from '../errors.ts';
import { leafHash, type NodeHash, treeRoot } from '../merkle/tree.ts';
import { INDEX_PATH, type PackageIndex } from './index-file.ts';
import {
  type Digests,
  type EvidenceFacts,
  FILE_DEPOSIT_TYPE,
  type Statement,
  STATEMENT_TYPE,
  TREE_LEAF_RULE,
  WEB_EVIDENCE_TYPE,
} from './statement.ts';
import { STATEMENT_LIMITS, statementMisfit } from './statement-shape.ts';

export const STATEMENT_PATH = 'attest/statement.json';

const JSON_LIMITS: JsonLimits = { maxBytes: STATEMENT_LIMITS.maxBytes, maxDepth: 6, maxTokens: 400_000 };

/** Roots of the index's Merkle tree, one per digest algorithm; leaf = line without newline. */
export function indexRoots(index: PackageIndex, hashers: Hashers): Digests {
  const sha256: NodeHash = (...parts) => digestOf(hashers.createSha256(), ...parts);
  const sm3: NodeHash = (...parts) => digestOf(hashers.createSm3(), ...parts);
  const root = (hash: NodeHash) =>
    toHex(
      treeRoot(
        hash,
        index.leaves.map((leaf) => leafHash(hash, leaf)),
      ),
    );
  return { sha256: root(sha256), sm3: root(sm3) };
}

/** Throws format/bad-statement where the facts do not fit statement v1. Lone surrogates in texts become U+FFFD. */
export function buildStatement(facts: EvidenceFacts, index: PackageIndex, hashers: Hashers): Uint8Array {
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: INDEX_PATH, digest: digestsOf(hashers, index.bytes) }],
    predicateType: facts.kind === 'web-capture' ? WEB_EVIDENCE_TYPE : FILE_DEPOSIT_TYPE,
    predicate: {
      ...facts,
      tree: { ...indexRoots(index, hashers), size: index.lines.length, leaf: TREE_LEAF_RULE },
    },
  };
  const bytes = toUtf8(canonicalJson(wellFormed(statement)));
  // The one gate for written and for read statements: what we sign, every verifier accepts.
  parseStatement(bytes);
  return bytes;
}

/** Throws format/bad-statement {problem}. */
export function parseStatement(bytes: Uint8Array): Statement {
  const value = readCanonical(bytes);
  const misfit = statementMisfit(value);
  if (misfit !== null) throw new AppError('format/bad-statement', { problem: misfit });
  return value as Statement;
}

function readCanonical(bytes: Uint8Array): unknown {
  try {
    return parseCanonicalJson(bytes, JSON_LIMITS);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError('format/bad-statement', { problem: error.details['problem'] ?? '' }, { cause: error });
  }
}

/** A page's title or address may hold any 16-bit units; JSON in UTF-8 cannot. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wellFormed(inner)]));
  }
  return value;
}

// Everything in a package beside data/: sealed files, late proofs, bag files, README, certificate, verifier page, the
// tag manifest and the exporter's signature over it. Pure but for signing: same input, same bytes.

import { createHash } from 'node:crypto';
import {
  BAG_INFO_PATH,
  BAGIT_PATH,
  buildBagInfo,
  buildBagit,
  buildManifest,
  buildPayloadManifest,
  MANIFEST_SHA256_PATH,
  MANIFEST_SM3_PATH,
  TAG_MANIFEST_PATH,
} from '../../shared/evidence/bag.ts';
import {
  buildDsse,
  EXPORT_DSSE_PATH,
  EXPORT_PAYLOAD_TYPE,
  pae,
  parseDsse,
  STATEMENT_DSSE_PATH,
} from '../../shared/evidence/dsse.ts';
import { INDEX_PATH, type PackageIndex } from '../../shared/evidence/index-file.ts';
import {
  CERTIFICATE_PATH,
  README_PATH,
  REPORT_PATH,
  VERIFIER_PAGE_PATH,
} from '../../shared/evidence/package-paths.ts';
import { assertPackagePath, findPathClash } from '../../shared/evidence/path.ts';
import { buildPublicKeyPem, EXPORTER_PEM_PATH, SIGNER_PEM_PATH } from '../../shared/evidence/public-key.ts';
import { RENEWAL_FILES, RENEWAL_PATH } from '../../shared/evidence/renewal.ts';
import type { SealedFiles } from '../../shared/evidence/sealed-files.ts';
import { SM2_DSSE_PATH } from '../../shared/evidence/sm2-signature.ts';
import { parseStatement, STATEMENT_PATH } from '../../shared/evidence/statement-file.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError } from '../../shared/errors.ts';
import type { Signer } from '../platform/ports.ts';
import { genTimeOf } from './gen-time.ts';
import { buildReadme } from './readme.ts';
import type { ReadmeFacts, ReadmeTimestamp } from './readme-facts.ts';

export interface PackageFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface TagFilesInput {
  readonly sealed: SealedFiles;
  /** sealed.index, parsed. */
  readonly index: PackageIndex;
  /** Files of attest/sm2, attest/tsa, attest/tlog, attest/chain, attest/renewal known at this moment. */
  readonly proofs: readonly PackageFile[];
  readonly certificatePdf: Uint8Array | null;
  /** The report of the process; absent: none goes in. */
  readonly reportPdf?: Uint8Array | null;
  readonly verifierHtml: Uint8Array | null;
  readonly exporter: Signer;
}

/** Throws format/bad-statement, format/bad-package {problem} (a proof's path that cannot stand in a package). */
export function buildTagFiles(input: TagFilesInput): readonly PackageFile[] {
  const { sealed, index, proofs, exporter } = input;
  const statement = parseStatement(sealed.statement);
  for (const { path } of proofs) {
    assertPackagePath(path);
    if (!/^attest\/(?:sm2|tsa|tlog|chain|platform|renewal\/[0-9]{3})\/[^/]+$/.test(path)) {
      throw new AppError('format/bad-package', { problem: `proof path ${path}` });
    }
  }
  const fixed: PackageFile[] = [
    { path: INDEX_PATH, bytes: sealed.index },
    { path: STATEMENT_PATH, bytes: sealed.statement },
    { path: STATEMENT_DSSE_PATH, bytes: sealed.dsse },
    { path: SIGNER_PEM_PATH, bytes: sealed.signerPem },
    { path: EXPORTER_PEM_PATH, bytes: buildPublicKeyPem(exporter.publicKey) },
    { path: BAGIT_PATH, bytes: buildBagit() },
    { path: BAG_INFO_PATH, bytes: buildBagInfo(statement.predicate, index.lines) },
    { path: MANIFEST_SHA256_PATH, bytes: buildPayloadManifest(index.lines, 'sha256') },
    { path: MANIFEST_SM3_PATH, bytes: buildPayloadManifest(index.lines, 'sm3') },
    ...(input.certificatePdf ? [{ path: CERTIFICATE_PATH, bytes: input.certificatePdf }] : []),
    ...(input.reportPdf ? [{ path: REPORT_PATH, bytes: input.reportPdf }] : []),
    ...(input.verifierHtml ? [{ path: VERIFIER_PAGE_PATH, bytes: input.verifierHtml }] : []),
    ...proofs,
  ];
  const readme = { path: README_PATH, bytes: buildReadme(readmeFacts(input, fixed)) };
  const covered = [...fixed, readme];
  const tagManifest = buildManifest(covered.map(({ path, bytes }) => ({ path, digest: sha256Hex(bytes) })));
  const sig = exporter.sign(pae(EXPORT_PAYLOAD_TYPE, tagManifest));
  const all = [
    ...covered,
    { path: TAG_MANIFEST_PATH, bytes: tagManifest },
    {
      path: EXPORT_DSSE_PATH,
      bytes: buildDsse(EXPORT_PAYLOAD_TYPE, tagManifest, [{ keyid: exporter.keyId, sig }]),
    },
  ];
  const clash = findPathClash(all.map(({ path }) => path));
  if (clash !== null) throw new AppError('format/bad-package', { problem: `two files for ${clash}` });
  return all;
}

function readmeFacts(input: TagFilesInput, fixed: readonly PackageFile[]): ReadmeFacts {
  const { sealed, index, exporter } = input;
  const paths = input.proofs.map(({ path }) => path).sort();
  return {
    statement: parseStatement(sealed.statement),
    statementBytes: sealed.statement.length,
    statementSha256: sha256Hex(sealed.statement),
    signerKeyId: parseDsse(sealed.dsse).signatures[0]!.keyid,
    exporterKeyId: exporter.keyId,
    payload: {
      files: index.lines.length,
      sizeBytes: index.lines.reduce((sum, line) => sum + line.size, 0),
    },
    // A manifest line is 64 digits, two blanks, the path, '\n': its length does not depend on the digest.
    tagManifestBytes: [...fixed.map(({ path }) => path), README_PATH].reduce(
      (sum, path) => sum + 64 + 2 + toUtf8(path).length + 1,
      0,
    ),
    hasSm2: paths.includes(SM2_DSSE_PATH),
    timestamps: timestampsOf(input, paths),
    ledgerProofs: paths.filter((path) => path.endsWith('.tlog-proof')),
    anchors: paths.filter((path) => path.startsWith('attest/chain/') && path.endsWith('.json')),
    hasCertificate: input.certificatePdf !== null,
    hasReport: Boolean(input.reportPdf),
    hasVerifier: input.verifierHtml !== null,
  };
}

function timestampsOf({ proofs }: TagFilesInput, paths: readonly string[]): ReadmeTimestamp[] {
  const bytesOf = new Map(proofs.map(({ path, bytes }) => [path, bytes]));
  return paths
    .filter((path) => path.endsWith('.tsr'))
    .map((path) => {
      const chainPath = path.replace(/\.tsr$/, '.chain.pem');
      // attest/tlog/<origin>-<size>.<n>-<name>.tsr stamps the checkpoint of attest/tlog/<origin>-<size>.tlog-proof.
      const proof = path.startsWith('attest/tlog/') ? path.replace(/\.[^./]+\.tsr$/, '.tlog-proof') : null;
      return {
        path,
        chainPath: bytesOf.has(chainPath) ? chainPath : null,
        checkpointOf: proof,
        headPath: RENEWAL_PATH.test(path) ? path.replace(/[^/]+$/, RENEWAL_FILES.head) : null,
        genTime: genTimeOf(bytesOf.get(path)!),
      };
    });
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

// One measurement of packages.ts: argument 1 the step, argument 2 a folder with `payload`. Prints PackageFigures.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createDeviceSigner } from '../../electron/identity/signer.ts';
import { exportPackage } from '../../electron/export/export-package.ts';
import { sealEvidence } from '../../electron/evidence/seal.ts';
import { createNodeClock } from '../../electron/platform/node-clock.ts';
import { createNodeHashers } from '../../electron/platform/node-hashers.ts';
import { createNodeLog } from '../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../electron/platform/node-random.ts';
import { createNodeSecrets } from '../../electron/platform/node-secrets.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { verifyPath } from '../../electron/verify-path.ts';
import { buildEvidenceId } from '../../shared/evidence/id.ts';
import { DEFAULT_REQUIREMENTS, EMPTY_TRUST } from '../../shared/verify/trust-policy.ts';

export interface PackageFigures {
  readonly ms: number;
  readonly peakBytes: number;
  readonly outcome: string;
}

const [step, folder] = process.argv.slice(2) as ['seal-and-export' | 'verify', string];
const hashers = await createNodeHashers();
const zip = join(folder, 'package.zip');
const start = performance.now();
const outcome = step === 'verify' ? await verify() : await sealAndExport();
const figures: PackageFigures = {
  ms: performance.now() - start,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  outcome,
};
process.stdout.write(JSON.stringify(figures));

async function verify(): Promise<string> {
  return (await verifyPath(zip, hashers, EMPTY_TRUST, DEFAULT_REQUIREMENTS, new Date().toISOString()))
    .verdict;
}

async function sealAndExport(): Promise<string> {
  const clock = createNodeClock();
  const random = createNodeRandom();
  const log = createNodeLog({ folder: join(folder, 'logs'), clock, random });
  const store = await openStore({ home: join(folder, 'home'), clock, random, hashers, log, shell: 'cli' });
  const secrets = createNodeSecrets({ folder: join(folder, 'keys'), random, log, passphrase: null });
  const signer = await createDeviceSigner(secrets);
  const target = store.cases.ensure('bench');
  const blob = await store.vault.putFile(target.id, join(folder, 'payload'));
  const now = clock.now().toISOString();
  const sealed = sealEvidence({
    facts: {
      id: buildEvidenceId(clock.now(), randomBytes(5)),
      kind: 'web-capture',
      case: { digest: target.digest, sequence: 1 },
      requestedUrl: 'https://example.com/',
      finalUrl: 'https://example.com/',
      title: null,
      httpStatus: 200,
      state: 'COMPLETE',
      reasons: [],
      startedAt: now,
      endedAt: now,
      clock: { source: 'device', offsetMs: null, timeZone: 'UTC' },
      beacon: null,
      beaconAbsentReason: 'bench',
      operator: { name: null, organisation: null, verification: 'unverified', verificationMethod: null },
      vantage: { publicIp: null, network: null, platform: 'bench' },
      tools: [],
      demonstration: false,
    },
    files: [{ path: 'data/payload.bin', ...blob }],
    signer,
    random,
    hashers,
  });
  const made = await exportPackage({
    sealed,
    openPayload: () => store.vault.open(target.id, blob.sha256),
    proofs: [],
    certificatePdf: null,
    verifierHtml: null,
    exporter: signer,
    outPath: zip,
  });
  store.close();
  return `${made.sizeBytes} bytes`;
}

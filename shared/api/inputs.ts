// What callers may send, checked by zod at the boundary (IPC, HTTP, command line).

import { z } from 'zod';
import { isConfidentialUrl } from './confidential-url.ts';
import { isWitnessVkey } from './witness-key.ts';
import { captureOptionsInput, type CaptureOptions } from './capture-options.ts';
import { sessionInput } from './session-input.ts';
import { pdfSignatureInput } from './signing.ts';

const languageInput = z.enum(['zh-CN', 'en']);

export { captureOptionsInput, type CaptureOptions };

export const environmentReasonInput = z.string().trim().min(1).max(1_000);

export const startCaptureInput = z
  .object({
    urls: z.array(z.string().trim().min(1).max(8_192)).min(1).max(1_000),
    caseId: z.string().nullable(),
    /** Where caseId is null: the case of this name, made once the addresses have passed. */
    caseName: z.string().trim().min(1).max(200).optional(),
    options: captureOptionsInput.partial().default({}),
    /** Secrets, held in memory until the last of the pages is done. */
    session: sessionInput.nullable().default(null),
    /** Why to go on where the environment check does not pass; sealed and printed. */
    environmentReason: environmentReasonInput.nullable().default(null),
  })
  .strict();
export type StartCaptureInput = z.input<typeof startCaptureInput>;

export const startRecordingInput = z
  .object({
    url: z.string().trim().min(1).max(8_192),
    caseId: z.string().nullable(),
    /** Where caseId is null: the case of this name, made once the address has passed. */
    caseName: z.string().trim().min(1).max(200).optional(),
    maxMinutes: z.int().min(1).max(480).default(60),
    allowPrivateHosts: captureOptionsInput.shape.allowPrivateHosts,
    allowBadCertificateHosts: captureOptionsInput.shape.allowBadCertificateHosts,
    proxy: captureOptionsInput.shape.proxy,
    environmentReason: environmentReasonInput.nullable().default(null),
  })
  .strict();
export type StartRecordingInput = z.input<typeof startRecordingInput>;

export const markRecordingInput = z
  .object({ id: z.string().min(1).max(64), note: z.string().max(2_000).default('') })
  .strict();
export type MarkRecordingInput = z.input<typeof markRecordingInput>;

export const EVIDENCE_FORMS = ['web', 'process', 'file'] as const;
export type EvidenceForm = (typeof EVIDENCE_FORMS)[number];

export const listEvidenceInput = z
  .object({
    caseId: z.string().nullable().default(null),
    text: z.string().max(200).default(''),
    state: z.enum(['COMPLETE', 'PARTIAL', 'FAILED']).nullable().default(null),
    /** web: pages; process: recorded sessions; file: deposits. */
    kind: z.enum(EVIDENCE_FORMS).nullable().default(null),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(500).default(100),
  })
  .strict();
export type ListEvidenceInput = z.input<typeof listEvidenceInput>;

export const renewProofsInput = z
  .object({
    /** These, due or not; empty: all that are due. */
    ids: z.array(z.string().max(64)).max(1_000).default([]),
    /** Null: as the settings say. */
    dueWithinDays: z.int().min(0).max(36_500).nullable().default(null),
  })
  .strict();
export type RenewProofsInput = z.input<typeof renewProofsInput>;

const shortName = z.string().regex(/^[a-z0-9-]{1,32}$/);
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_048);
const httpsUrl = z.url({ protocol: /^https$/ }).max(2_048);

export const tsaInput = z
  .object({
    name: shortName,
    url: httpUrl,
    policy: z
      .string()
      .regex(/^[0-2](\.\d+)+$/)
      .nullable()
      .default(null),
    rootsPem: z.string().max(200_000).default(''),
    /** Whose service it is: two of one authority count once. Null: an authority of its own. */
    authority: z.string().trim().min(1).max(100).nullable().default(null),
    demonstration: z.boolean().default(false),
    /** What one of its time-stamps costs, in the user's own currency; null: not stated. */
    fee: z.number().min(0).max(1_000_000).nullable().default(null),
  })
  .strict();

/** A witness of the ledger: c2sp.org/tlog-witness below this address, its key as name+id+base64. */
const witnessInput = z
  .object({
    name: shortName,
    url: httpUrl,
    vkey: z.string().max(500).refine(isWitnessVkey, 'has the wrong form'),
    /** PEM of the authority that its HTTPS certificate leads to; absent: the system's authorities. */
    caPem: z.string().max(200_000).optional(),
  })
  .strict()
  .refine(({ url, caPem }) => caPem === undefined || url.startsWith('https:'), 'caPem is for https');

export const importSm2KeyInput = z
  .object({
    pem: z.string().max(20_000),
    passphrase: z.string().max(1_000).nullable(),
    /** Whether a key that is there already may be given up. */
    replace: z.boolean(),
  })
  .strict();
export type ImportSm2KeyInput = z.infer<typeof importSm2KeyInput>;

export const chainInput = z
  .object({
    name: shortName,
    /** Which traps apply (resources/chain-profiles.json). */
    kind: z.enum(['evm', 'ethereum', 'besu-qbft', 'fisco-bcos']).default('evm'),
    chainId: z.int().min(1),
    rpcUrl: httpUrl,
    /** A second node that must say the same before a proof is kept. */
    witnessRpcUrl: httpUrl.nullable().default(null),
    /** QBFT validators whose seals this installation believes. */
    validators: z
      .array(z.string().regex(/^0x[0-9a-fA-F]{40}$/))
      .max(100)
      .readonly()
      .default([]),
    contract: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
    finalityDepth: z.int().min(0).max(10_000).default(1),
    simulated: z.boolean().default(false),
  })
  .strict();

/** A chain whose contract is about to be made. */
export const deployInput = chainInput.omit({ contract: true });
export type DeployInput = z.input<typeof deployInput>;
/** The same with every default filled in. */
export type ChainToDeploy = z.output<typeof deployInput>;

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/)
  .max(256)
  .nullable()
  .default(null);
const platformCall = z
  .object({
    method: z.enum(['GET', 'POST']),
    path: z.string().regex(/^\//).max(1_024),
    /** JSON text with placeholders; null: no body. */
    body: z.string().max(8_192).nullable().default(null),
  })
  .strict();
const words = z.array(z.string().min(1).max(64)).max(16).readonly().default([]);

/** An evidence platform behind an https gateway (docs/evidence-package.md 8.2.2). Credentials are named here and kept elsewhere. */
export const platformInput = z
  .object({
    name: shortName,
    title: z.string().trim().min(1).max(100),
    baseUrl: httpUrl.refine(isConfidentialUrl),
    simulated: z.boolean().default(false),
    digest: z.enum(['sha256', 'sm3']).default('sm3'),
    headers: z
      .array(
        z
          .object({
            name: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
            value: z.string().regex(/^[\x20-\x7e]{0,512}$/),
          })
          .strict(),
      )
      .max(16)
      .readonly()
      .default([]),
    submit: platformCall,
    poll: platformCall.nullable().default(null),
    lookup: platformCall.nullable().default(null),
    certificate: platformCall.nullable().default(null),
    idempotent: z.boolean().default(false),
    ratePerSec: z.number().min(0.1).max(1_000).nullable().default(null),
    maxMetaBytes: z.int().min(0).max(1_048_576).nullable().default(null),
    needsRealName: z.boolean().default(false),
    pointers: z
      .object({
        handle: pointer,
        state: pointer,
        digest: pointer,
        evidenceNumber: pointer,
        txHash: pointer,
        blockHeight: pointer,
        blockHash: pointer,
        time: pointer,
      })
      .strict(),
    states: z.object({ confirmed: words, pending: words }).strict(),
  })
  .strict();

export const platformSecretInput = z
  .object({
    platform: shortName,
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    value: z.string().min(1).max(4_096),
  })
  .strict();
export type PlatformSecretInput = z.infer<typeof platformSecretInput>;

/** When checkpoints are made and anchored: at once, or in batches. An item waits for the ledger until then. */
const anchoringInput = z
  .object({
    /** Minutes after the oldest waiting item; null: no such limit. */
    everyMinutes: z.int().min(1).max(10_080).nullable().default(null),
    /** So many waiting items; null: no such limit. */
    atItems: z.int().min(1).max(100_000).nullable().default(null),
    /** Each day at HH:MM of this computer's time; null: none. */
    atTime: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullable()
      .default(null),
  })
  .strict();

const operatorInput = z
  .object({
    name: z.string().trim().max(200).nullable(),
    organisation: z.string().trim().max(200).nullable(),
  })
  .strict();

/** Whom the environment check asks; empty: that source is not asked, and its items say that they could not be checked. */
const environmentInput = z
  .object({
    /** Host or host:port. */
    ntpServers: z.array(z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]{1,253})(:\d{1,5})?$/)).max(8),
    /** Pages whose Date is read. */
    timeUrls: z.array(httpsUrl).max(8),
    /** DNS over HTTPS (RFC 8484). */
    dohUrls: z.array(httpsUrl).max(8),
    /** Answers with the caller's address as plain text. Null: nobody is asked. */
    publicIpUrl: httpsUrl.nullable(),
  })
  .strict();

/** Where applications for notarisation go. */
const notaryInput = z
  .object({
    name: z.string().trim().min(1).max(200),
    /** The office's age key; null: packages are not encrypted. */
    recipient: z
      .string()
      .regex(/^age1[02-9ac-hj-np-z]{58}$/)
      .nullable(),
    /** A tus 1.0 endpoint; null: packages are handed over as files. */
    uploadUrl: z
      .string()
      .max(2_048)
      .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?\/)/)
      .nullable(),
  })
  .strict();

/** The settings a person may change. */
export const settingsInput = z
  .object({
    language: languageInput,
    theme: z.enum(['system', 'light', 'dark']),
    /** Null: find one. */
    browserPath: z.string().max(4_096).nullable(),
    /** Null: the system's Downloads folder. */
    exportFolder: z.string().max(4_096).nullable(),
    /** Captures side by side; 0: chosen by cores. */
    concurrency: z.int().min(0).max(16),
    operator: operatorInput,
    tsas: z.array(tsaInput).max(8),
    chain: chainInput.nullable(),
    witnesses: z.array(witnessInput).max(16),
    /** How many of them must have cosigned before a checkpoint counts as witnessed. 0: all. */
    witnessThreshold: z.int().min(0).max(16),
    /** Folder outside the data folder that keeps a copy of the newest checkpoint. Null: the system's place for state. */
    outsideCheckpointFolder: z.string().max(4_096).nullable(),
    /** Credentials and receipts go by the name. */
    platforms: z
      .array(platformInput)
      .max(4)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length),
    notary: notaryInput.nullable(),
    anchoring: anchoringInput,
    environment: environmentInput,
    /** An SM2 signature beside the device's: by a key of this installation, or by the program that sm2-signer.json names. */
    sm2: z.enum(['off', 'file', 'command']),
    pdfSignature: pdfSignatureInput,
    /** Proofs are renewed this long before the first certificate under them ends. */
    renewWithinDays: z.int().min(1).max(3_650),
    /** Digest by which renewals are time-stamped; an authority that refuses it is asked with SHA-256. */
    renewalImprint: z.enum(['sha256', 'sha512', 'sm3']),
  })
  .strict();
export type Settings = z.infer<typeof settingsInput>;

// Not derived from defaults inside the schema: zod 4 would fill those in for fields a patch leaves out.
export const settingsPatchInput = settingsInput.partial();
export type SettingsPatch = z.input<typeof settingsPatchInput>;

/** A new store does the whole main job with these. */
export const DEFAULT_SETTINGS: Settings = {
  language: 'zh-CN',
  theme: 'system',
  browserPath: null,
  exportFolder: null,
  concurrency: 0,
  operator: { name: null, organisation: null },
  tsas: [],
  chain: null,
  witnesses: [],
  witnessThreshold: 0,
  outsideCheckpointFolder: null,
  platforms: [],
  notary: null,
  anchoring: { everyMinutes: null, atItems: null, atTime: null },
  environment: {
    ntpServers: ['ntp.ntsc.ac.cn', 'ntp.aliyun.com', 'ntp.tencent.com'],
    timeUrls: ['https://www.ntsc.ac.cn/', 'https://www.baidu.com/'],
    dohUrls: ['https://dns.alidns.com/dns-query', 'https://doh.pub/dns-query'],
    publicIpUrl: null,
  },
  sm2: 'off',
  pdfSignature: { by: 'none', withoutTimestamp: 'sign' },
  renewWithinDays: 90,
  renewalImprint: 'sha512',
};

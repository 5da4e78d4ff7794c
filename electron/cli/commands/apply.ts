// cunan apply --case C --form F: draft, papers, package and (with --upload) the hand-over, in one go.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ApplicationDetail } from '../../../shared/api/applications.ts';
import { FORM_KEYS } from '../../../shared/application/form.ts';
import { ATTACHMENT_KINDS, type AttachmentKind } from '../../../shared/application/paths.ts';
import { parseJson } from '../../../shared/bytes/json.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { VERDICT } from '../../../shared/text/words.ts';
import { say } from '../../../shared/text/fill.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session, SessionCore } from '../session.ts';

export interface ApplyCommand {
  readonly case?: string;
  readonly form?: string;
  readonly evidence: readonly string[];
  readonly attach: readonly string[];
  readonly to?: string;
  readonly out?: string;
  readonly upload?: string | true;
}

export async function runApply({ core }: Session, options: ApplyCommand, out: Output): Promise<number> {
  const form = await readForm(required(options.form, '--form'));
  const wanted = required(options.case, '--case');
  const found = (await core.listCases()).find(({ id, name }) => id === wanted || name === wanted);
  if (!found) throw new AppError('input/not-found', { what: wanted });
  const papers = options.attach.map(parseAttach);
  const recipient = await recipientOf(core, options.to);
  const evidenceIds: string[] =
    options.evidence.length > 0 ? [...options.evidence] : await allOf(core, found.id);

  const { id } = await core.createApplication({ caseId: found.id, evidenceIds });
  await core.saveApplication({ id, form, evidenceIds });
  for (const { kind, path } of papers)
    await core.attachToApplication({ id, kind, source: { kind: 'paths', paths: [path] } });
  await core.packApplication({
    id,
    folder: options.out === undefined ? null : resolve(options.out),
    recipient,
  });
  const packed = await follow(core, id, 'packaging', out);
  const made = packed.package!;
  for (const { id: item, verdict } of made.evidence)
    out.say(`  ${say(VERDICT[verdict], out.language)}  ${item}`);
  out.say(`✓ ${id} → ${made.path}`);
  out.say(`  SHA-256 ${made.sha256}`);
  out.say(
    `  ${out.pick('这是申请，是否受理由公证处决定。包中有个人信息。', 'This is an application: the office decides. It contains personal data.')}`,
  );
  out.emit({ event: 'application', id, package: made.path, sha256: made.sha256, evidence: made.evidence });
  if (options.upload !== undefined) {
    await core.uploadApplication({ id, endpoint: options.upload === true ? null : options.upload });
    const { receipt } = await follow(core, id, 'uploading', out);
    out.say(`✓ ${out.pick('已上传', 'uploaded')} ${receipt!.url}  ${receipt!.receivedAt}`);
    out.emit({ event: 'application-uploaded', id, receipt });
  }
  return made.evidence.every(({ verdict }) => verdict === 'valid') ? EXIT.ok : EXIT.incomplete;
}

const POLL_MS = 150;

/** Waits until the state is left; what ended it early is thrown. */
async function follow(
  core: SessionCore,
  id: string,
  state: 'packaging' | 'uploading',
  out: Output,
): Promise<ApplicationDetail> {
  for (;;) {
    const now = await core.getApplication({ id });
    if (now.state !== state) {
      if (now.error) throw new AppError(now.error.code, now.error.details);
      return now;
    }
    const done = now.progress?.done ?? null;
    out.progress(`${id}  ${now.progress?.step ?? ''}${done === null ? '' : `  ${Math.floor(done * 100)}%`}`);
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
}

function required(value: string | undefined, field: string): string {
  if (value === undefined) throw new AppError('input/invalid', { field, problem: 'field-missing' });
  return value;
}

async function readForm(path: string): Promise<Record<string, string>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('input/file-unreadable', { path }, { cause });
  });
  let value: unknown;
  try {
    value = parseJson(new Uint8Array(bytes), { maxBytes: 1024 * 1024, maxDepth: 1, maxTokens: 1_000 });
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError('input/invalid', { field: '--form', problem: String(error.details['problem']) });
  }
  const entries = Object.entries(value as Record<string, unknown>);
  const bad = entries.find(([key, text]) => typeof text !== 'string' || !FORM_KEYS.includes(key));
  if (bad) throw new AppError('input/invalid', { field: '--form', problem: bad[0] });
  return Object.fromEntries(entries) as Record<string, string>;
}

function parseAttach(text: string): { kind: AttachmentKind; path: string } {
  const at = text.indexOf('=');
  if (at === -1) return { kind: 'other', path: resolve(text) };
  const kind = ATTACHMENT_KINDS.find((each) => each === text.slice(0, at));
  if (kind === undefined) {
    const problem = 'is not one of the allowed values';
    throw new AppError('input/invalid', { field: `--attach ${text.slice(0, at)}`, problem });
  }
  return { kind, path: resolve(text.slice(at + 1)) };
}

async function recipientOf(core: SessionCore, to: string | undefined) {
  const { notary } = await core.getSettings();
  if (to === undefined) return notary?.recipient ? { name: notary.name, key: notary.recipient } : null;
  const key = to.startsWith('age1') ? to : (await readKeyFile(to)).trim();
  return { name: notary?.recipient === key ? notary.name : key.slice(0, 16), key };
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
}

async function allOf(core: SessionCore, caseId: string): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = await core.listEvidence({ caseId, offset: ids.length, limit: 500 });
    ids.push(...page.items.map(({ id }) => id));
    if (page.items.length === 0 || ids.length >= page.total) return ids;
  }
}

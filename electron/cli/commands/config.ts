// cunan config get|set|list and the shorthands for authorities and chains.

import { readFile } from 'node:fs/promises';
import type { Settings, SettingsPatch } from '../../../shared/api/inputs.ts';
import { AppError } from '../../../shared/errors.ts';
import { certificatesOfPem } from '../../../shared/timestamp/pem.ts';
import {
  TSA_PRESETS,
  TSA_ROOT_SOURCE,
  tsaOfPreset,
  type TsaPreset,
} from '../../../shared/timestamp/presets.ts';
import { settingName } from '../../../shared/text/settings.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export async function runConfigList(session: Session, out: Output): Promise<number> {
  const settings = await session.core.getSettings();
  for (const [key, value] of Object.entries(settings)) show(key, value, out);
  return EXIT.ok;
}

export async function runConfigGet(session: Session, key: string, out: Output): Promise<number> {
  show(key, read(await session.core.getSettings(), key), out);
  return EXIT.ok;
}

/** The value is taken as JSON where it is JSON, else as text; `null` resets what may be empty. */
export async function runConfigSet(
  session: Session,
  key: string,
  value: string,
  out: Output,
): Promise<number> {
  const settings = await session.core.getSettings();
  read(settings, key);
  const [top, field] = key.split('.') as [keyof Settings, string | undefined];
  const parsed = parseValue(value);
  const patch = (
    field === undefined ? { [top]: parsed } : { [top]: { ...(settings[top] as object), [field]: parsed } }
  ) as SettingsPatch;
  show(key, read(await session.core.changeSettings(patch), key), out);
  return EXIT.ok;
}

/** Whom this installation trusts, as the file that `cunan verify --trust` takes on another computer. */
export async function runConfigTrust(session: Session, out: Output): Promise<number> {
  const trust = await session.core.trustPolicy();
  out.say(JSON.stringify(trust, null, 2));
  out.emit({ event: 'trust', trust });
  return EXIT.ok;
}

export interface TsaCommand {
  readonly root?: string;
  readonly policy?: string;
  readonly authority?: string;
  /** What one time-stamp costs. */
  readonly fee?: string;
  /** Id of a well-known authority: gives the name, the address and the roots that are not named otherwise. */
  readonly preset?: string;
}

/** Adds an authority, or replaces the one of that name. */
export async function runAddTsa(
  session: Session,
  name: string | undefined,
  url: string | undefined,
  options: TsaCommand,
  out: Output,
): Promise<number> {
  const { tsas } = await session.core.getSettings();
  const base = options.preset === undefined ? null : tsaOfPreset(presetNamed(options.preset));
  const chosen = { name: name ?? base?.name, url: url ?? base?.url };
  if (chosen.name === undefined || chosen.url === undefined) {
    throw new AppError('input/invalid', { field: 'add-tsa', problem: '<name> <url> | --preset' });
  }
  const rootsPem = options.root === undefined ? (base?.rootsPem ?? '') : await readRoots(options.root);
  const added = {
    name: chosen.name,
    url: chosen.url,
    policy: options.policy ?? null,
    rootsPem,
    authority: options.authority ?? base?.authority ?? null,
    demonstration: false,
    fee: options.fee === undefined ? null : Number(options.fee),
  };
  const settings = await session.core.changeSettings({
    tsas: [...tsas.filter((tsa) => tsa.name !== added.name), added],
  });
  show('tsas', settings.tsas, out);
  if (base !== null && options.root === undefined && rootsPem !== '') {
    out.say(
      out.pick(
        `根证书取自 ${TSA_ROOT_SOURCE}，请与机构公布的指纹核对。该预设没有联网试过。`,
        `The root comes from ${TSA_ROOT_SOURCE}: hold its fingerprint against the authority’s. This preset was not tried over the network.`,
      ),
    );
  }
  if (rootsPem === '') {
    out.say(
      out.pick(
        '没有给出根证书：该机构的时间戳会保存，但不算受信任。用 --root FILE 指定。',
        'No root certificate given: its time-stamps are kept but not trusted. Name one with --root FILE.',
      ),
    );
  }
  return EXIT.ok;
}

function presetNamed(id: string): TsaPreset {
  const preset = TSA_PRESETS.find((each) => each.id === id);
  if (preset === undefined) {
    const known = TSA_PRESETS.map((each) => each.id).join(', ');
    throw new AppError('input/invalid', { field: '--preset', problem: known });
  }
  return preset;
}

export async function runRemoveTsa(session: Session, name: string, out: Output): Promise<number> {
  const { tsas } = await session.core.getSettings();
  if (!tsas.some((tsa) => tsa.name === name)) throw new AppError('input/not-found', { what: name });
  const settings = await session.core.changeSettings({ tsas: tsas.filter((tsa) => tsa.name !== name) });
  show('tsas', settings.tsas, out);
  return EXIT.ok;
}

/** A root that cannot be read must not turn into "no root configured". */
export async function readRoots(path: string, field = '--root'): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
  const { certificates, unreadable } = certificatesOfPem(text);
  if (certificates.length > 0 && unreadable === 0) return text;
  throw new AppError('input/invalid', {
    field,
    problem: `${path}: not a PEM certificate`,
  });
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // plain text needs no quotes on a command line
  }
}

function read(settings: Settings, key: string): unknown {
  const [top, field, ...rest] = key.split('.');
  if (!top || !Object.hasOwn(settings, top) || rest.length > 0)
    throw new AppError('input/not-found', { what: key });
  const value: unknown = settings[top as keyof Settings];
  if (field === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) {
    throw new AppError('input/not-found', { what: key });
  }
  return (value as Record<string, unknown>)[field];
}

function show(key: string, value: unknown, out: Output): void {
  out.say(`${settingName(key, out.language)} = ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  out.emit({ event: 'setting', key, value });
}

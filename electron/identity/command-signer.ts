// SM2 by a program outside: a UKey's or a CA's service behind one command. One process per question, one line of JSON
// each way (protocol cunan-signer/1, docs/evidence-package.md 7.1). The command stands in a file of the data folder, not
// in the settings: whoever may change settings must not be able to start programs.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { SM2_DEFAULT_ID } from '../../shared/bytes/sm2.ts';
import { fromBase64, toBase64 } from '../../shared/bytes/base64.ts';
import { fromHex } from '../../shared/bytes/hex.ts';
import { AppError } from '../../shared/errors.ts';
import type { Sm2Signer } from './sm2-signer.ts';

/** In the data folder: {"command": ["/absolute/path", "argument", …]} */
export const SM2_COMMAND_FILE = 'sm2-signer.json';

/** A person may have to type a PIN. */
const TIMEOUT_MS = 120_000;
const MAX_ANSWER_CHARS = 65_536;

/** Throws key/external-signer where the file is absent or names no absolute path. */
export async function loadCommandSigner(path: string): Promise<Sm2Signer> {
  const command = await readCommand(path);
  return {
    async publicKey(signal) {
      const { publicKey } = await ask(command, { op: 'public-key' }, signal);
      const key = typeof publicKey === 'string' ? fromHex(publicKey) : null;
      if (key?.length !== 65 || key[0] !== 4) throw broken('publicKey: not 04 x y in hex');
      return key;
    },
    async sign(message, signal) {
      const question = { op: 'sign', algorithm: 'SM2-SM3', id: SM2_DEFAULT_ID, message: toBase64(message) };
      const { signature } = await ask(command, question, signal);
      const bytes = typeof signature === 'string' ? fromBase64(signature) : null;
      if (!bytes) throw broken('signature: not base64');
      return bytes;
    },
  };
}

async function readCommand(path: string): Promise<readonly string[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw broken(`${SM2_COMMAND_FILE} cannot be read`, cause);
  }
  const command =
    typeof value === 'object' && value !== null && 'command' in value && Array.isArray(value.command)
      ? (value.command as readonly unknown[])
      : [];
  if (!command.every((part) => typeof part === 'string') || !isAbsolute(command[0] ?? ''))
    throw broken(`${SM2_COMMAND_FILE}: command is not ["/absolute/path", …]`);
  return command;
}

/** An abort kills the process and rejects with its reason. */
async function ask(
  [program, ...args]: readonly string[],
  question: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const child = spawn(program!, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    windowsHide: true,
  });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
    if (answer.length > MAX_ANSWER_CHARS) child.kill();
  });
  // A program that ends without reading makes a broken pipe: its exit says enough.
  child.stdin
    .on('error', () => undefined)
    .end(`${JSON.stringify({ format: 'cunan-signer/1', ...question })}\n`);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) =>
      reject(signal.aborted ? error : broken('code' in error ? String(error.code) : error.name, error)),
    );
    child.on('close', resolve);
  });
  if (code !== 0) throw broken(`exit code ${code ?? 'none'}`);
  try {
    const value: unknown = JSON.parse(answer);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw broken('the answer is not one JSON object');
}

function broken(problem: string, cause?: unknown): AppError {
  return new AppError('key/external-signer', { problem }, { cause });
}

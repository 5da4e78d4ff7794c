// cunan witness: cosigns checkpoints of other computers' ledgers until it is told to stop.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { runWitness } from '../../run-witness.ts';
import { EXIT, type Output } from '../output.ts';

export interface WitnessCommand {
  readonly listen: string;
  readonly state: string;
  readonly log: readonly string[];
  readonly name?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** @param stop ends it in an orderly way */
export async function runWitnessCommand(
  options: WitnessCommand,
  stop: AbortSignal,
  out: Output,
): Promise<number> {
  if (options.log.length === 0) throw new AppError('input/invalid', { field: '--log', problem: 'VKEY' });
  const { host, port } = parseListen(options.listen);
  const witness = await runWitness({
    stateFolder: resolve(options.state),
    host,
    port,
    logs: options.log,
    name: options.name ?? null,
    tls: await readTls(options),
    passphrase: process.env['CUNAN_PASSPHRASE'] ?? null,
    onReply({ status, origin, size }) {
      out.emit({ event: 'reply', status, origin, size });
      const about = origin === null ? '' : ` ${origin} @ ${size ?? '?'}`;
      out.say(`${new Date().toISOString()} ${status}${about}`);
    },
  }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // The address is the caller's: another port or another interface helps.
    if (/^E(ADDR|ACCES)/.test(code)) {
      throw new AppError('input/invalid', { field: '--listen', problem: `${options.listen}: ${code}` });
    }
    throw error;
  });
  out.say(out.pick(`见证服务：${witness.url}`, `Witness at ${witness.url}`));
  out.say(
    out.pick(
      `见证公钥（交给账本的主人和核验者）：${witness.vkey}`,
      `Its key (for owners of ledgers and for verifiers): ${witness.vkey}`,
    ),
  );
  out.emit({ event: 'witness', url: witness.url, vkey: witness.vkey });
  await new Promise<void>((done) => {
    if (stop.aborted) done();
    else stop.addEventListener('abort', () => done(), { once: true });
  });
  await witness.close();
  return EXIT.ok;
}

/** host:port, [address]:port. Throws input/invalid. */
function parseListen(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new AppError('input/invalid', { field: '--listen', problem: text });
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

async function readTls({ tlsCert, tlsKey }: WitnessCommand) {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new AppError('input/invalid', { field: '--tls-cert', problem: '--tls-cert FILE --tls-key FILE' });
  }
  const [cert, key] = await Promise.all([tlsCert, tlsKey].map((path) => readText(path)));
  return { cert: cert!, key: key! };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
}

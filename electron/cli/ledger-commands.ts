// The verbs of the ledger and of its witnesses, as the command line lists them.

import type { Command } from 'commander';
import type { WitnessCommand } from './commands/witness.ts';
import type { Output } from './output.ts';
import { stopSignal } from './stop-signal.ts';

interface WitnessDeps {
  readonly t: (chinese: string, english: string) => string;
  readonly verb: <Args extends unknown[]>(
    body: (out: Output, ...args: Args) => Promise<number>,
  ) => (...all: [...Args, Record<string, unknown>, Command]) => Promise<void>;
}

export function addWitnessCommand(program: Command, { t, verb }: WitnessDeps): void {
  program
    .command('witness')
    .description(
      t(
        '见证服务：为其他电脑的账本检查点加签（C2SP tlog-witness），应在另一台电脑或公证处运行',
        'a witness: cosigns checkpoints of ledgers on other computers (C2SP tlog-witness)',
      ),
    )
    .option('--listen <host:port>', t('监听地址', 'address to listen on'), '127.0.0.1:8462')
    .requiredOption('--state <folder>', t('保存密钥和已加签检查点的文件夹', 'folder for key and memory'))
    .requiredOption('--log <vkey...>', t('被见证账本的公钥', 'verifier keys of the ledgers'))
    .option('--name <name>', t('见证人的名称，首次运行时确定', 'its name, settled by the first run'))
    .option('--tls-cert <file>', t('HTTPS 证书（PEM）', 'certificate for HTTPS (PEM)'))
    .option('--tls-key <file>', t('HTTPS 私钥（PEM）', 'key for HTTPS (PEM)'))
    .action(
      verb(async (out, options: WitnessCommand) => {
        const { runWitnessCommand } = await import('./commands/witness.ts');
        return runWitnessCommand(options, stopSignal(), out);
      }),
    );
}

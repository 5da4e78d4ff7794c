// The verbs of the ledger and of its witnesses, as the command line lists them.

import type { Command } from 'commander';
import type { CommandDeps } from './batch-commands.ts';
import { runAddWitness, runRemoveWitness } from './commands/config-witness.ts';
import { runLedgerExport, runLedgerRestart, runLedgerState, runLedgerVerify } from './commands/ledger.ts';
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

export function addLedgerCommands(program: Command, { t, withSession }: CommandDeps): void {
  const ledger = program
    .command('ledger')
    .description(
      t(
        '账本：状态、全面核对、导出、另立新账本',
        'the ledger: state, full check, export, a new one after a halt',
      ),
    )
    .action(withSession((session, out) => runLedgerState(session, out)));
  ledger
    .command('verify')
    .description(
      t(
        '逐条核对账本（退出码 0 相符，1 不相符，3 无法对照）',
        'check every entry (exit 0 good, 1 not, 3 could not compare)',
      ),
    )
    .option(
      '--against <path>',
      t('与外部的检查点文件或 tiles 文件夹对照', 'hold it against a checkpoint file or a tiles folder'),
    )
    .action(
      withSession((session, out, options: { against?: string }) => runLedgerVerify(session, options, out)),
    );
  ledger
    .command('export')
    .argument('<folder>', t('目标文件夹', 'target folder'))
    .description(
      t(
        '导出为 C2SP tlog-tiles（可增量、可公开）',
        'write it as C2SP tlog-tiles (incremental; digests only)',
      ),
    )
    .action(withSession((session, out, folder: string) => runLedgerExport(session, folder, out)));
  ledger
    .command('restart')
    .description(
      t(
        '账本停用后另立新账本：换新密钥，首条写明旧账本的最后检查点和理由',
        'after a halt: a new ledger with a new key, whose first entry names the last checkpoint of the old and the reason',
      ),
    )
    .requiredOption('--reason <text>', t('理由（会保存）', 'why (it is kept)'))
    .action(
      withSession(
        (session, out, options: { reason: string }) => runLedgerRestart(session, options, out),
        true,
      ),
    );
}

export function addWitnessSettings(config: Command, { t, withSession }: CommandDeps): void {
  config
    .command('add-witness')
    .argument('<name>', t('短名称（小写字母、数字、-）', 'short name (lower case, digits, -)'))
    .argument('<url>', t('见证服务地址', 'address of the witness'))
    .argument('<vkey>', t('见证公钥', 'its verifier key'))
    .description(t('加入账本见证人', 'add a witness of the ledger'))
    .option(
      '--ca <file>',
      t('其 HTTPS 证书的私有根（PEM）', 'private authority of its HTTPS certificate (PEM)'),
    )
    .action(
      withSession((session, out, name: string, url: string, vkey: string, options: { ca?: string }) =>
        runAddWitness(session, { name, url, vkey, ca: options.ca }, out),
      ),
    );
  config
    .command('remove-witness')
    .argument('<name>', t('短名称', 'short name'))
    .description(t('移除账本见证人', 'remove a witness of the ledger'))
    .action(withSession((session, out, name: string) => runRemoveWitness(session, name, out)));
}

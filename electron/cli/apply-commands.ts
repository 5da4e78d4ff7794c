// cunan apply, cunan apply check, cunan notary key: their flags and help.

import type { Command } from 'commander';
import type { Output } from './output.ts';
import type { CommandDeps } from './batch-commands.ts';
import { runApply, type ApplyCommand } from './commands/apply.ts';
import { runApplyCheck } from './commands/apply-check.ts';
import { runNotaryKey } from './commands/notary-key.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

interface ApplyDeps extends CommandDeps {
  /** A verb that needs no store. */
  readonly verb: <Args extends unknown[]>(
    body: (out: Output, ...args: Args) => Promise<number>,
  ) => (...all: [...Args, Record<string, unknown>, Command]) => Promise<void>;
}

export function addApplyCommands(program: Command, deps: ApplyDeps): void {
  const { t, withSession, verb: withOutput } = deps;
  const apply = program
    .command('apply')
    .description(
      t(
        '一键申请公证：用案件里的证据生成申请包（自行取证后申请）',
        'apply for notarisation: make an application package of a case’s evidence (self-conducted capture)',
      ),
    )
    .option('--case <name>', t('案件名称或编号', 'name or id of the case'))
    .option(
      '--form <file>',
      t(
        '申请表（JSON，栏目见 docs/application-package.md）',
        'the form as JSON (docs/application-package.md)',
      ),
    )
    .option(
      '--evidence <id>',
      t('只选这些证据（可多次使用）', 'only these pieces of evidence (repeatable)'),
      collect,
      [],
    )
    .option('--attach <kind=file>', t('附件（可多次使用）', 'a paper (repeatable)'), collect, [])
    .option(
      '--to <key>',
      t('加密给公证处的 age 公钥（age1…）或公钥文件', 'encrypt to the office’s age key (age1…) or its file'),
    )
    .option('--out <folder>', t('申请包放在此文件夹', 'put the package into this folder'))
    .option(
      '--upload [url]',
      t('上传到此地址（默认用设置中的地址）', 'upload to this address (default: the one in the settings)'),
    )
    .action(withSession((session, out, options: ApplyCommand) => runApply(session, options, out), true));
  apply
    .command('check')
    .argument('<file>', t('申请包', 'an application package'))
    .description(
      t('检查申请包及其中的每份证据', 'check an application package and each piece of evidence in it'),
    )
    .action(withOutput((out, file: string) => runApplyCheck(file, out)));
  const notary = program.command('notary').description(t('公证处', 'for a notary office'));
  notary
    .command('key')
    .argument('<verb>', 'new | show')
    .option('--out <file>', t('把公钥写入文件', 'write the public key into a file'))
    .description(
      t(
        '加密申请包用的密钥：私钥留在本机',
        'the key that applications are encrypted to; its private half stays here',
      ),
    )
    .action(
      withSession((session, out, verb: string, options: { readonly out?: string }) =>
        runNotaryKey(session, verb, options, out),
      ),
    );
}

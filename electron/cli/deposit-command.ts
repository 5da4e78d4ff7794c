// cunan deposit: its flags and help.

import type { Command } from 'commander';
import { DEPOSIT_CATEGORIES, DEPOSIT_TEMPLATES, type DepositField } from '../../shared/deposit/categories.ts';
import { DEPOSIT_CATEGORY, fieldLabel } from '../../shared/text/deposit.ts';
import type { CommandDeps } from './batch-commands.ts';
import { runDeposit, type DepositCommand } from './commands/deposit.ts';

export function addDepositCommand(program: Command, { t, withSession }: CommandDeps): void {
  program
    .command('deposit')
    .argument('<path...>', t('文件或文件夹', 'files or folders'))
    .description(
      t(
        '文件存证：把文件或文件夹原样封存为一份证据，或只封存其摘要',
        'deposit files or folders as one piece of evidence: byte-identical, or their digests alone',
      ),
    )
    .option('--case <name>', t('归入案件（没有则新建）', 'case to file under (made where there is none)'))
    .option('--category <category>', t('数据类别', 'data category'), 'other')
    .option(
      '--field <key=value>',
      t('类别的字段（可多次使用）', 'a field of the category (may be given more than once)'),
      (field: string, before: readonly string[]) => [...before, field],
      [] as readonly string[],
    )
    .option('--title <text>', t('证据名称（默认取文件名）', 'title (default: the names of the files)'))
    .option(
      '--digest-only',
      t('只存摘要，原件不进入证据包', 'digests alone: the originals stay where they are'),
    )
    .option('--each', t('每个路径各成一份证据', 'one piece of evidence for each path'))
    .option(
      '--tell-location',
      t('在记录中写明文件原来所在的文件夹', 'tell in the record in which folder the files stood'),
    )
    .option('--out <folder>', t('把证据包导出到此文件夹', 'export the packages into this folder'))
    .addHelpText('after', () => templates(t))
    .action(
      withSession(
        (session, out, paths: string[], options: DepositCommand) => runDeposit(session, paths, options, out),
        true,
      ),
    );
}

/** Categories with the fields of each; * must be given. */
function templates(t: CommandDeps['t']): string {
  const lines = DEPOSIT_CATEGORIES.map((category) => {
    const { zh, en } = DEPOSIT_CATEGORY[category];
    const template: readonly DepositField[] = DEPOSIT_TEMPLATES[category];
    const fields = template.map(
      ({ key, required }) => `${key}${required ? '*' : ''} ${t(fieldLabel(key).zh, fieldLabel(key).en)}`,
    );
    return `  ${category}  ${t(zh, en)}\n    ${fields.join(t('，', ', '))}`;
  });
  const head = t('类别及其字段（带 * 的必填）：', 'Categories and their fields (* must be given):');
  return `\n${head}\n${lines.join('\n')}`;
}

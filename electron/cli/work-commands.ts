// cunan works: its verbs, flags and help.

import type { Command } from 'commander';
import { WORK_KINDS } from '../../shared/api/works.ts';
import type { CommandDeps } from './batch-commands.ts';
import { runWorksAdd, runWorksLink, runWorksList, runWorksRemove, type WorkFlags } from './commands/works.ts';

export function addWorkCommands(program: Command, { t, withSession }: CommandDeps): void {
  const works = program
    .command('works')
    .description(
      t(
        '案件的权利作品：由用户填写，可关联原创存证',
        'works of a case, as the user states them, linked to deposits',
      ),
    );
  const id = t('作品编号', 'id of the work');
  const evidence = t('文件存证的编号', 'id of a file deposit');

  works
    .command('list')
    .argument('<case>', t('案件名称', 'name of the case'))
    .description(t('列出权利作品', 'list the works'))
    .action(withSession((session, out, name: string) => runWorksList(session, name, out)));
  works
    .command('add')
    .description(t('添加权利作品', 'add a work'))
    .requiredOption('--case <name>', t('案件名称', 'name of the case'))
    .requiredOption('--title <text>', t('作品名称', 'title of the work'))
    .requiredOption('--holder <name>', t('权利人', 'right holder'))
    .option('--kind <kind>', `${t('作品类型', 'kind')}: ${WORK_KINDS.join(', ')}`, 'other')
    .option(
      '--registration <number>',
      t('登记号（不写为未登记）', 'registration number (none: not registered)'),
    )
    .option('--published <date>', t('首次发表日期 YYYY-MM-DD', 'first published on, YYYY-MM-DD'))
    .option('--completed <date>', t('创作完成日期 YYYY-MM-DD', 'completed on, YYYY-MM-DD'))
    .option('--note <text>', t('备注', 'note'))
    .action(withSession((session, out, flags: WorkFlags) => runWorksAdd(session, flags, out)));
  for (const linked of [true, false]) {
    works
      .command(linked ? 'link' : 'unlink')
      .argument('<work>', id)
      .argument('<evidence>', evidence)
      .description(linked ? t('关联一件文件存证', 'link a file deposit') : t('取消关联', 'take a link away'))
      .action(
        withSession((session, out, work: string, evidenceId: string) =>
          runWorksLink(session, { id: work, evidenceId, linked }, out),
        ),
      );
  }
  works
    .command('remove')
    .argument('<work>', id)
    .description(t('删除权利作品（存证不变）', 'remove a work (deposits stay)'))
    .action(withSession((session, out, work: string) => runWorksRemove(session, work, out)));
}

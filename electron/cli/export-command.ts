// cunan export: packages by id, or a batch export (批量出证) of a case, a batch or many ids with its papers.

import type { Command } from 'commander';
import { AppError } from '../../shared/errors.ts';
import type { CommandDeps } from './batch-commands.ts';
import { runExport } from './commands/hand-over.ts';
import { runExportBatch, runExportResume, runExportRuns, type ExportCommand } from './commands/export.ts';

export function addExportCommand(program: Command, { t, withSession }: CommandDeps): void {
  program
    .command('export')
    .argument('[id...]', t('存证编号', 'evidence ids'))
    .description(
      t(
        '导出证据包；加 --case、--batch 或 --ids 为批量出证（含总表、目录、草稿、光盘清单）',
        'export packages; with --case, --batch or --ids a batch export with tables, lists, drafts and disc lists',
      ),
    )
    .option('--out <folder>', t('目标文件夹', 'target folder'))
    .option('--case <name>', t('整个案件', 'a whole case'))
    .option('--batch <id>', t('整个批次', 'a whole batch'))
    .option('--ids', t('对列出的存证编号批量出证', 'a batch export of the ids given'))
    .option('--court', t('证据目录（.docx、.xlsx）', 'evidence list for a court (.docx, .xlsx)'))
    .option('--appraiser', t('司法鉴定材料', 'material for a forensic appraiser'))
    .option(
      '--path <A|B>',
      t(
        '公证草稿：A 公证处自行取证，B 自行取证后申请',
        'drafts for a notary: A captured by the notary, B before applying',
      ),
    )
    .option('--purpose <text>', t('证明对象', 'what the evidence is to prove'))
    .option(
      '--question <text>',
      t('委托鉴定的问题（可多次使用）', 'a question to the appraiser (may be given more than once)'),
      (text: string, before: readonly string[]) => [...before, text],
      [] as readonly string[],
    )
    .option('--include-failed', t('取证失败的也导出', 'failed captures as well'))
    .option('--no-merged', t('不做合订阅读本', 'no reading copy of the certificates'))
    .option('--disc-gib <number>', t('每张光盘的容量（GiB，默认 4.37）', 'size of a disc in GiB (4.37)'))
    .option('--resume <run>', t('续作一次导出', 'go on with an earlier run'))
    .option('--runs', t('列出历次批量导出', 'list the runs'))
    .action(
      withSession((session, out, ids: string[], options: ExportCommand) => {
        if (options.runs === true) return runExportRuns(session, out);
        if (options.resume !== undefined) return runExportResume(session, options.resume, out);
        const sources = [options.case, options.batch, options.ids].filter((each) => each !== undefined);
        const many =
          sources.length > 0 ||
          options.court === true ||
          options.appraiser === true ||
          options.path !== undefined;
        if (!many && ids.length > 0) return runExport(session, ids, options, out);
        const named = ids.length > 0 ? 1 : 0;
        if ((options.case === undefined ? 0 : 1) + (options.batch === undefined ? 0 : 1) + named !== 1) {
          throw new AppError('input/invalid', {
            field: 'id',
            problem: t('存证编号、--case、--batch 三者择一', 'give ids, --case or --batch, one of them'),
          });
        }
        return runExportBatch(session, ids, options, out);
      }),
    );
}

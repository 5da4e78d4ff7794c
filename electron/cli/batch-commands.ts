// The verbs of batches and watches, as the command line lists them.

import { Option, type Command } from 'commander';
import type { ExportBatchInput } from '../../shared/api/batches.ts';
import {
  runBatchCancel,
  runBatchExport,
  runBatchList,
  runBatchPause,
  runBatchResume,
  runBatchRetry,
  runBatchShow,
} from './commands/batch.ts';
import { runWatchAdd, runWatchChange, runWatchList, runWatchRuns } from './commands/watch.ts';
import type { Output } from './output.ts';
import type { Session } from './session.ts';

export interface CommandDeps {
  readonly t: (chinese: string, english: string) => string;
  /** work: queued captures go on while the command runs. */
  readonly withSession: <Args extends unknown[]>(
    body: (session: Session, out: Output, ...args: Args) => Promise<number>,
    work?: boolean,
  ) => (...all: [...Args, Record<string, unknown>, Command]) => Promise<void>;
}

export function reasonOption(t: CommandDeps['t']): Option {
  const sentence = t(
    '环境检查不通过时仍继续的理由（写入证据并印在证书上）',
    'why to go on where the environment check fails (sealed and printed)',
  );
  return new Option('--reason <text>', sentence);
}

export function addBatchCommands(program: Command, { t, withSession }: CommandDeps): void {
  const batch = program
    .command('batch')
    .description(
      t('批次：查看、暂停、继续、重试、导出清单', 'batches: look, pause, resume, retry, export tables'),
    );
  const one = (name: string, zh: string, en: string, run: typeof runBatchShow, work = false): Command =>
    batch
      .command(name)
      .argument('<id>', t('批次编号', 'batch id'))
      .description(t(zh, en))
      .action(withSession((session, out, id: string) => run(session, id, out), work));

  batch
    .command('list')
    .description(t('列出批次', 'list the batches'))
    .action(withSession((session, out) => runBatchList(session, out)));
  one('show', '例外与对账', 'exceptions and reconciliation', runBatchShow);
  one('pause', '暂停：正在取证的会做完', 'pause: what runs is finished', runBatchPause);
  one('resume', '继续，直到全部做完', 'go on until no row waits', runBatchResume, true);
  one('cancel', '停止：已完成的保留', 'stop: what is done is kept', runBatchCancel);
  batch
    .command('retry')
    .argument('<id>', t('批次编号', 'batch id'))
    .description(t('重新取证失败的行', 'capture the failed rows again'))
    .addOption(reasonOption(t))
    .action(
      withSession(
        (session, out, id: string, options: { reason?: string }) => runBatchRetry(session, id, options, out),
        true,
      ),
    );
  batch
    .command('export')
    .argument('<id>', t('批次编号', 'batch id'))
    .description(t('导出 CSV 清单', 'export a table (CSV)'))
    .addOption(
      new Option(
        '--what <table>',
        t(
          '哪一份：rows 批次明细，errors 导入错误，exceptions 例外清单，reconciliation 对账',
          'which one: rows all of them, errors of the sheet, exceptions failed and partial, reconciliation',
        ),
      )
        .choices(['rows', 'errors', 'exceptions', 'reconciliation'])
        .default('rows'),
    )
    .option('--out <folder>', t('目标文件夹', 'target folder'))
    .action(
      withSession((session, out, id: string, options: { what: ExportBatchInput['what']; out?: string }) =>
        runBatchExport(session, id, options, out),
      ),
    );
}

export function addWatchCommands(program: Command, { t, withSession }: CommandDeps): void {
  const watch = program
    .command('watch')
    .description(t('监测：定时再次取证，列出变化', 'watches: capture again at intervals, list what changed'));
  watch
    .command('add')
    .argument('<url...>', t('网址', 'addresses'))
    .requiredOption('--every <interval>', t('间隔，如 30m、6h、1d、1w', 'interval, e.g. 30m, 6h, 1d, 1w'))
    .option('--case <name>', t('归入案件', 'case to file under'))
    .option(
      '--allow-private',
      t('允许这些网址的内网主机', 'allow the private hosts named in these addresses'),
    )
    .description(t('加入监测', 'watch pages'))
    .action(
      withSession((session, out, urls: string[], options: Parameters<typeof runWatchAdd>[2]) =>
        runWatchAdd(session, urls, options, out),
      ),
    );
  watch
    .command('list')
    .description(t('列出监测', 'list the watches'))
    .action(withSession((session, out) => runWatchList(session, out)));
  watch
    .command('show')
    .argument('<id>', t('监测编号', 'watch id'))
    .description(t('各次取证、错过的次数与变化', 'runs, missed runs and changes'))
    .action(withSession((session, out, id: string) => runWatchRuns(session, id, out)));
  for (const [action, zh, en] of [
    ['pause', '暂停', 'pause'],
    ['resume', '继续', 'resume'],
    ['remove', '移除（已取得的证据保留）', 'remove (its evidence stays)'],
  ] as const) {
    watch
      .command(action)
      .argument('<id>', t('监测编号', 'watch id'))
      .description(t(zh, en))
      .action(withSession((session, out, id: string) => runWatchChange(session, id, action, out)));
  }
}

#!/usr/bin/env node
// cunan: the command line. Reads as the list of what it can do; each verb lives in commands/.
// Exit codes: 0 done or valid, 1 invalid or FAILED, 2 usage, 3 incomplete or PARTIAL, 4 internal.

import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { Language } from '../../shared/api/views.ts';
import { AppError } from '../../shared/errors.ts';
import { addChainCommands } from './chain-commands.ts';
import { addBatchCommands, addWatchCommands, reasonOption } from './batch-commands.ts';
import { addSm2Settings } from './sm2-commands.ts';
import { addLedgerCommands, addWitnessCommand, addWitnessSettings } from './ledger-commands.ts';
import { helpWords, usageErrors } from './help-words.ts';
import { runAttest, type AttestCommand } from './commands/attest.ts';
import { addCaptureFlags } from './commands/capture-flags.ts';
import { runCaptureFrom, type BatchCaptureCommand } from './commands/batch.ts';
import { runCapture, type CaptureCommand } from './commands/capture.ts';
import { runCheck } from './commands/check.ts';
import {
  runAddTsa,
  runConfigGet,
  runConfigList,
  runConfigSet,
  runConfigTrust,
  runRemoveTsa,
  type TsaCommand,
} from './commands/config.ts';
import { TSA_PRESETS } from '../../shared/timestamp/presets.ts';
import { runCertify, type CertifyCommand } from './commands/hand-over.ts';
import { addSigningSettings } from './signing-commands.ts';
import { SIGNERS } from '../../shared/api/signing.ts';
import { addExportCommand } from './export-command.ts';
import { runCases, runDoctor } from './commands/look.ts';
import { runVerifyCommand } from './commands/verify-command.ts';
import { runRecord } from './commands/record.ts';
import { addApplyCommands } from './apply-commands.ts';
import { addDepositCommand } from './deposit-command.ts';
import { addWorkCommands } from './work-commands.ts';
import { createOutput, EXIT, type Output } from './output.ts';
import { openSession, type Session } from './session.ts';

const zh = language() === 'zh-CN';
const t = (chinese: string, english: string): string => (zh ? chinese : english);

/** Chinese unless the person or the system says English. */
function language(): Language {
  const chosen = process.env['CUNAN_LANG'] ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? '';
  const asked = process.argv.indexOf('--lang');
  const text = asked === -1 ? chosen : (process.argv[asked + 1] ?? '');
  return /^en/i.test(text) ? 'en' : 'zh-CN';
}

let exitCode: number = EXIT.ok;
const BROKEN_PIPE = 141;

// A reader that has seen enough (… | head) ends the command as a signal would, without a stack.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(BROKEN_PIPE);
});

/** Runs a verb with the output that its flags ask for; expected failures become sentences, defects exit with 4. */
function verb<Args extends unknown[]>(
  body: (out: Output, ...args: Args) => Promise<number>,
): (...args: [...Args, Record<string, unknown>, Command]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const flags = command.optsWithGlobals<{ json?: boolean }>();
    const out = createOutput(flags.json === true, language(), { out: process.stdout, err: process.stderr });
    try {
      exitCode = await body(out, ...(all.slice(0, -1) as unknown as Args));
    } catch (error) {
      exitCode = out.fail(error);
    }
  };
}

/** The same, with the store open (or the running app asked). */
function withSession<Args extends unknown[]>(
  body: (session: Session, out: Output, ...args: Args) => Promise<number>,
  work = false,
): (...args: [...Args, Record<string, unknown>, Command]) => Promise<void> {
  return verb(async (out, ...args: Args) => {
    const session = await openSession(work);
    try {
      return await body(session, out, ...args);
    } finally {
      await session.close();
    }
  });
}

/** Throws input/invalid. */
function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new AppError('input/invalid', { field: '--port', problem: text });
}

const program = new Command('cunan')
  .configureHelp(helpWords(zh))
  .configureOutput(usageErrors(zh))
  .helpOption('-h, --help', t('显示帮助', 'show this help'))
  .helpCommand('help [command]', t('显示某个命令的帮助', 'show the help of a command'))
  .description(
    t(
      '存安取证：把网页和文件固定为证据，任何人都能离线核验。',
      'Cunan 存安取证: keeps web pages and files as evidence that anyone can verify offline.',
    ),
  )
  .version(packageJson.version, '-V, --version', t('显示版本', 'show the version'))
  .addOption(new Option('--lang <language>', t('语言', 'language of the output')).choices(['zh-CN', 'en']))
  .option('--json', t('每个事件输出一行 JSON', 'one JSON line per event'))
  .addHelpText(
    'after',
    t(
      `
示例：
  cunan capture https://example.com/item --case 某某商标案 --out 证据包
  cunan verify 证据包/E-20261122-7F3AK2QZ5.zip
数据文件夹由环境变量 CUNAN_HOME 指定；本机密钥的口令用 CUNAN_PASSPHRASE。
退出码：0 完成或有效，1 失败或无效，2 用法错误，3 部分完成或无法确认，4 内部错误。`,
      `
Examples:
  cunan capture https://example.com/item --case "Acme mark" --out packages
  cunan verify packages/E-20261122-7F3AK2QZ5.zip
CUNAN_HOME names the data folder, CUNAN_PASSPHRASE the passphrase of this device's key.
Exit codes: 0 done or valid, 1 failed or invalid, 2 usage, 3 partial or incomplete, 4 internal.`,
    ),
  )
  .exitOverride();

addCaptureFlags(program.command('capture'), t)
  .argument('[url...]', t('要取证的网址', 'addresses to capture'))
  .description(t('取证网页：截图、存档、封存、固定证明', 'capture pages: picture, archive, seal, prove'))
  .option('--case <name>', t('归入案件（没有则新建）', 'case to file under (made where there is none)'))
  .option('--from <file>', t('批量：.xlsx 或 .csv 清单', 'a batch: .xlsx or .csv'))
  .option('--include-duplicates', t('重复的行也取证', 'capture duplicate rows as well'))
  .option('--out <folder>', t('把证据包导出到此文件夹', 'export the packages into this folder'))
  .addOption(reasonOption(t))
  .action(
    withSession(
      (session, out, urls: string[], options: CaptureCommand & BatchCaptureCommand & { from?: string }) => {
        // One or the other: a sheet is a batch, addresses are captures of their own.
        if ((options.from === undefined) === (urls.length === 0)) {
          throw new AppError('input/invalid', {
            field: '--from',
            problem: t('网址或 --from 二选一', 'give addresses or --from'),
          });
        }
        return options.from === undefined
          ? runCapture(session, urls, options, out)
          : runCaptureFrom(session, options.from, options, out);
      },
      true,
    ),
  );

addDepositCommand(program, { t, withSession });
addWorkCommands(program, { t, withSession });
addApplyCommands(program, { t, withSession, verb });
addBatchCommands(program, { t, withSession });
addWatchCommands(program, { t, withSession });
addChainCommands(program, { t, withSession });

program
  .command('record')
  .argument('<url>', t('从这个网址开始', 'address to begin with'))
  .description(
    t(
      '过程取证：打开浏览器由您操作，全程录屏；回车标记，Ctrl+C 停止并封存',
      'record what you do in a browser, as a film: Enter marks a moment, Ctrl+C stops and seals',
    ),
  )
  .option('--case <name>', t('归入案件（没有则新建）', 'case to file under (made where there is none)'))
  .option('--minutes <number>', t('最长时间（分钟）', 'at most so many minutes'))
  .option('--allow-private', t('允许这个网址的内网主机', 'allow the private host of this address'))
  .option(
    '--ignore-certificate-errors',
    t(
      '忽略这个网址主机的证书错误；结果为“部分完成”，错误写入记录',
      'override certificate errors of this address’s host: the outcome is partial, the error is recorded',
    ),
  )
  .option('--proxy <address>', t('经代理访问，默认不用代理', 'through a proxy; none by default'))
  .addOption(reasonOption(t))
  .action(
    withSession(
      (session, out, url: string, options: Parameters<typeof runRecord>[2]) =>
        runRecord(session, url, options, out),
      true,
    ),
  );

program
  .command('check')
  .argument('[url]', t('要取证的网址', 'address to capture'))
  .description(
    t(
      '检查环境：时钟、hosts、DNS、代理、浏览器等',
      'check the environment: clock, hosts, DNS, proxy, browser …',
    ),
  )
  .action(withSession((session, out, url: string | undefined) => runCheck(session, url, out)));

program
  .command('verify')
  .argument('<file...>', t('证据包', 'evidence packages'))
  .description(
    t('离线核验证据包，或检查 .wacz 网络档案', 'verify packages, or check .wacz archives, offline'),
  )
  .option('--trust <file>', t('信任名单（JSON，见 config trust）', 'trust list (JSON, see config trust)'))
  // One value per flag: a variadic option would take the files that follow it.
  .option(
    '--require <rule>',
    t(
      '要求：tsa=N、chain 或 witness=N（可多次使用）',
      'demand: tsa=N, chain or witness=N (may be given more than once)',
    ),
    (rule: string, before: readonly string[]) => [...before, rule],
    [] as readonly string[],
  )
  .option(
    '--original <path>',
    t(
      '与原件（文件或文件夹）比对文件存证（可多次使用）',
      'compare a file deposit with the original file or folder (may be given more than once)',
    ),
    (path: string, before: readonly string[]) => [...before, path],
    [] as readonly string[],
  )
  .option('--at <time>', t('按此时刻判断（ISO 8601）', 'judge as of this time (ISO 8601)'))
  .action(
    verb((out, files: string[], options: Parameters<typeof runVerifyCommand>[1]) =>
      runVerifyCommand(files, options, out),
    ),
  );

addExportCommand(program, { t, withSession });

program
  .command('certify')
  .argument('<id...>', t('存证编号', 'evidence ids'))
  .description(t('出具存证证书（PDF）', 'issue certificates (PDF)'))
  .option('--report', t('另出取证过程报告', 'the report of the process as well'))
  .option('--out <folder>', t('目标文件夹', 'target folder'))
  .addOption(
    new Option(
      '--sign [by]',
      t('签署 PDF：导入的证书或本机密钥', 'sign the PDF: by the imported certificate or the device'),
    ).choices([...SIGNERS]),
  )
  .action(
    withSession((session, out, ids: string[], options: CertifyCommand) =>
      runCertify(session, ids, options, out),
    ),
  );

program
  .command('attest')
  .argument('[id...]', t('存证编号；不填则处理全部待处理项', 'evidence ids; none: everything pending'))
  .description(t('继续办理时间戳、账本与上链', 'bring pending time-stamps, ledger and anchors further'))
  .option('--wait', t('等到全部取得', 'wait until all are there'))
  .option('--renew', t('续期：对将到期的证明重新加盖时间戳', 'renew proofs that are about to age'))
  .option(
    '--due-within <days>',
    t('多少天内到期的才续期（默认按设置）', 'due within so many days (else: the setting)'),
  )
  .action(
    withSession((session, out, ids: string[], options: AttestCommand) =>
      runAttest(session, ids, options, out),
    ),
  );

program
  .command('cases')
  .argument('[case]', t('案件名称', 'name of a case'))
  .description(t('列出案件，或一个案件的证据', 'list the cases, or the evidence of one'))
  .action(withSession((session, out, name: string | undefined) => runCases(session, name, out)));

const config = program
  .command('config')
  .description(
    t(
      '查看和修改设置：时间戳机构、区块链、浏览器、文件夹、取证人',
      'settings: authorities, chain, browser, folders, operator',
    ),
  );
config
  .command('list')
  .description(t('列出全部设置', 'all settings'))
  .action(withSession((session, out) => runConfigList(session, out)));
config
  .command('get')
  .argument('<key>', t('如 operator.name', 'e.g. operator.name'))
  .description(t('查看一项', 'one setting'))
  .action(withSession((session, out, key: string) => runConfigGet(session, key, out)));
config
  .command('set')
  .argument('<key>', t('如 operator.name', 'e.g. operator.name'))
  .argument('<value>', t('值（文字或 JSON）', 'value (text or JSON)'))
  .description(t('修改一项', 'change a setting'))
  .action(withSession((session, out, key: string, value: string) => runConfigSet(session, key, value, out)));
config
  .command('add-tsa')
  .argument('[name]', t('短名称（小写字母、数字、-）', 'short name (lower case, digits, -)'))
  .argument('[url]', t('RFC 3161 服务地址', 'RFC 3161 address'))
  .description(t('加入时间戳机构', 'add a time-stamping authority'))
  .option(
    '--preset <id>',
    t('常用机构', 'a well-known one') + `: ${TSA_PRESETS.map(({ id }) => id).join(', ')}`,
  )
  .option(
    '--authority <name>',
    t('属于哪个机构；同一机构只计一次', 'whose service it is; one authority counts once'),
  )
  .option('--root <file>', t('其根证书（PEM）', 'its root certificate (PEM)'))
  .option('--policy <oid>', t('策略 OID', 'policy OID'))
  .option(
    '--fee <number>',
    t('每个时间戳的费用（自填，币种自定）', 'what one time-stamp costs, in your currency'),
  )
  .action(
    withSession((session, out, name: string | undefined, url: string | undefined, options: TsaCommand) =>
      runAddTsa(session, name, url, options, out),
    ),
  );
config
  .command('trust')
  .description(
    t('输出本机的信任名单（供 verify --trust 使用）', 'print whom this computer trusts (for verify --trust)'),
  )
  .action(withSession((session, out) => runConfigTrust(session, out)));
config
  .command('remove-tsa')
  .argument('<name>', t('短名称', 'short name'))
  .description(t('移除时间戳机构', 'remove a time-stamping authority'))
  .action(withSession((session, out, name: string) => runRemoveTsa(session, name, out)));

addSm2Settings(config, { t, withSession });
addWitnessSettings(config, { t, withSession });
addSigningSettings(config, { t, withSession });
addLedgerCommands(program, { t, withSession });
addWitnessCommand(program, { t, verb });

program
  .command('serve')
  .description(t('在浏览器中使用（仅限本机）', 'use it in a browser (this computer only)'))
  .option('--port <number>', t('端口', 'port'))
  .option('--no-window', t('不打开窗口，只显示地址', 'open no window, print the address'))
  .action(
    verb(async (_out, options: { port?: string; window: boolean }) => {
      const { serve } = await import('./serve.ts');
      return serve({ port: parsePort(options.port ?? '0'), window: options.window });
    }),
  );

program
  .command('doctor')
  .description(t('检查本机：有什么，缺什么，怎么补', 'what is installed, what is missing, how to get it'))
  .option(
    '--download-browser',
    t('没有浏览器时下载 Chrome for Testing', 'download Chrome for Testing where there is no browser'),
  )
  .action(
    withSession((session, out, options: { downloadBrowser?: boolean }) =>
      runDoctor(session, options.downloadBrowser === true, out),
    ),
  );

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    exitCode = EXIT.internal;
  }
}
process.exit(exitCode);

// cunan ledger: how it stands, whether it belongs together, its tiles, and what follows after a halt.

import { resolve } from 'node:path';
import type { LedgerStateView, LedgerVerification } from '../../../shared/api/ledger.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { isCompared, outsideSentences, startSentence, TRANSPORT } from '../../../shared/text/ledger.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

/** Exit code: 0, or 1 where the ledger is halted. */
export async function runLedgerState({ core }: Session, out: Output): Promise<number> {
  return showState(await core.ledgerState(), out);
}

function showState(state: LedgerStateView, out: Output): number {
  out.emit({ event: 'ledger', ...state });
  const last = state.lastCheckpoint;
  out.say(out.pick(`账本 ${state.origin}`, `Ledger ${state.origin}`));
  out.say(out.pick(`公钥 ${state.vkey}`, `Key ${state.vkey}`));
  out.say(
    out.pick(
      `${state.size} 条，${state.pending} 条等待；根 ${state.rootHex ?? '无法得出'}`,
      `${state.size} entries, ${state.pending} waiting; root ${state.rootHex ?? 'cannot be had'}`,
    ),
  );
  out.say(
    last
      ? out.pick(
          `最新检查点 ${last.size} 条，${last.at}`,
          `Newest checkpoint: ${last.size} entries, ${last.at}`,
        )
      : out.pick('还没有检查点', 'No checkpoint yet'),
  );
  out.say(`${out.pick('启动检查：', 'Check at start: ')}${startSentence(state, out.language)}`);
  for (const line of outsideSentences(state, out.language)) out.say(`- ${line}`);
  if (!isCompared(state)) out.say('  cunan config add-witness | cunan config set outsideCheckpointFolder');
  if (state.witnesses.length > 0) {
    out.say(
      out.pick(
        `见证：最新检查点有 ${state.cosigned} 个，要求 ${state.threshold} 个`,
        `Witnesses: ${state.cosigned} on the newest checkpoint, ${state.threshold} wanted`,
      ),
    );
  }
  for (const witness of state.witnesses) {
    const { name, url, cosignedSize, cosignedAt, transport, lastError } = witness;
    const given =
      cosignedSize === null || transport === null
        ? out.pick('尚未加签', 'has not cosigned yet')
        : `${cosignedSize} @ ${cosignedAt} · ${out.pick(TRANSPORT[transport].zh, TRANSPORT[transport].en)}`;
    out.say(`- ${name} ${url}  ${given}`);
    if (lastError) out.say(`  ${errorLine(lastError.code, lastError.details, out.language)}`);
  }
  for (const { origin, size, reason, at } of state.predecessors) {
    out.say(
      out.pick(
        `此前的账本 ${origin}，最后已知 ${size} 条，${at}：${reason}`,
        `Before it: ${origin}, last known ${size} entries, ${at}: ${reason}`,
      ),
    );
  }
  if (!state.halted) return EXIT.ok;
  out.say(errorLine(state.halted.code, state.halted.details, out.language));
  return EXIT.invalid;
}

/** Exit code: 0 consistent; 1 inconsistent, or other than what it was held against; 3 that could not be checked. */
export async function runLedgerVerify(
  { core }: Session,
  options: { readonly against?: string },
  out: Output,
): Promise<number> {
  const against = options.against === undefined ? null : resolve(options.against);
  const found = await core.verifyLedger({ against });
  out.emit({ event: 'ledger-verified', ...found });
  const perSecond = Math.round(found.size / Math.max(found.durationMs / 1_000, 0.001));
  out.say(
    out.pick(
      `${found.size} 条、${found.checkpoints} 个检查点，用时 ${Math.round(found.durationMs)} 毫秒（每秒 ${perSecond} 条）；根 ${found.rootHex ?? '无法得出'}`,
      `${found.size} entries, ${found.checkpoints} checkpoints in ${Math.round(found.durationMs)} ms (${perSecond} per second); root ${found.rootHex ?? 'cannot be had'}`,
    ),
  );
  out.say(
    found.problem
      ? errorLine(found.problem.code, found.problem.details, out.language)
      : out.pick('条目、哈希与检查点全部相符。', 'Entries, hashes and checkpoints all belong together.'),
  );
  const outcome = sayAgainst(found.against, out);
  return found.problem ? EXIT.invalid : outcome;
}

function sayAgainst(against: LedgerVerification['against'], out: Output): number {
  if (against === null) {
    out.say(
      out.pick(
        '没有与外部的检查点对照：整体恢复成旧的状态无从得知（--against）。',
        'Not held against a checkpoint outside: a rollback of the whole cannot be told (--against).',
      ),
    );
    return EXIT.ok;
  }
  const { path, size, status, problem } = against;
  if (status === 'agrees') {
    out.say(out.pick(`与 ${path}（${size} 条）一致。`, `Agrees with ${path} (${size} entries).`));
    return EXIT.ok;
  }
  if (status === 'unchecked') out.say(out.pick(`${path}：无法检查。`, `${path}: could not be checked.`));
  if (problem) out.say(errorLine(problem.code, problem.details, out.language));
  return status === 'unchecked' ? EXIT.incomplete : EXIT.invalid;
}

export async function runLedgerExport({ core }: Session, folder: string, out: Output): Promise<number> {
  const made = await core.exportLedger({ folder: resolve(folder) });
  out.emit({ event: 'ledger-exported', ...made });
  out.say(
    out.pick(
      `已写入 ${made.folder}：检查点 ${made.size} 条，本次 ${made.written} 个文件（C2SP tlog-tiles）`,
      `Written to ${made.folder}: checkpoint of ${made.size} entries, ${made.written} files this time (C2SP tlog-tiles)`,
    ),
  );
  return EXIT.ok;
}

export async function runLedgerRestart(
  { core }: Session,
  options: { readonly reason: string },
  out: Output,
): Promise<number> {
  return showState(await core.restartLedger({ reason: options.reason }), out);
}

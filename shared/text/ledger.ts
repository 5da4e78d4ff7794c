// The state of the ledger in words, the same in the command line and on the screen.

import type { LedgerStateView, OutsideFinding } from '../api/ledger.ts';
import type { Language } from '../api/views.ts';
import { fill, pick, type Bilingual } from './fill.ts';

export const TRANSPORT: Readonly<Record<'tls-verified' | 'tls-unverified' | 'http', Bilingual>> = {
  'tls-verified': { zh: 'TLS（证书已核验）', en: 'TLS, certificate checked' },
  'tls-unverified': { zh: 'TLS（未核验证书）', en: 'TLS, certificate not checked' },
  http: { zh: '明文（答复自证）', en: 'plain http, the answer proves itself' },
};

const SOURCE: Readonly<Record<OutsideFinding['source'], Bilingual>> = {
  copy: { zh: '外部副本', en: 'copy outside' },
  witness: { zh: '见证人', en: 'witness' },
  chain: { zh: '区块链', en: 'chain' },
};

const OUTSIDE: Readonly<Record<OutsideFinding['status'], Bilingual>> = {
  agrees: {
    zh: '{source} {name}：一致，检查点 {size} 条',
    en: '{source} {name}: agrees, checkpoint of {size} entries',
  },
  'rolled-back': {
    zh: '{source} {name}：那里有 {size} 条，本机更短，数据文件夹被恢复成了旧的状态',
    en: '{source} {name}: {size} entries there, fewer here: the data folder was put back to an older state',
  },
  differs: {
    zh: '{source} {name}：{size} 条时的内容与本机不同，同一密钥签过两份账本，或本机账本被改动过',
    en: '{source} {name}: other contents at {size} entries: the same key signed two ledgers, or this one was edited',
  },
  claimed: {
    zh: '{source} {name}：称见过另一份账本，但没有出示证明',
    en: '{source} {name}: says that it saw another ledger and does not show it',
  },
  absent: { zh: '{source} {name}：还没有检查点', en: '{source} {name}: no checkpoint there yet' },
  inside: {
    zh: '{source} {name}：在数据文件夹之内，会一同被恢复，不能作为对照',
    en: '{source} {name}: lies inside the data folder and would be put back with it: no comparison',
  },
  unchecked: { zh: '{source} {name}：无法检查', en: '{source} {name}: could not be checked' },
};

/** Anybody can anchor anything under a ledger's name. */
const CLAIMED_ON_CHAIN: Bilingual = {
  zh: '{source} {name}：有 {size} 条的检查点与本机不符，但不是本机账户上链的，任何人都能这样写，不作为证明',
  en: '{source} {name}: a checkpoint of {size} entries there does not fit, but this computer’s account did not anchor it; anybody can write such, so it proves nothing',
};

const START: Readonly<Record<LedgerStateView['start']['status'], Bilingual>> = {
  whole: {
    zh: '全部 {size} 条已核对，相符（{ms} 毫秒）',
    en: 'all {size} entries checked, consistent ({ms} ms)',
  },
  quick: {
    zh: '最新检查点相符（{ms} 毫秒），{size} 条正在逐条核对',
    en: 'the newest checkpoints are consistent ({ms} ms), the {size} entries are being read',
  },
  inconsistent: { zh: '不相符，账本已停用', en: 'inconsistent, the ledger is halted' },
};

export function startSentence({ start }: LedgerStateView, language: Language): string {
  const facts = { size: start.checkedSize, ms: Math.round(start.durationMs) };
  return fill(pick(START[start.status], language), facts);
}

/** One line per thing that was looked at; one line that says so where there is none. */
export function outsideSentences(
  { outside }: Pick<LedgerStateView, 'outside'>,
  language: Language,
): readonly string[] {
  const lines = outside.map(({ source, name, status, size }) =>
    fill(pick(source === 'chain' && status === 'claimed' ? CLAIMED_ON_CHAIN : OUTSIDE[status], language), {
      source: pick(SOURCE[source], language),
      name,
      size,
    }),
  );
  return isCompared({ outside }) ? lines : [...lines, pick(NO_COMPARISON, language)];
}

export function isCompared({ outside }: Pick<LedgerStateView, 'outside'>): boolean {
  return outside.some(({ status }) => !['absent', 'inside', 'unchecked'].includes(status));
}

export const NO_COMPARISON: Bilingual = {
  zh: '无外部对照：整个数据文件夹若被恢复成旧的状态，无从得知。可设置区块链，或在设置的“账本”中添加见证人或外部副本的文件夹。',
  en: 'No comparison outside: that the whole data folder was put back to an older state could not be told. Configure a chain, or add a witness or a folder for a copy under Settings, Ledger.',
};

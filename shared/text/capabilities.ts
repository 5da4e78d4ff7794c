// What a chain or an evidence platform can and cannot do, in words.

import type { AdapterCapabilities } from '../chain/capabilities.ts';
import type { Language } from '../api/views.ts';
import { fill, pick, type Bilingual } from './fill.ts';

const UNIT: Readonly<Record<AdapterCapabilities['unit'], Bilingual>> = {
  checkpoint: {
    zh: '每个账本检查点提交一次，覆盖任意多件',
    en: 'one submission per ledger checkpoint, for any number of items',
  },
  item: { zh: '每件提交一次', en: 'one submission per item' },
};

const PROOF: Readonly<Record<AdapterCapabilities['proof'], Bilingual>> = {
  merkle: { zh: '证明可离线核验', en: 'its proof is checked offline' },
  rpc: { zh: '只有节点的答复，需联网核验', en: 'only the nodes’ word, to be checked online' },
  'platform-word': {
    zh: '只有平台的说法，需向平台核验',
    en: 'only the platform’s word, to be checked with it',
  },
};

const AGAIN: Readonly<Record<'once' | 'never', Bilingual>> = {
  once: { zh: '重复提交只算一次', en: 'a repeated submission counts once' },
  never: {
    zh: '重复提交会算两次，结果不明时先查询',
    en: 'a repeated submission counts twice: where the outcome is unknown, it is looked up first',
  },
};

const DIGESTS: Readonly<Record<'guomi' | 'other', Bilingual>> = {
  guomi: { zh: '提交摘要 {names}（国密）', en: 'digest submitted: {names} (国密)' },
  other: { zh: '提交摘要 {names}（非国密）', en: 'digest submitted: {names} (not 国密)' },
};
const RATE: Bilingual = { zh: '每秒最多 {rate} 次请求', en: 'at most {rate} requests a second' };
const META: Bilingual = {
  zh: '摘要以外最多提交 {bytes} 字节',
  en: 'at most {bytes} bytes are submitted besides the digest',
};
const CERTIFICATE: Bilingual = {
  zh: '确认后取回平台的证书 PDF',
  en: 'its certificate is fetched as a PDF once it confirms',
};
const REAL_NAME: Bilingual = {
  zh: '平台要求实名：取证人未认证的证据不提交',
  en: 'it wants real names: nothing of an operator who is not verified (未认证) is submitted',
};
const DEPTH: Bilingual = { zh: '其上有 {depth} 个区块后算作最终', en: 'final with {depth} blocks on top' };
const AT_ONCE: Bilingual = { zh: '入块即算作最终', en: 'final as soon as it stands in a block' };
const SIMULATED: Bilingual = { zh: '模拟，不具证明力', en: 'simulated: it proves nothing' };
const UNTESTED: Bilingual = {
  zh: '未实测：没有对真实服务运行过',
  en: 'untested (未实测): never run against the real thing',
};
const LACKS: Bilingual = { zh: '不返回{what}', en: 'does not return {what}' };
const RETURNED: Readonly<Record<keyof AdapterCapabilities['returns'], Bilingual>> = {
  height: { zh: '区块高度', en: 'the block’s height' },
  blockHash: { zh: '区块哈希', en: 'the block’s hash' },
  blockTime: { zh: '时间', en: 'the time' },
};

/** What weighs most first: simulated, untested. */
export function capabilitySentences(
  capabilities: AdapterCapabilities,
  language: Language,
): readonly string[] {
  const { unit, proof, digests, guomi, idempotent, finalityDepth, returns, simulated, tested } = capabilities;
  const { ratePerSec: rate, maxMetaBytes: bytes, needsRealName, certPdf } = capabilities;
  const say = (text: Bilingual): string => pick(text, language);
  const lacking = (['height', 'blockHash', 'blockTime'] as const)
    .filter((name) => !returns[name])
    .map((name) => say(RETURNED[name]));
  const what = lacking.join(pick({ zh: '、', en: ', ' }, language));
  return [
    ...(simulated ? [say(SIMULATED)] : []),
    ...(tested ? [] : [say(UNTESTED)]),
    say(UNIT[unit]),
    ...(needsRealName ? [say(REAL_NAME)] : []),
    fill(say(guomi ? DIGESTS.guomi : DIGESTS.other), {
      names: digests.map((name) => ({ sha256: 'SHA-256', sm3: 'SM3' })[name]).join(', '),
    }),
    say(PROOF[proof]),
    say(idempotent ? AGAIN.once : AGAIN.never),
    ...(finalityDepth === null
      ? []
      : [finalityDepth === 0 ? say(AT_ONCE) : fill(say(DEPTH), { depth: finalityDepth })]),
    ...(rate === null ? [] : [fill(say(RATE), { rate })]),
    ...(bytes === null ? [] : [fill(say(META), { bytes })]),
    ...(certPdf ? [say(CERTIFICATE)] : []),
    ...(lacking.length === 0 ? [] : [fill(say(LACKS), { what })]),
  ];
}

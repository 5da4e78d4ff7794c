// The particulars of a trouble (details.problem, details.reason) in words: the codes of proofs in both languages, our
// own English phrases in Chinese. A word of the system, a node or a server is not here and is shown as it is.

import type { AnchorCheckCode } from '../chain/types.ts';
import type { FieldProblem } from '../deposit/categories.ts';
import { beaconAbsentWords } from './beacon.ts';
import { networkWords } from './network.ts';
import type { TimestampCode } from '../timestamp/refusal.ts';

interface Both {
  readonly zh: string;
  readonly en: string;
}

const PROOF_CODES: Record<TimestampCode | AnchorCheckCode | 'ledger-inclusion-failed', Both> = {
  'tst-ok': { zh: '时间戳完好', en: 'the time-stamp is good' },
  'tst-format': { zh: '不是合格的时间戳', en: 'not a well-formed time-stamp' },
  'tst-status': { zh: '机构拒绝了请求', en: 'the authority refused' },
  'tst-imprint': { zh: '对应的是别的数据', en: 'it is over other data' },
  'tst-nonce': { zh: '答复的是另一次请求', en: 'it answers another request' },
  'tst-policy': { zh: '策略不符', en: 'another policy' },
  'tst-message-digest': { zh: '签名属性与内容不符', en: 'its signed attributes do not fit its contents' },
  'tst-ess-cert-id': { zh: '签名证书标识不符', en: 'it names another signing certificate' },
  'tst-signer-cert': { zh: '缺少签名者的证书', en: 'the signer’s certificate is not in it' },
  'tst-signer-eku': { zh: '签名证书不是时间戳专用', en: 'the signer’s certificate is not for time-stamping' },
  'tst-signature': { zh: '签名不成立', en: 'the signature does not hold' },
  'tst-chain': { zh: '证书链不成立', en: 'the path of certificates does not hold' },
  'tst-revoked': { zh: '证书已被吊销', en: 'its certificate was revoked' },
  'tst-untrusted': { zh: '根证书未受信任', en: 'the root is not trusted' },
  'tst-algorithm': { zh: '算法无法在此核对', en: 'an algorithm that cannot be checked here' },
  'tst-extension': { zh: '含有不认识的关键扩展', en: 'an unknown critical extension' },
  'tst-broken': { zh: '核对程序出错', en: 'the check itself broke' },
  'anchor-trusted': { zh: '区块可信', en: 'a trusted block' },
  'anchor-sealed': { zh: '区块由可信的验证者签名', en: 'sealed by trusted validators' },
  'anchor-seals-short': {
    zh: '可信验证者的签名不足三分之二',
    en: 'less than two thirds of the trusted validators sealed it',
  },
  'anchor-seals-bad': {
    zh: '区块头的验证者签名不成立',
    en: 'the validators’ seals in the header do not hold',
  },
  'anchor-online-only': {
    zh: '只有节点的答复为凭，需联网核验',
    en: 'only the nodes’ word, to be checked online',
  },
  'anchor-block-untrusted': { zh: '区块不在信任名单中', en: 'the block is not trusted' },
  'anchor-format-unknown': { zh: '记录格式较新', en: 'a newer format of record' },
  'anchor-without-proof': { zh: '记录中没有可离线核对的证明', en: 'the record holds no proof' },
  'anchor-malformed': { zh: '记录不合格式', en: 'the record is malformed' },
  'anchor-other-checkpoint': { zh: '登记的是另一个检查点', en: 'it is about another checkpoint' },
  'anchor-header-mismatch': { zh: '区块头与记录不符', en: 'the block header does not fit' },
  'anchor-storage-mismatch': { zh: '存储证明不成立', en: 'the storage proof does not hold' },
  'anchor-receipt-mismatch': { zh: '收据证明不成立', en: 'the receipt proof does not hold' },
  'anchor-transaction-mismatch': { zh: '交易与记录不符', en: 'the transaction does not fit' },
  'anchor-demonstration-mismatch': { zh: '演示标记不符', en: 'real and demonstration are mixed up' },
  'ledger-inclusion-failed': { zh: '路径与根不符', en: 'the path does not lead to the root' },
};

const FIELD_PROBLEM: Readonly<Record<FieldProblem, Both>> = {
  'field-unknown': { zh: '不是此类别的字段', en: 'is no field of this category' },
  'field-missing': { zh: '必填', en: 'is required' },
  'field-too-long': { zh: '太长', en: 'is too long' },
  'field-one-line': { zh: '只能有一行', en: 'must be one line' },
  'field-date': { zh: '请写成 2026-11-24 这样的日期', en: 'must be a date such as 2026-11-24' },
  'field-money': { zh: '请写数字，如 12000.50', en: 'must be a number such as 12000.50' },
  'field-isrc': { zh: '请写成 CN-A23-26-00001 这样的编码', en: 'must look like CN-A23-26-00001' },
};

const CODES: Readonly<Record<string, Both>> = { ...PROOF_CODES, ...FIELD_PROBLEM };

const CHINESE: Readonly<Record<string, string>> = {
  // input
  'has the wrong type': '类型不对',
  'is too small or too short': '过小或过短',
  'is too large or too long': '过大或过长',
  'has the wrong form': '格式不对',
  'is not one of the allowed values': '不在允许的值之内',
  'has unknown fields': '含有不认识的字段',
  'is not usable': '无法使用',
  'not usable': '无法使用',
  'no cookies in it': '其中没有 Cookie',
  malformed: '格式有误',
  'credentials are not allowed': '不能含有用户名或口令',
  'not a PEM certificate': '不是 PEM 证书',
  'not a PEM file': '不是 PEM 文件',
  'no private key in PEM': '没有 PEM 私钥',
  'not an SM2 key': '不是 SM2 密钥',
  'the curve is not named': '没有写明曲线',
  'the public key in it is another one': '其中的公钥与私钥不符',
  'a passphrase is needed': '需要口令',
  'the passphrase is wrong': '口令不正确',
  'encryption of this kind is not supported: use openssl pkcs8 -topk8':
    '不支持这种加密方式，请用 openssl pkcs8 -topk8 转换',
  'there is a key already': '本机已有 SM2 密钥，替换请用 --replace',
  'not a setting of this version': '不是本版本的设置项',
  // tables
  draft: '未开始',
  running: '进行中',
  paused: '已暂停',
  cancelled: '已停止',
  finished: '已结束',
  'an old or encrypted Excel file': '旧版 .xls 或加密的 Excel 文件',
  'neither XLSX nor text': '既不是 XLSX 也不是文本',
  'no visible worksheet': '没有可见的工作表',
  'a document type is not allowed': '含有不允许的文档类型声明',
  // formats
  'not JSON': '不是 JSON',
  'not UTF-8': '不是 UTF-8',
  'not canonical': '不是规范形式',
  'too large': '过大',
  'too deep': '嵌套过深',
  'too many values': '值过多',
  'a field stands twice': '有字段重复',
  'unknown fields': '有不认识的字段',
  'not an envelope': '不是签名信封',
  'not a statement': '不是证据声明',
  'not sorted': '没有按顺序排列',
  'bad line': '行有误',
  'bad path': '路径有误',
  'no newline at the end': '末尾缺少换行',
  'not an Ed25519 public key in PEM': '不是 PEM 格式的 Ed25519 公钥',
  // keys and store
  file: '文件',
  damaged: '已损坏',
  'too short': '过短',
  'bad base64': 'Base64 有误',
  'not a secret file of this format': '不是本格式的密钥文件',
  'not a private key': '不是私钥',
  'not an Ed25519 key': '不是 Ed25519 密钥',
  'not a chain account key': '不是链账户密钥',
  'not a secp256k1 key': '不是 secp256k1 密钥',
  'the new key could not be read back': '新密钥写入后无法读回',
  'the key failed its self-test': '密钥未通过自检',
  'the key store refused it': '系统密钥库拒绝了它',
  'cunan.db is missing, the vault is not empty': '缺少 cunan.db，而证据库不为空',
  'file shorter than recorded': '文件比记录的短',
  'cut short': '内容不完整',
  // ledger
  'leaves are missing that a published checkpoint covers': '缺少已发布检查点所覆盖的条目',
  'the leaves do not give the root of a published checkpoint': '条目与已发布检查点的根不符',
  'a leaf is missing': '缺少条目',
  'a stored hash is missing': '缺少已存的哈希',
  'a stored hash does not follow from the leaves': '已存的哈希与条目不符',
  'there is more than the log should hold': '账本中有多余的内容',
  'a leaf is filed under another statement': '条目归在了别的声明之下',
  'a published checkpoint is not signed by the ledger key': '有检查点不是由账本密钥签名',
  'a published checkpoint says something else than its row': '检查点的内容与其记录不符',
  'differs from a checkpoint known outside': '与外部已知的检查点不符',
  'not halted': '账本没有停用',
  'another ledger': '是另一个账本',
  'no checkpoint yet': '还没有检查点',
  'not a checkpoint of this ledger': '不是本账本的检查点',
  'not signature lines': '不是签名行',
  'no good cosignature by its key': '没有由其密钥作出的有效签名',
  'HTTP 409 without a size': 'HTTP 409 没有附上大小',
  'ledger-proof-malformed': '格式有误',
  'ledger-signature-bad': '签名不成立',
  'ledger-signature-missing': '不是由本账本的密钥签名',
  // authorities and chains
  'no time': '没有时间',
  'more than 24 h from the device clock': '与设备时钟相差超过 24 小时',
  'no newest block': '没有最新区块',
  'no result': '没有结果',
  'block header': '区块头有误',
  'the block header does not give the block hash': '区块头与区块哈希不符',
  'another transaction hash': '交易哈希不符',
  'no transaction of this anchor': '没有对应的交易',
  'the contract names a block that the node does not have': '合约所指的区块不在该节点上',
  'deployment failed': '部署失败',
  'the second node has another block': '第二个节点上是另一个区块',
  'the second node has another receipt': '第二个节点上是另一份收据',
  'no receipt that registers the checkpoint': '没有登记该检查点的收据',
  'https only': '只能用 https',
  'repeats a credential': '答复中含有凭据',
  'the handle is too long': '受理编号过长',
};

/** Parts stand apart by ': ' and may carry a number or a bracket behind them; each is put into words by itself. */
export function problemText(problem: string, language: 'zh-CN' | 'en'): string {
  const parts = problem.split(': ');
  const words = parts.map((part) => partText(part, language));
  if (words.every((word) => word === null)) return problem;
  return words.map((word, i) => word ?? parts[i]).join(language === 'en' ? ': ' : '：');
}

/** Null where we have no words for it. */
function partText(part: string, language: 'zh-CN' | 'en'): string | null {
  const [, head = '', tail = ''] = /^(.*?)(, \d+| \(.*\))?$/s.exec(part) ?? [];
  const code = Object.hasOwn(CODES, head) ? CODES[head] : null;
  if (code) return (language === 'en' ? code.en : code.zh) + tail;
  const beacon = beaconAbsentWords(part, language);
  if (beacon !== null) return beacon;
  const network = networkWords(part, language);
  if (network !== null) return network;
  if (language === 'en' || !Object.hasOwn(CHINESE, head)) return null;
  return CHINESE[head]! + tail;
}

// What each check is called, and one sentence for each way it can end. The records are exhaustive: a check id or code
// without its sentence does not compile.

import type { Language } from '../api/views.ts';
import type { CheckCode } from '../verify/check-codes.ts';
import { CHECK_CODES } from '../verify/check-codes.ts';
import { CHECK_IDS, type CheckId } from '../verify/check-ids.ts';
import type { CheckResult, VerificationReport } from '../verify/report.ts';
import { fill, pick, say, type Bilingual, type Details } from './fill.ts';
import { ZIP_SENTENCES } from './zip-faults.ts';

const CHECK_NAMES: Record<CheckId, Bilingual> = {
  'container.zip': { zh: '压缩包结构', en: 'ZIP container' },
  'container.entry': { zh: '条目完整', en: 'Entries whole' },
  'container.layout': { zh: '原始封装', en: 'Original packing' },
  coverage: { zh: '文件都在核对范围内', en: 'Every file covered' },
  bag: { zh: 'BagIt 标签', en: 'BagIt tags' },
  'manifest.sha256': { zh: 'SHA-256 清单', en: 'SHA-256 manifest' },
  'manifest.sm3': { zh: 'SM3 清单', en: 'SM3 manifest' },
  statement: { zh: '证据声明', en: 'Statement' },
  index: { zh: '文件索引', en: 'File index' },
  'index.tree': { zh: '索引树根', en: 'Index tree' },
  files: { zh: '文件内容', en: 'File contents' },
  events: { zh: '过程日志', en: 'Process log' },
  'capture-record': { zh: '取证或存证记录', en: 'Record of capture or deposit' },
  original: { zh: '原件比对', en: 'Comparison with the original' },
  environment: { zh: '环境检查', en: 'Environment check' },
  beacon: { zh: '起始时间信标', en: 'Time beacon' },
  'signature.statement': { zh: '声明签名', en: 'Statement signature' },
  'signature.sm2': { zh: '声明的 SM2 签名', en: 'SM2 signature of the statement' },
  tagmanifest: { zh: '附件清单', en: 'Tag manifest' },
  'signature.export': { zh: '导出签名', en: 'Export signature' },
  renewal: { zh: '证明续期', en: 'Renewal of proofs' },
  timestamp: { zh: '时间戳', en: 'Time-stamp' },
  'ledger.inclusion': { zh: '账本收录', en: 'Ledger inclusion' },
  'ledger.checkpoint': { zh: '账本检查点', en: 'Ledger checkpoint' },
  'ledger.key': { zh: '账本密钥', en: 'Ledger key' },
  'ledger.witness': { zh: '账本见证', en: 'Witnesses of the ledger' },
  'platform.receipt': { zh: '存证平台回执', en: 'Platform receipt' },
  'chain.anchor': { zh: '区块链锚定', en: 'Chain anchor' },
  'verifier-page': { zh: '包内核验页', en: 'Verifier page inside' },
  'policy.tsa': { zh: '可信时间戳数量', en: 'Trusted time-stamps' },
  'policy.chain': { zh: '可信上链', en: 'Trusted anchor' },
  'policy.at': { zh: '核验时刻', en: 'Moment judged by' },
  'policy.witness': { zh: '见证人数量', en: 'Witnesses' },
};

const SENTENCES: Record<CheckCode, Bilingual> = {
  ...ZIP_SENTENCES,
  'check-broken': {
    zh: '此项核对程序出错（{error}），没有得出结论。',
    en: 'This check broke ({error}); it says nothing.',
  },
  'needs-other-check': {
    zh: '前提没有成立（{check}），此项无法核对。',
    en: 'Could not be checked: {check} did not hold.',
  },
  'not-reached': {
    zh: '前面的核对已经中断，此项没有进行。',
    en: 'Not reached: an earlier check ended the verification.',
  },
  'file-absent': { zh: '缺少文件 {path}。', en: 'The file {path} is missing.' },
  'file-too-large': {
    zh: '文件 {path} 过大，没有读取其内容。',
    en: 'The file {path} is too large to be read here.',
  },

  'container-ok': {
    zh: '目录与各条目头一致，没有多余字节（{entries} 个条目）。',
    en: 'Directory and entry headers agree, no stray bytes ({entries} entries).',
  },
  'entries-ok': {
    zh: '{entries} 个条目、{bytes} 字节全部读完，校验码一致。',
    en: 'All {entries} entries, {bytes} bytes, were read; their checksums agree.',
  },
  'container-canonical': {
    zh: '与本格式的规定逐字节一致。',
    en: 'Byte for byte as the format lays it down.',
  },
  'container-repacked': {
    zh: '容器被其他工具重新打包过；内容仍按索引逐个核对。',
    en: 'Another tool packed this container anew; contents are still checked one by one.',
  },

  'coverage-complete': {
    zh: '{files} 个文件都有摘要或签名覆盖。',
    en: 'All {files} files are covered by a digest or signature.',
  },
  'coverage-unknown-file': {
    zh: '有不属于证据包、也不在任何清单里的文件：{path}。',
    en: 'A file belongs to no list of this package: {path}.',
  },
  'coverage-unsigned': {
    zh: '{count} 个附件没有签名覆盖，见“未覆盖的文件”。',
    en: '{count} accompanying files are covered by no signature; they are listed.',
  },
  'coverage-stranger': {
    zh: '{count} 个附件（如证书、说明）只由陌生密钥签名，任何人都能替换后重签，见“未覆盖的文件”。',
    en: '{count} accompanying files (certificate, README) are signed by an unknown key only: anybody can exchange them and sign again. They are listed.',
  },

  'bag-ok': {
    zh: 'bagit.txt 与 bag-info.txt 与内容一致。',
    en: 'bagit.txt and bag-info.txt agree with the contents.',
  },
  'bag-differs': { zh: '{path} 与内容不符。', en: '{path} does not agree with the contents.' },
  'manifest-ok': {
    zh: '清单与 {files} 个文件逐字节一致。',
    en: 'The manifest is exactly that of the {files} files.',
  },
  'manifest-differs': { zh: '{path} 与索引所列不一致。', en: '{path} differs from what the index yields.' },

  'statement-ok': {
    zh: '声明格式正确，编号 {id} 校验通过。',
    en: 'The statement is well formed; id {id} is consistent.',
  },
  'statement-invalid': {
    zh: '声明不符合格式：{reason}。',
    en: 'The statement does not follow the format: {reason}.',
  },
  'statement-newer': {
    zh: '声明类型 {type} 不为本核验程序所知，请使用更新的版本。',
    en: 'Statement type {type} is not known here; a newer verifier may know it.',
  },

  'index-ok': {
    zh: '索引摘要与声明一致（{files} 个文件，{bytes} 字节）。',
    en: 'The index has the digests the statement names ({files} files, {bytes} bytes).',
  },
  'index-malformed': {
    zh: '索引不符合格式（{reason}）。',
    en: 'The index does not follow the format ({reason}).',
  },
  'index-digest-differs': {
    zh: '索引的 {algorithm} 摘要与声明不一致。',
    en: 'The index does not have the {algorithm} digest the statement names.',
  },
  'tree-ok': {
    zh: '{size} 个叶子的树根（SHA-256 与 SM3）与声明一致。',
    en: 'Tree roots over {size} leaves (SHA-256 and SM3) agree with the statement.',
  },
  'tree-differs': {
    zh: '索引树的 {field} 与声明不一致。',
    en: 'The tree’s {field} differs from the statement.',
  },
  'files-ok': {
    zh: '{files} 个文件的大小、SHA-256、SM3 全部一致。',
    en: 'Size, SHA-256 and SM3 of all {files} files agree.',
  },
  'file-missing': { zh: '索引中的文件不在包内：{path}。', en: 'A file of the index is missing: {path}.' },
  'file-unlisted': {
    zh: '包内有索引没有列出的文件：{path}。',
    en: 'A file stands in data/ that the index does not list: {path}.',
  },
  'file-size-differs': {
    zh: '{path} 大小不符：应为 {expected}，实为 {actual} 字节。',
    en: '{path} has {actual} bytes instead of {expected}.',
  },
  'file-sha256-differs': {
    zh: '{path} 的内容被改动：SHA-256 不一致。',
    en: '{path} was changed: its SHA-256 differs.',
  },
  'file-sm3-differs': { zh: '{path} 的 SM3 与索引不一致。', en: '{path}: its SM3 differs from the index.' },
  'files-more': {
    zh: '另有 {count} 个文件不一致，未逐一列出。',
    en: '{count} more files differ and are not listed one by one.',
  },

  'events-ok': { zh: '{events} 条记录的摘要链完整。', en: 'The chain of {events} log entries is unbroken.' },
  'events-absent': { zh: '此证据没有过程日志。', en: 'This evidence has no process log.' },
  'events-newer': {
    zh: '过程日志的格式 {format} 不为本核验程序所知。',
    en: 'The process log’s format {format} is not known here.',
  },
  'events-malformed': {
    zh: '过程日志第 {line} 行不符合格式。',
    en: 'Line {line} of the process log does not follow the format.',
  },
  'events-chain-broken': {
    zh: '过程日志在第 {line} 行断链。',
    en: 'The process log’s chain breaks at line {line}.',
  },
  'record-ok': {
    zh: '取证记录的状态与网址同声明一致。',
    en: 'State and addresses in the capture record agree with the statement.',
  },
  'deposit-ok': {
    zh: '存证记录与声明一致；{files} 个文件的副本都在包内，摘要与记录相符。',
    en: 'The deposit record agrees with the statement; the copies of {files} file(s) are here and have the digests it names.',
  },
  'deposit-digests-ok': {
    zh: '存证记录与声明一致，记有 {files} 个文件的摘要。',
    en: 'The deposit record agrees with the statement and names the digests of {files} file(s).',
  },
  'deposit-digest-only': {
    zh: '只存摘要：包内没有原件。本包能证明的只是这 {files} 个文件的摘要于封存时已被记录；哪个文件与之相符，须用原件比对。',
    en: 'Digests only: the originals are not in this package. It can prove no more than that the digests of {files} file(s) were recorded when it was sealed; which file they belong to is told by comparing the original.',
  },
  'deposit-malformed': {
    zh: '存证记录不符合格式：{reason}。',
    en: 'The deposit record does not follow the format: {reason}.',
  },
  'deposit-newer': {
    zh: '存证记录的格式 {format} 不为本核验程序所知。',
    en: 'The deposit record’s format {format} is not known here.',
  },
  'deposit-differs': {
    zh: '存证记录的“{field}”与声明不一致。',
    en: '“{field}” in the deposit record differs from the statement.',
  },
  'deposit-file-differs': {
    zh: '{path} 与存证记录所写的大小或摘要不符。',
    en: '{path} has another size or digest than the deposit record names.',
  },
  'deposit-file-unnamed': {
    zh: '存证记录没有提到 {path}。',
    en: 'The deposit record does not name {path}.',
  },
  'original-matches': {
    zh: '“{name}”与封存的“{path}”逐字节相同（大小、SHA-256、SM3）。',
    en: '“{name}” is byte for byte the sealed “{path}” (size, SHA-256, SM3).',
  },
  'original-differs': {
    zh: '“{name}”与任何已封存的文件都不相符。',
    en: '“{name}” matches none of the sealed files.',
  },
  'original-not-given': {
    zh: '另有 {count} 个已封存的文件没有给出原件，未作比对。',
    en: '{count} more sealed file(s) had no original beside them and were not compared.',
  },
  'environment-ok': {
    zh: '环境检查的记录自相一致，时钟与状态同声明一致。检查本身由取证软件所做。',
    en: 'The environment check’s record is consistent, and clock and state agree with the statement. The capturing program made the check.',
  },
  'environment-absent': { zh: '没有环境检查的记录。', en: 'There is no record of an environment check.' },
  'environment-malformed': {
    zh: '环境检查的记录不符合格式：{reason}。',
    en: 'The environment check’s record does not follow the format: {reason}.',
  },
  'environment-newer': {
    zh: '环境检查的格式 {format} 不为本核验程序所知。',
    en: 'The environment check’s format {format} is not known here.',
  },
  'environment-differs': {
    zh: '环境检查的记录与声明不一致：{field}。',
    en: 'The environment check’s record differs from the statement: {field}.',
  },
  'record-malformed': {
    zh: '取证记录不符合格式：{reason}。',
    en: 'The capture record does not follow the format: {reason}.',
  },
  'record-newer': {
    zh: '取证记录的格式 {format} 不为本核验程序所知。',
    en: 'The capture record’s format {format} is not known here.',
  },
  'record-differs': {
    zh: '取证记录的“{field}”与声明不一致。',
    en: '“{field}” in the capture record differs from the statement.',
  },
  'beacon-ok': {
    zh: '取证开始前已存在的区块（{chain} #{block}）在信任名单中。',
    en: 'The block known before the start ({chain} #{block}) is among the trusted ones.',
  },
  'beacon-sealed': {
    zh: '取证开始前已存在的区块（{chain} #{block}）带有信任名单中 {validators} 个验证者里 {seals} 个的签名。',
    en: 'The block known before the start ({chain} #{block}) is sealed by {seals} of the {validators} trusted validators.',
  },
  'beacon-demonstration': {
    zh: '信标取自演示链 {chain} #{block}，不能证明不早于何时。',
    en: 'The beacon is of the demonstration chain {chain} #{block}: it proves no earliest time.',
  },
  'beacon-unproven': {
    zh: '声明引用了区块 {chain} #{block}，但没有可核对的区块头。',
    en: 'The statement names block {chain} #{block} without a header to check.',
  },
  'beacon-untrusted': {
    zh: '区块 {chain} #{block} 不在信任名单中。',
    en: 'Block {chain} #{block} is not among the trusted ones.',
  },
  'beacon-differs': {
    zh: '信标的“{field}”与其区块头不一致。',
    en: 'The beacon’s “{field}” differs from its block header.',
  },
  'beacon-after-start': {
    zh: '信标区块的时间 {blockTime} 晚于声明所写的开始时间 {startedAt}：设备时钟不准，采集不可能早于该区块。',
    en: 'The beacon block of {blockTime} is later than the stated start {startedAt}: the device clock was wrong, the capture cannot be older than the block.',
  },
  'beacon-absent': {
    zh: '没有起始时间信标（{reason}），时间下限只有设备时钟。',
    en: 'No beacon ({reason}): only the device clock bounds the time from below.',
  },

  'signature-ok': { zh: 'Ed25519 签名成立，密钥 {keyId}。', en: 'The Ed25519 signature holds, key {keyId}.' },
  'signature-envelope-malformed': {
    zh: '{path} 不是有效的签名信封（{reason}）。',
    en: '{path} is not a signature envelope ({reason}).',
  },
  'signature-payload-type': {
    zh: '签名信封的载荷类型 {type} 不对。',
    en: 'The envelope carries the wrong payload type {type}.',
  },
  'signature-payload-differs': {
    zh: '签名覆盖的内容与包内文件不同。',
    en: 'What was signed is not the file in the package.',
  },
  'signature-key-malformed': { zh: '{path} 不是 Ed25519 公钥。', en: '{path} is not an Ed25519 public key.' },
  'signature-key-id-differs': {
    zh: '签名所写的密钥编号与公钥不符。',
    en: 'The key id of the signature does not belong to the public key.',
  },
  'signature-count': {
    zh: '信封应有一个签名，实有 {count} 个。',
    en: 'The envelope has {count} signatures instead of one.',
  },
  'signature-bad': {
    zh: '签名不成立：内容或签名被改动。',
    en: 'The signature does not hold: content or signature was changed.',
  },
  'signature-sm2-ok': {
    zh: 'SM2 签名（SM3）成立，密钥 {keyId}，不在信任名单中。',
    en: 'The SM2 signature (SM3) holds, key {keyId}, which is not a known one.',
  },
  'signature-sm2-known': {
    zh: 'SM2 签名（SM3）成立，密钥 {keyId}，属于“{name}”。',
    en: 'The SM2 signature (SM3) holds, key {keyId} of {name}.',
  },
  'signature-sm2-key-malformed': {
    zh: '{path} 不是 SM2 公钥。',
    en: '{path} is not an SM2 public key.',
  },
  'export-signature-absent': {
    zh: '没有导出签名；未覆盖的附件已列出。',
    en: 'There is no export signature; files it would cover are listed.',
  },

  'exporter-differs': {
    zh: '导出者的密钥 {keyId} 与签名者不同，也不在信任名单中；附件由其负责，证据本身不受影响。',
    en: 'The export was signed by another, unknown key {keyId}: it vouches for accompanying files only, not for the evidence.',
  },
  'tagmanifest-ok': {
    zh: '{files} 个附件的摘要一致。',
    en: 'The digests of {files} accompanying files agree.',
  },
  'tagmanifest-malformed': {
    zh: '附件清单不符合格式（{reason}）。',
    en: 'The tag manifest does not follow the format ({reason}).',
  },
  'tagmanifest-not-listed': { zh: '附件清单没有列出 {path}。', en: 'The tag manifest does not list {path}.' },
  'tagmanifest-missing': {
    zh: '附件清单中的文件不在包内：{path}。',
    en: 'A file of the tag manifest is missing: {path}.',
  },
  'tagmanifest-differs': {
    zh: '附件 {path} 被改动：SHA-256 不一致。',
    en: 'The accompanying file {path} was changed: its SHA-256 differs.',
  },

  'timestamp-ok': {
    zh: '可信时间戳：{genTime}（{name}）。',
    en: 'Trusted time-stamp of {genTime} ({name}).',
  },
  'timestamp-demonstration': {
    zh: '演示用时间戳：{genTime}（{name}），不能证明时间。',
    en: 'Demonstration time-stamp of {genTime} ({name}): it proves no time.',
  },
  'timestamp-untrusted': {
    zh: '时间戳本身完好（{genTime}，{signer}），但其根证书不在信任名单中。',
    en: 'The time-stamp is sound ({genTime}, {signer}), but its root is not among the trusted ones.',
  },
  'timestamp-outside-window': {
    zh: '时间戳 {genTime} 不在根证书“{name}”的信任期内。',
    en: 'The time-stamp of {genTime} lies outside the window in which “{name}” is trusted.',
  },
  'timestamp-later': {
    zh: '时间戳 {genTime}（{name}）晚于核验时刻 {at}：当时还没有它，不计入。',
    en: 'The time-stamp of {genTime} ({name}) was made after the moment judged by ({at}): it did not exist then and is not counted.',
  },
  'timestamp-before-end': {
    zh: '时间戳 {genTime} 早于声明所写的结束时间 {endedAt}：设备时钟不准。',
    en: 'The time-stamp of {genTime} precedes the stated end {endedAt}: the device clock was wrong.',
  },
  'timestamp-bad': { zh: '时间戳不成立（{reason}）。', en: 'The time-stamp does not hold ({reason}).' },
  'timestamp-unsupported': {
    zh: '时间戳的算法或签名形式此处无法核对（{reason}）。',
    en: 'The time-stamp has an algorithm or a form of signature that cannot be checked here ({reason}).',
  },
  'timestamp-revocation-doubtful': {
    zh: '时间戳所用的证书（{subject}）后来在 {revokedAt} 因泄露或未说明的原因被吊销：此前的时间戳无法确认。',
    en: 'A certificate of the time-stamp ({subject}) was revoked later, at {revokedAt}, for a compromise or without a reason: earlier time-stamps cannot be confirmed.',
  },
  'timestamp-not-revoked': {
    zh: '按所附的吊销列表，“{name}”的证书在加盖时间戳时未被吊销。',
    en: 'By the revocation lists kept beside it, no certificate of “{name}” was revoked when the time-stamp was made.',
  },
  'timestamp-revocation-partly': {
    zh: '所附的吊销列表只涉及“{name}”的 {certificates} 个证书中的 {covered} 个，涉及的未被吊销；其余无法检查。',
    en: 'The revocation lists kept cover {covered} of the {certificates} certificates of “{name}”: those were not revoked, the others could not be checked.',
  },
  'timestamp-revoked-later': {
    zh: '“{name}”的证书（{subject}）在加盖时间戳之后的 {revokedAt} 被吊销，原因不影响此前的时间戳。',
    en: 'A certificate of “{name}” ({subject}) was revoked at {revokedAt}, after the time-stamp was made, for a reason that leaves earlier time-stamps good.',
  },
  'proof-too-many': {
    zh: '此类证明过多，另有 {count} 个没有核对。',
    en: 'Too many proofs of this kind: {count} more were not checked.',
  },
  'timestamp-renewed': {
    zh: '可信时间戳：{genTime}（{name}）。其证书于 {validTo} 到期，此前已于 {renewedAt} 由“{by}”续期。',
    en: 'Trusted time-stamp of {genTime} ({name}). Its certificate ended at {validTo}; before that, at {renewedAt}, it was renewed by {by}.',
  },
  'timestamp-expired': {
    zh: '时间戳 {genTime}（{name}）的证书已于 {validTo} 到期，没有到期前的续期证明：此后伪造的时间戳无从分辨，不能据此确认时间。',
    en: 'The certificate of the time-stamp of {genTime} ({name}) ended at {validTo} and nothing renewed it before: a token forged later could not be told apart, so it confirms no time.',
  },
  'timestamp-too-many': {
    zh: '时间戳过多，另有 {count} 个没有核对。',
    en: 'Too many time-stamps: {count} more were not checked.',
  },
  'timestamp-absent': { zh: '没有时间戳。', en: 'There is no time-stamp.' },

  'renewal-ok': {
    zh: '第 {number} 次续期列出的 {files} 个文件全部一致。',
    en: 'The {files} files listed by renewal {number} are all as listed.',
  },
  'renewal-malformed': {
    zh: '续期记录不符合格式（{reason}）。',
    en: 'The renewal does not follow the format ({reason}).',
  },
  'renewal-other': {
    zh: '续期记录属于另一份证据或另一次续期（{id}，{number}）。',
    en: 'The renewal is of another item or has another number ({id}, {number}).',
  },
  'renewal-not-in-tree': {
    zh: '续期记录不在被加盖时间戳的树中。',
    en: 'The renewal is not in the tree that was time-stamped.',
  },
  'renewal-differs': {
    zh: '{path} 与续期时不同：被改动。',
    en: '{path} is not what it was when it was renewed: it was changed.',
  },
  'renewal-missing': {
    zh: '续期时已有的 {path} 不在包内，该文件不再受续期保护。',
    en: '{path} was there at the renewal and is missing now: the renewal says nothing about it.',
  },
  'renewal-too-many': {
    zh: '还有 {count} 次续期没有核对。',
    en: '{count} further renewals were not looked at.',
  },
  'ledger-inclusion-ok': {
    zh: '声明在账本 {origin} 中，序号 {index}（从 0 起，共 {size} 条）。',
    en: 'The statement stands in ledger {origin} at index {index} (from 0) of {size}.',
  },
  'ledger-inclusion-bad': {
    zh: '账本收录证明不成立（{reason}）。',
    en: 'The proof of inclusion does not hold ({reason}).',
  },
  'ledger-checkpoint-ok': {
    zh: '检查点签名成立（{origin}，{size} 条）。',
    en: 'The checkpoint’s signature holds ({origin}, {size} entries).',
  },
  'ledger-checkpoint-malformed': {
    zh: '账本检查点不符合格式（{reason}）。',
    en: 'The checkpoint does not follow the format ({reason}).',
  },
  'ledger-checkpoint-bad-signature': {
    zh: '账本检查点的签名不成立（{origin}）。',
    en: 'The checkpoint’s signature does not hold ({origin}).',
  },
  'ledger-checkpoint-unsigned': {
    zh: '不知道账本 {origin} 的公钥，检查点签名无法核对。',
    en: 'The key of ledger {origin} is not known; the checkpoint’s signature cannot be checked.',
  },
  'ledger-key-known': { zh: '账本密钥在信任名单中：{name}。', en: 'The ledger’s key is known: {name}.' },
  'ledger-key-unknown': {
    zh: '账本 {origin} 不在信任名单中：次序成立，但无从得知是否另有一本。',
    en: 'Ledger {origin} is not among the known ones: order holds, but another version may exist.',
  },
  'ledger-absent': { zh: '没有账本收录证明。', en: 'There is no ledger proof.' },
  'witness-ok': {
    zh: '见证人“{name}”于 {time}（其时钟）对 {size} 条时的账本加签：在此之前它见过的账本都延续到这里。',
    en: 'The witness “{name}” cosigned the ledger of {size} entries at {time} (its clock): every earlier state that it saw is continued by this one.',
  },
  'witness-unknown': {
    zh: '{count} 个见证签名来自不认识的密钥（{names}），不计入。',
    en: '{count} cosignatures are by keys that are not known ({names}); not counted.',
  },
  'witness-later': {
    zh: '见证人“{name}”在 {time} 加签（账本 {size} 条），晚于核验时刻 {at}，不计入。',
    en: 'The witness {name} cosigned at {time} (ledger of {size} entries), after the moment judged by ({at}): not counted.',
  },
  'witness-outside-window': {
    zh: '见证人“{name}”的签名时间 {time} 不在对其信任的期限内，不计入。',
    en: 'The witness “{name}” signed at {time}, outside the time for which it is trusted; not counted.',
  },
  'witness-bad-signature': {
    zh: '见证人“{name}”的签名不成立。',
    en: 'The cosignature of the witness “{name}” does not hold.',
  },
  'witness-absent': {
    zh: '没有见证人签名：账本的主人曾否另持一份，无从得知。',
    en: 'No witness cosigned: whether the ledger’s owner kept another version cannot be told.',
  },

  'chain-ok': {
    zh: '检查点根在 {chain} 区块 {block}（{blockTime}）登记，区块可信。',
    en: 'The checkpoint root was registered on {chain} in block {block} ({blockTime}), a trusted block.',
  },
  'chain-sealed': {
    zh: '检查点根在 {chain} 区块 {block}（{blockTime}）登记，信任名单中 {validators} 个验证者里有 {seals} 个为该区块签名。',
    en: 'The checkpoint root was registered on {chain} in block {block} ({blockTime}), sealed by {seals} of the {validators} trusted validators.',
  },
  'chain-demonstration': {
    zh: '登记在演示链 {chain} 区块 {block}（{blockTime}），不能证明时间。',
    en: 'Registered on the demonstration chain {chain}, block {block} ({blockTime}): it proves no time.',
  },
  'chain-later': {
    zh: '{chain} 区块 {block}（{blockTime}）晚于核验时刻 {at}：当时还没有上链，不计入。',
    en: 'Block {block} of {chain} ({blockTime}) is after the moment judged by ({at}): it did not exist then and is not counted.',
  },
  'chain-untrusted': {
    zh: '锚定数据前后一致，但 {chain} 区块 {block} 不在信任名单中。',
    en: 'The anchor is consistent, but block {block} of {chain} is not among the trusted ones.',
  },
  'chain-seals-short': {
    zh: '锚定数据前后一致，但 {chain} 区块 {block} 只有信任名单中 {validators} 个验证者里的 {seals} 个签名，未达三分之二。',
    en: 'The anchor is consistent, but only {seals} of the {validators} trusted validators sealed block {block} of {chain}: less than two thirds.',
  },
  'chain-online-only': {
    zh: '{chain} 区块 {block} 的登记只有节点的答复为凭，需联网核验。',
    en: 'That block {block} of {chain} registered it is the word of its nodes: it has to be checked online.',
  },
  'chain-bad': { zh: '链上锚定不成立（{reason}）。', en: 'The anchor does not hold ({reason}).' },
  'chain-unsupported': {
    zh: '此链的证明无法离线核对（{reason}）。',
    en: 'This chain’s proof cannot be checked offline ({reason}).',
  },
  'chain-no-checkpoint': {
    zh: '链上记录没有对应的、可核对的账本检查点。',
    en: 'No checked checkpoint belongs to this anchor.',
  },
  'platform-word': {
    zh: '存证平台“{platform}”的回执（编号 {number}）与本声明一致。这是平台的说法，没有离线证明，须向平台核验。',
    en: 'The receipt of the platform “{platform}” (number {number}) fits this statement. It is the platform’s word, proven by nothing here: ask the platform.',
  },
  'platform-demonstration': {
    zh: '回执来自演示平台“{platform}”（编号 {number}），不能证明任何事。',
    en: 'The receipt is of the demonstration platform “{platform}” (number {number}): it proves nothing.',
  },
  'platform-bad': {
    zh: '存证平台回执不成立（{reason}）。',
    en: 'The platform receipt does not hold ({reason}).',
  },
  'platform-certificate': {
    zh: '包内有平台的证书 {path}（SHA-256 {sha256}），其内容没有核验。这是平台的说法，须向平台核验。',
    en: 'The platform’s certificate {path} (SHA-256 {sha256}) is inside; what it says was not checked. It is the platform’s word: ask the platform.',
  },
  'platform-newer': { zh: '存证平台回执的格式较新。', en: 'The platform receipt is of a newer format.' },
  'platform-absent': { zh: '没有存证平台回执。', en: 'There is no platform receipt.' },
  'chain-absent': { zh: '没有上链。', en: 'There is no chain anchor.' },

  'verifier-page-known': {
    zh: '包内核验页与已知版本 {version} 一致。',
    en: 'The verifier page inside is known release {version}.',
  },
  'verifier-page-unknown': {
    zh: '包内核验页不是已知版本：请使用另行取得的核验页。',
    en: 'The verifier page inside is no known release: use a copy obtained elsewhere.',
  },
  'verifier-page-absent': { zh: '包内没有核验页。', en: 'There is no verifier page inside.' },
  'verifier-page-unchecked': {
    zh: '此处没有已知版本名单，包内核验页未比对。',
    en: 'No list of releases is at hand; the verifier page inside was not compared.',
  },

  'policy-tsa-met': {
    zh: '要求 {required} 个不同机构的可信时间戳，已有 {found} 个。',
    en: '{required} trusted time-stamps by different authorities demanded, {found} found.',
  },
  'policy-tsa-not-met': {
    zh: '要求 {required} 个不同机构的可信时间戳，只有 {found} 个。',
    en: '{required} trusted time-stamps by different authorities demanded, only {found} found.',
  },
  'policy-chain-met': { zh: '要求的可信上链已具备。', en: 'The demanded trusted anchor is there.' },
  'policy-chain-not-met': {
    zh: '要求可信上链，但没有。',
    en: 'A trusted anchor was demanded and is not there.',
  },
  'moment-ok': {
    zh: '按 {at} 的情形核验。',
    en: 'Judged by what stood at {at}.',
  },
  'moment-before-end': {
    zh: '核验时刻 {at} 早于声明所写的结束时间 {endedAt}（设备时钟）：当时证据还不存在，不能确认。',
    en: 'The moment judged by, {at}, is before the stated end {endedAt} (device clock): the evidence did not exist yet, so nothing can be confirmed.',
  },
  'moment-before-proof': {
    zh: '核验时刻 {at} 早于最早的可信证明 {first}（{source}）：当时除设备时钟外，没有什么能说明证据已经存在，不能确认。',
    en: 'The moment judged by, {at}, is before the earliest proof of {first} ({source}): nothing but the device’s own clock says that the evidence existed then, so it cannot be confirmed.',
  },
  'policy-witness-met': {
    zh: '要求 {required} 个见证人，已有 {found} 个。',
    en: '{required} witnesses demanded, {found} found.',
  },
  'policy-witness-not-met': {
    zh: '要求 {required} 个见证人，只有 {found} 个。',
    en: '{required} witnesses demanded, only {found} found.',
  },
};

const CODES: ReadonlySet<string> = new Set(CHECK_CODES);
const IDS: ReadonlySet<string> = new Set(CHECK_IDS);

/** The code itself where it is not known here (a report of a newer version). */
export function checkSentence(result: Pick<CheckResult, 'code' | 'details'>, language: Language): string {
  if (!CODES.has(result.code)) return fill('{code}', { code: result.code });
  const details = Object.fromEntries(
    Object.entries(result.details).map(([name, value]) => [
      name,
      name === 'check' && typeof value === 'string' ? checkName(value, language) : readable(value),
    ]),
  );
  return say(SENTENCES[result.code as CheckCode], language, details);
}

/** An instant as the other lines write it, to its last digit; anything else as it is. */
function readable(value: Details[string]): Details[string] {
  const instant = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(String(value));
  if (!instant) return value;
  const [, day, time, fraction = ''] = instant;
  return `${day} ${time}${/[1-9]/.test(fraction) ? fraction : ''} UTC`;
}

export function checkName(id: string, language: Language): string {
  return IDS.has(id) ? pick(CHECK_NAMES[id as CheckId], language) : fill('{id}', { id });
}

const STATUS_ORDER: readonly CheckResult['status'][] = ['fail', 'indeterminate', 'absent', 'pass'];

/** What decided the verdict comes first: failures, then required checks that did not pass, then the rest. */
export function checkRank(check: CheckResult): number {
  if (check.status === 'fail') return 0;
  return check.required && check.status !== 'pass' ? 1 : 2 + STATUS_ORDER.indexOf(check.status);
}

export function remarkSentences(report: VerificationReport, language: Language): readonly string[] {
  return report.remarks.map((remark) => checkSentence(remark, language));
}

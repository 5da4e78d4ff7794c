// Words of the papers that a batch export lays beside the packages: tables, drafts, labels. Drafts never call themselves
// a 公证书 and never invent a number; what a person has to fill in stands in 【】.

import type { ExportExclusion, ExportRunState } from '../api/exports.ts';
import type { Bilingual } from './fill.ts';

const both = (zh: string, en: string): Bilingual => ({ zh, en });

export const PAPER_FILES = {
  disc: both('光盘{n}', 'Disc{n}'),
  papers: both('文书', 'Papers'),
  verifier: both('核验工具', 'Verifier'),
  certificate: both('存证证书', 'certificate'),
  report: both('取证过程报告', 'process-report'),
  process: both('过程记录', 'process-record'),
  batchTable: both('批次总表', 'batch-table'),
  evidenceList: both('证据目录', 'evidence-list'),
  recordA: both('现场记录（草稿）', 'on-site-record-draft'),
  recordB: both('工作记录（草稿）', 'working-record-draft'),
  words: both('公证词草稿', 'notarial-words-draft'),
  appraisal: both('司法鉴定委托事项（草稿）', 'appraisal-request-draft'),
  material: both('检材清单', 'material-list'),
  merged: both('存证证书合订阅读本', 'certificates-reading-copy'),
  discList: both('光盘文件清单', 'disc-list'),
  howTo: both('核验说明', 'how-to-verify'),
  labels: both('封口标签', 'seal-labels'),
  run: both('批量出证', 'export'),
} as const;

export const BATCH_COLUMNS: readonly (readonly [Bilingual, width: number])[] = [
  [both('序号', 'No.'), 6],
  [both('存证编号', 'Preservation number'), 22],
  [both('证据名称', 'Name of the evidence'), 30],
  [both('网址', 'URL'), 40],
  [both('最终网址', 'Final URL'), 40],
  [both('页面标题', 'Page title'), 30],
  [both('取证时间', 'Captured at'), 26],
  [both('取证人', 'Captured by'), 20],
  [both('文件数', 'Files'), 8],
  [both('证据包SHA-256', 'Package SHA-256'), 66],
  [both('SM3', 'SM3'), 66],
  [both('时间戳时间', 'Time-stamp time'), 26],
  [both('时间戳编号', 'Time-stamp serial'), 26],
  [both('交易哈希', 'Transaction hash'), 40],
  [both('区块高度', 'Block height'), 12],
  [both('环境检查', 'Environment check'), 14],
  [both('状态', 'State'), 12],
  [both('公证书编号', 'Notarial certificate number'), 18],
  [both('备注', 'Remarks'), 40],
];

export const EVIDENCE_COLUMNS: readonly (readonly [Bilingual, width: number])[] = [
  [both('编号', 'No.'), 6],
  [both('证据名称', 'Name of the evidence'), 26],
  [both('来源', 'Source'), 40],
  [both('证明对象', 'To prove'), 24],
  [both('页码', 'Page'), 8],
  [both('份数', 'Copies'), 8],
  [both('提交人', 'Submitted by'), 16],
  [both('日期', 'Date'), 16],
];

export const FILE_COLUMNS: readonly (readonly [Bilingual, width: number])[] = [
  [both('路径', 'Path'), 60],
  [both('字节数', 'Bytes'), 16],
  [both('SHA-256', 'SHA-256'), 66],
  [both('SM3', 'SM3'), 66],
];

export const EXPORT_EXCLUSION: Record<ExportExclusion, Bilingual> = {
  repeated: both('重复选择', 'chosen twice'),
  'capture-failed': both('取证失败，按选择不导出', 'the capture failed; left out as asked'),
  'row-failed': both('批次中该行取证失败，没有证据', 'this row of the batch failed and has no evidence'),
  'row-excluded': both('批次中该行已排除', 'this row of the batch is excluded'),
  'row-waiting': both('批次中该行尚未取证', 'this row of the batch is not captured yet'),
};

export const PAPER = {
  check: both('核对', 'Reconciliation'),
  item: both('项目', 'Item'),
  value: both('内容', 'Value'),
  requested: both('申请导出', 'Requested'),
  done: both('已导出', 'Done'),
  failed: both('导出失败', 'Failed'),
  excluded: both('未导出（已排除）', 'Excluded'),
  waiting: both('未处理', 'Not handled'),
  balance: both('核对结果', 'Result'),
  balanced: both('{n} = {d} + {f} + {e}，相符', '{n} = {d} + {f} + {e}: they match'),
  unbalanced: both('{n} ≠ {d} + {f} + {e}，不符', '{n} ≠ {d} + {f} + {e}: they do not match'),
  run: both('批次号', 'Run'),
  madeAt: both('导出时间', 'Exported at'),
  numberNote: both(
    '公证书编号由公证机构给出，本表不生成。',
    'Numbers of notarial certificates are given by the notary office, never by this table.',
  ),
  rewritten: both(
    '续作时发现文件与已写出的不符，已重写',
    'a file was not as written when the run was resumed: written anew',
  ),
  notPerformed: both('未执行', 'Not performed'),
  notApplicable: both('不适用', 'Not applicable'),
  unverified: both('（未认证）', ' (not verified)'),
  notNamed: both('未填写', 'Not stated'),
  demonstration: both(
    '本批次含演示材料，不能作为证据使用。',
    'Contains demonstration material: no evidence.',
  ),
  source: both('网页取证：{url}；{at}；取证人：{by}', 'Web page capture: {url}; {at}; by {by}'),
  sourceFile: both('文件存证：{at}；存入人：{by}', 'File deposit: {at}; by {by}'),
  submitter: both('【提交人】', '【submitter】'),
  date: both('【日期】', '【date】'),
  toProve: both('【证明对象】', '【to prove】'),
  page: both('【页码】', '【page】'),
  signature: both(
    '提交人（签名或盖章）：【　　　　】　　日期：【　　　　】',
    'Submitted by (signature or seal): 【          】  Date: 【          】',
  ),
  draft: both(
    '草稿。由软件按记录排出，须由制作人逐项核对、补全并对内容负责；【】处由人填写。',
    'Draft, laid out by software from its records. Whoever makes the document checks, completes and answers for it; 【】 is for a person to fill in.',
  ),
  readingCopy: both(
    '合订阅读本，未签名；以单册证书及其证据包为准',
    'Reading copy, unsigned: the single certificates and their packages count',
  ),
  readingLines: both(
    '共 {count} 份证书，第 {from} 至 {to} 号。',
    '{count} certificates, number {from} to {to}.',
  ),
} as const;

/** Numbered by their place. {office} and the like are blanks to be filled by a person, {count} and {time} by us. */
export const RECORD_A: readonly Bilingual[] = [
  both('时间：{from} 至 {to}（取证设备时钟）。', 'Time: {from} to {to} (clock of the capturing device).'),
  both('地点：【公证处地址 / 远程】。', 'Place: 【notary office / remote】.'),
  both(
    '公证员：【姓名】；公证员助理：【姓名】；在场人员：【姓名、身份】。',
    'Notary: 【name】; assistant: 【name】; present: 【names, roles】.',
  ),
  both(
    '申请人：【姓名或名称】；公证事项：保全证据（网页）。',
    'Applicant: 【name】; matter: preservation of evidence (web pages).',
  ),
  both(
    '检查取证设备与网络，结果见各证据包的环境检查记录；设备归属：【公证处】。',
    'Device and network were checked, see the environment record in each package; the device belongs to 【the notary office】.',
  ),
  both(
    '以存安取证 {version} 依次打开下表所列网址并取证，共 {count} 项；操作人：【姓名】。',
    'With Cunan {version} the addresses below were opened and captured in order, {count} in all; operated by 【name】.',
  ),
  both(
    '取证所得逐项封存为证据包，编号与哈希值见下表。',
    'What was captured was sealed item by item; numbers and hash values stand below.',
  ),
  both(
    '将证据包导出并刻录光盘【数量】张，封存于公证处，封口处【签名、盖章】。',
    'The packages were written to 【number】 discs, sealed and kept at the notary office, 【signature, seal】 on the seal.',
  ),
];

export const RECORD_B: readonly Bilingual[] = [
  both(
    '本记录由申请人一方制作。取证由申请人自行完成，公证机构未参与取证过程。',
    'Made by the applicant. The applicant captured the pages; no notary took part in the capture.',
  ),
  both('时间：{from} 至 {to}（取证设备时钟）。', 'Time: {from} to {to} (clock of the capturing device).'),
  both(
    '地点：【地点】；操作人：【姓名、单位、职务】；在场人员：【姓名】。',
    'Place: 【place】; operated by 【name, organisation, role】; present: 【names】.',
  ),
  both(
    '取证设备：【设备、归属】；网络：【网络】；检查结果见各证据包的环境检查记录。',
    'Device: 【device, owner】; network: 【network】; see the environment record in each package.',
  ),
  both(
    '以存安取证 {version} 依次打开下表所列网址并取证，共 {count} 项。',
    'With Cunan {version} the addresses below were opened and captured in order, {count} in all.',
  ),
  both(
    '取证所得逐项封存为证据包，编号与哈希值见下表；封存后未作修改，可离线核验。',
    'What was captured was sealed item by item, numbers and hash values stand below; that they were not changed since can be checked offline.',
  ),
];

export const WORDS_A: readonly Bilingual[] = [
  both('申请人：【姓名或名称、证件号、住所】', 'Applicant: 【name, document number, address】'),
  both('公证事项：保全证据', 'Matter: preservation of evidence'),
  both(
    '申请人【　】于【年 月 日】向本处申请对网页进行证据保全。根据《中华人民共和国公证法》的规定，本处公证员【　】与【　】于【年 月 日 时】在【地点】，使用【设备】，由【操作人】操作，取得下列网页（共 {count} 项，起止时间 {from} 至 {to}，为取证设备时钟）：',
    'The applicant 【 】 asked this office on 【date】 to preserve web pages as evidence. Notary 【 】 with 【 】, on 【date】 at 【place】, using 【device】 operated by 【operator】, obtained the pages below ({count} items, {from} to {to} by the clock of the device):',
  ),
  both(
    '兹证明【由公证员按审查结果填写】。所附光盘与保全所得的电子数据【是否】一致：【　】。',
    'It is hereby certified that 【to be written by the notary after review】. Whether the attached disc agrees with what was obtained: 【 】.',
  ),
];

export const WORDS_B: readonly Bilingual[] = [
  both('申请人：【姓名或名称、证件号、住所】', 'Applicant: 【name, document number, address】'),
  both('公证事项：【保管 / 提取电子数据】', 'Matter: 【custody / extraction of electronic data】'),
  both(
    '申请人【　】于【年 月 日】将其自行取得的电子数据（共 {count} 项，见下表）提交本处。取证由申请人自行完成，本处未参与；网页内容是否真实、取证过程是否完整，不在本词所述范围之内。',
    'The applicant 【 】 handed in, on 【date】, electronic data that the applicant had captured without this office ({count} items, below). Whether the pages said what is captured, and whether the capture was whole, is outside of what is stated here.',
  ),
  both(
    '本处收到的证据包，其哈希值经核对与下表【是否】一致：【　】；收到后由本处【保管方式】。兹证明【由公证员按审查结果填写】。',
    'Whether the hash values of the packages received agree with the table: 【 】; kept since by 【manner of custody】. It is hereby certified that 【to be written by the notary after review】.',
  ),
];

export const WORDS_NOTICE = both(
  '公证词草稿，供公证员参考，不是公证文书，没有编号；编号：【由公证机构给出】。',
  'Draft wording for the notary. It is no notarial document and has no number: 【given by the notary office】.',
);

export const APPRAISAL: readonly Bilingual[] = [
  both(
    '委托人：【名称、联系人】；鉴定机构：【名称】；案件：【案号、案由】。',
    'Client: 【name, contact】; appraiser: 【institution】; case: 【number, cause】.',
  ),
  both(
    '检材：证据包 {count} 个（ZIP，其内 data/ 为原始文件），哈希值见《检材清单》。',
    'Material: {count} packages (ZIP; data/ inside holds the originals), hash values in the list of material.',
  ),
  both(
    '原始载体：【设备、存储位置】；提交载体：【光盘 / U 盘】。',
    'Original carrier: 【device, place】; handed over on 【disc / USB】.',
  ),
  both(
    '形成过程：各证据包文件夹中的过程记录（capture.json、events.jsonl、environment.json）。',
    'How it came about: the process record in the folder of each package (capture.json, events.jsonl, environment.json).',
  ),
];
export const APPRAISAL_QUESTIONS = both('委托鉴定的问题', 'Questions put to the appraiser');
export const APPRAISAL_NO_QUESTION = both('【请填写委托鉴定的问题】', '【questions to be put】');

export const LIST_COLUMNS = {
  number: both('序号', 'No.'),
  id: both('存证编号', 'Preservation number'),
  url: both('网址', 'URL'),
  time: both('取证时间', 'Captured at'),
  state: both('状态', 'State'),
  digest: both('证据包 SHA-256', 'Package SHA-256'),
} as const;

export const LABEL = {
  title: both('封口标签', 'Seal label'),
  disc: both('载体：{name}（第 {n} 张，共 {total} 张）', 'Carrier: {name} ({n} of {total})'),
  run: both('批次号：{run}', 'Run: {run}'),
  content: both('内容：{files} 个文件，{bytes} 字节', 'Content: {files} files, {bytes} bytes'),
  sha256: both('光盘清单 SHA-256：{digest}', 'SHA-256 of the disc’s list: {digest}'),
  sm3: both('光盘清单 SM3：{digest}', 'SM3 of the disc’s list: {digest}'),
  burnt: both('刻录时间：【年 月 日 时 分】', 'Written on: 【date, time】'),
  sealed: both('封存人：【签名】　封存日期：【年 月 日】', 'Sealed by: 【signature】  Date: 【date】'),
} as const;

export const HOW_TO = both(
  `核验说明

一、核验光盘上的文件是否与清单一致
  Linux、macOS：在本光盘根目录运行
    sha256sum -c {list256}
  Windows PowerShell：
    Get-Content {list256} -Encoding UTF8 | ForEach-Object { $h, $p = $_ -split '  ', 2; "$((Get-FileHash -LiteralPath $p -Algorithm SHA256).Hash -eq $h)  $p" }
  清单覆盖本光盘除三份清单之外的全部文件。清单自身的哈希值见封口标签和 {listXlsx}：
    sha256sum {list256}

二、核验证据包
  用浏览器打开 {verifier}，把证据包（ZIP）拖入页面，不需要网络。
  证据包内的 README.txt 列出了用通用工具核验的命令。

三、请注意
  本光盘上的核验页与材料同在一处，可能被一并替换；请以可信来源的核验工具复核。
  核验只说明文件封存后未被改动，不说明网页内容真实、合法。
`,
  `How to verify

1. Do the files on this disc agree with its list?
  Linux, macOS, in the root of this disc:
    sha256sum -c {list256}
  Windows PowerShell:
    Get-Content {list256} -Encoding UTF8 | ForEach-Object { $h, $p = $_ -split '  ', 2; "$((Get-FileHash -LiteralPath $p -Algorithm SHA256).Hash -eq $h)  $p" }
  The list covers every file of this disc but the three lists. Its own hash value stands on the seal label and in {listXlsx}:
    sha256sum {list256}

2. Verify a package
  Open {verifier} in a browser and drop a package (ZIP) on it; no network is needed.
  README.txt in each package lists the commands for common tools.

3. Please note
  The verifier page on this disc came with the material and could have been replaced with it: use a trusted copy as well.
  Verification says that files were not changed since they were sealed, not that a page is true or lawful.
`,
);

export const EXPORT_RUN_STATE: Record<ExportRunState, Bilingual> = {
  running: both('正在导出', 'exporting'),
  interrupted: both('已中断', 'interrupted'),
  cancelled: both('已停止', 'stopped'),
  failed: both('失败', 'failed'),
  done: both('已结束', 'ended'),
};

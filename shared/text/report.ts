// What the report of a capture's process says: its twelve sections, column heads, sentences, and how the sections answer
// 法释〔2018〕16号 第十一条 (the court's own six questions, in its words).

import type { Bilingual } from './fill.ts';

export const REPORT_TITLE: Bilingual = { zh: '取证过程报告', en: 'Capture Process Report' };
export const DEPOSIT_REPORT_TITLE: Bilingual = { zh: '存证过程报告', en: 'Deposit Process Report' };

export const SECTION = {
  basics: { zh: '一、基本信息', en: '1 Basic facts' },
  operator: { zh: '二、取证人与授权', en: '2 Operator and authority' },
  depositor: { zh: '二、存证人与授权', en: '2 Depositor and authority' },
  tools: { zh: '三、取证工具', en: '3 Tools' },
  environment: { zh: '四、环境与清洁性检查', en: '4 Environment and cleanliness check' },
  process: { zh: '五、操作过程', en: '5 Process' },
  network: { zh: '六、网络记录', en: '6 Network record' },
  data: { zh: '七、获取的数据', en: '7 Data obtained' },
  proofs: { zh: '八、固定与存证', en: '8 Fixation and proofs' },
  anomalies: { zh: '九、异常与说明', en: '9 Anomalies and notes' },
  attachments: { zh: '十、附件清单', en: '10 List of attachments' },
  verification: { zh: '十一、核验步骤', en: '11 How to verify' },
  statement: { zh: '十二、声明与签章', en: '12 Statement and signature' },
  appendix: {
    zh: '附录：与法释〔2018〕16号第十一条对照',
    en: 'Appendix: the six questions of Article 11, Fa Shi [2018] No. 16',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const HEAD = {
  number: { zh: '序号', en: 'No.' },
  time: { zh: '时间', en: 'Time' },
  action: { zh: '操作', en: 'Action' },
  details: { zh: '内容', en: 'Details' },
  item: { zh: '项目', en: 'Item' },
  before: { zh: '之前', en: 'Before' },
  after: { zh: '之后', en: 'After' },
  finding: { zh: '发现', en: 'Finding' },
  host: { zh: '域名', en: 'Name' },
  addresses: { zh: '地址', en: 'Addresses' },
  status: { zh: '状态', en: 'Status' },
  url: { zh: '网址', en: 'URL' },
  kind: { zh: '种类', en: 'Kind' },
  outcome: { zh: '结果', en: 'Outcome' },
  path: { zh: '文件', en: 'File' },
  checked: { zh: '检查', en: 'Checked' },
  question: { zh: '第十一条所列审查内容', en: 'What courts examine' },
  answered: { zh: '本报告所在部分', en: 'Sections of this report' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const REPORT_LABEL = {
  authority: { zh: '授权文件', en: 'Authority' },
  reviewer: { zh: '复核人', en: 'Reviewer' },
  userAgent: { zh: '浏览器标识', en: 'User agent' },
  flags: { zh: '启动参数', en: 'Launch flags' },
  profile: { zh: '配置目录', en: 'Profile' },
  checkOutcome: { zh: '检查结论', en: 'Outcome of the check' },
  override: { zh: '提示的接受', en: 'Warnings accepted' },
  requests: { zh: '请求数', en: 'Requests' },
  connections: { zh: '连接数', en: 'Connections' },
  reasons: { zh: '未完整的原因', en: 'Why it is not whole' },
  notes: { zh: '说明', en: 'Notes' },
  steps: { zh: '未成功的步骤', en: 'Steps that did not succeed' },
  payload: { zh: '数据文件', en: 'Payload' },
  proofFiles: { zh: '证明文件', en: 'Proofs' },
  papers: { zh: '文书与工具', en: 'Papers and tools' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const REPORT_SAY = {
  notRegistered: { zh: '未登记授权文件', en: 'no authority on record' },
  noReviewer: { zh: '未经第二人复核', en: 'not reviewed by a second person' },
  freshProfile: { zh: '新建的独立目录', en: 'new and separate' },
  usedProfile: { zh: '不是新建目录', en: 'not new' },
  noFlags: { zh: '无', en: 'None' },
  notPerformed: { zh: '未执行环境检查。', en: 'No environment check was performed.' },
  noOverride: {
    zh: '没有人接受过不通过项；提示项未要求接受。',
    en: 'No failure was overridden; notes needed no acceptance.',
  },
  noAfter: { zh: '无', en: 'None' },
  noLog: { zh: '没有过程日志。', en: 'There is no process log.' },
  log: {
    zh: '以下取自过程日志 data/events.jsonl，每条以 SHA-256 与前一条相连，时间为设备时钟；内容的名称与日志中相同。',
    en: 'From the process log data/events.jsonl, in which each line is bound to the one before by SHA-256; device time; names as in the log.',
  },
  logCut: {
    zh: '日志共 {total} 条，此处略去中间 {count} 条，全文见证据包内 data/events.jsonl。',
    en: 'The log has {total} lines; {count} in the middle are left out here: see data/events.jsonl in the package.',
  },
  listCut: {
    zh: '另有 {count} 项未在此列出，见证据包内 {path}。',
    en: '{count} more: see {path} in the package.',
  },
  noNetwork: {
    zh: '不适用：文件存证不经过网络获取数据。',
    en: 'Not applicable: a deposit obtains nothing over a network.',
  },
  noRecord: { zh: '没有取证记录。', en: 'There is no record of the capture.' },
  requests: {
    zh: '共 {total} 个；完整 {ok}，无正文 {noBody}，服务器答复错误 {httpError}，其他 {other}',
    en: 'in all; whole {ok}, without body {noBody}, answered with an error {httpError}, other {other}',
  },
  noFailures: { zh: '没有失败的请求。', en: 'No request failed.' },
  failures: { zh: '未完整取得的资源：', en: 'Resources that were not obtained whole:' },
  redirects: { zh: '重定向：', en: 'Redirects:' },
  noRedirects: { zh: '没有重定向。', en: 'No redirects.' },
  dns: { zh: '域名解析：', en: 'Name resolution:' },
  noDns: { zh: '没有域名解析记录。', en: 'No name was resolved.' },
  moments: { zh: '录制中标记的时刻：', en: 'Moments marked in the recording:' },
  moves: { zh: '录制中的跳转：', en: 'Moves in the recording:' },
  notChecked: { zh: '未检查', en: 'Not checked' },
  none: { zh: '无', en: 'None' },
  payload: { zh: '{count} 个文件，见第七部分', en: '{count} files, see section 7' },
  papers: {
    zh: 'certificate.pdf、process-report.pdf、README.txt、verify.html',
    en: 'certificate, this report, instructions, offline verifier',
  },
  verify: {
    zh: '在解开的证据包文件夹内，任何人都可用通用工具核验：',
    en: 'In the unpacked package, anybody can verify with common tools:',
  },
  verifyWindows: {
    zh: 'Windows 上（PowerShell）：',
    en: 'On Windows (PowerShell):',
  },
  verifyStatement: {
    zh: '结果须与第八部分所印证据声明 SHA-256 相同；完整步骤（含时间戳、账本、区块链）见包内 README.txt，或将 ZIP 拖入 verify.html。',
    en: "It must equal the statement's SHA-256 in section 8. All steps stand in README.txt; or drop the ZIP on verify.html.",
  },
  reproduce: {
    zh: '重现：第三方可用第三部分所列同一版本的软件与浏览器，以相同设置对同一网址再次取证；网页内容可能已变化。',
    en: 'To repeat: the same versions of software and browser (section 3) with the same settings on the same address; the page may have changed.',
  },
  signature: {
    zh: '签章处在第一页。无电子签名时，该处为空。',
    en: 'The place for a signature is on page 1; it is empty where there is none.',
  },
  ownWork: {
    zh: '本报告由软件根据封存的记录自动生成，未经人工改写；属当事人自行操作的记录，不是司法鉴定意见。',
    en: "Made by software from the sealed record, not edited by hand; a record of the party's own doing, no expert opinion.",
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The questions in the words of the provision; sections by their numbers. */
export const ARTICLE_11: readonly { readonly question: Bilingual; readonly answered: Bilingual }[] = [
  {
    question: {
      zh: '（一）电子数据生成、收集、存储、传输所依赖的计算机系统等硬件、软件环境是否安全、可靠',
      en: '(1) whether the hardware and software relied on are safe and reliable',
    },
    answered: { zh: '第三、四部分', en: 'sections 3, 4' },
  },
  {
    question: {
      zh: '（二）电子数据的生成主体和时间是否明确，表现内容是否清晰、客观、准确',
      en: '(2) whether author and time are clear, and the content clear, objective and accurate',
    },
    answered: {
      zh: '第一、二、六、八部分；证书所附截图',
      en: 'sections 1, 2, 6, 8; pictures in the certificate',
    },
  },
  {
    question: {
      zh: '（三）电子数据的存储、保管介质是否明确，保管方式和手段是否妥当',
      en: '(3) whether the medium and the manner of keeping are clear and proper',
    },
    answered: { zh: '第七、八、十部分', en: 'sections 7, 8, 10' },
  },
  {
    question: {
      zh: '（四）电子数据提取和固定的主体、工具和方式是否可靠，提取过程是否可以重现',
      en: '(4) whether person, tools and manner of extraction are reliable, and whether it can be repeated',
    },
    answered: { zh: '第二、三、四、五、十一部分', en: 'sections 2, 3, 4, 5, 11' },
  },
  {
    question: {
      zh: '（五）电子数据的内容是否存在增加、删除、修改及不完整等情形',
      en: '(5) whether content was added, removed, changed, or is incomplete',
    },
    answered: { zh: '第七、八、九部分', en: 'sections 7, 8, 9' },
  },
  {
    question: {
      zh: '（六）电子数据是否可以通过特定形式得到验证',
      en: '(6) whether it can be verified in a specific form',
    },
    answered: { zh: '第八、十一部分', en: 'sections 8, 11' },
  },
];

// What a certificate says: labels of its rows (numbered as in the recommended fields), and its sentences. Absence has a
// word as plain as presence.

import type { Bilingual } from './fill.ts';

export const CERTIFICATE_TITLE: Bilingual = {
  zh: '电子数据存证证书',
  en: 'Certificate of Electronic Data Preservation',
};
export const APP_NAME: Bilingual = { zh: '存安取证', en: 'Cunan' };

/** Headings of a certificate's parts. */
export const PART = {
  subject: { zh: '证据与取证人', en: 'Evidence and operator' },
  capture: { zh: '取证', en: 'Capture' },
  deposit: { zh: '存证', en: 'Deposit' },
  digests: { zh: '被固定的值', en: 'The anchored value' },
  time: { zh: '时间', en: 'Time' },
  ledger: { zh: '账本', en: 'Ledger' },
  chain: { zh: '区块链与平台', en: 'Chain and platforms' },
  tools: { zh: '工具与服务', en: 'Tools and service' },
  verify: { zh: '核验', en: 'How to verify' },
  statement: { zh: '声明', en: 'Statement' },
  files: { zh: '附录：文件清单', en: 'Appendix: list of files' },
  fileTable: { zh: '文件清单', en: 'List of files' },
  pictures: { zh: '附录：整页截图', en: 'Appendix: the whole page as photographed' },
  proofs: { zh: '证明', en: 'Proofs' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const LABEL = {
  certificateNo: { zh: '证书编号', en: 'Certificate No.' },
  reportNo: { zh: '报告编号', en: 'Report No.' },
  preservationNo: { zh: '存证编号', en: 'Preservation No.' },
  title: { zh: '证据名称', en: 'Evidence title' },
  sequence: { zh: '案件内序号', en: 'Sequence in case' },
  organisation: { zh: '单位', en: 'Organisation' },
  identityNumbers: { zh: '证件与信用代码', en: 'Identity document, credit code' },
  verification: { zh: '实名认证', en: 'Identity verification' },
  method: { zh: '取证方式', en: 'Capture method' },
  depositMethod: { zh: '存证方式', en: 'Method' },
  outcome: { zh: '结果', en: 'Outcome' },
  captureOutcome: { zh: '取证结果', en: 'Outcome' },
  depositOutcome: { zh: '存证结果', en: 'Outcome' },
  requestedUrl: { zh: '目标网址', en: 'Requested URL' },
  finalUrl: { zh: '最终网址', en: 'Final URL' },
  pageTitle: { zh: '网页标题', en: 'Page title' },
  httpStatus: { zh: 'HTTP 状态', en: 'HTTP status' },
  server: { zh: '服务器', en: 'Server IP · port · protocol' },
  tls: { zh: 'TLS 证书', en: 'TLS certificate' },
  web: { zh: '网址、网页与连接', en: 'URL, page, HTTP, TLS' },
  start: { zh: '取证开始', en: 'Capture start' },
  end: { zh: '取证结束', en: 'Capture end' },
  depositStart: { zh: '存证开始', en: 'Deposit start' },
  depositEnd: { zh: '存证结束', en: 'Deposit end' },
  when: { zh: '时间', en: 'When' },
  clock: { zh: '时钟偏差', en: 'Clock offset' },
  vantage: { zh: '取证地点（网络）', en: 'Vantage' },
  environment: { zh: '环境检查', en: 'Environment check' },
  fileCount: { zh: '文件清单', en: 'List of files' },
  settings: { zh: '取证设置（非默认）', en: 'Settings other than the default' },
  session: { zh: '登录状态', en: 'Session' },
  labels: { zh: '页面类型提示（推测）', en: 'Kind of page (a guess)' },
  changed: { zh: '截图之后的变化', en: 'Changed after the picture' },
  film: { zh: '录屏', en: 'Film' },
  filmGaps: { zh: '录屏缺口', en: 'Gaps in the film' },
  marks: { zh: '标记与跳转', en: 'Marks and moves' },
  withheld: { zh: '未保存的内容', en: 'Withheld' },
  statementSha256: { zh: '证据声明 SHA-256', en: 'Statement SHA-256' },
  statementSm3: { zh: '证据声明 SM3', en: 'Statement SM3' },
  manifest: { zh: '文件索引', en: 'Index of files' },
  checkpointRoot: { zh: '账本检查点根', en: 'Checkpoint root' },
  processLog: { zh: '过程日志', en: 'Process log' },
  signature: { zh: '签名', en: 'Signature' },
  signatureAlgorithm: { zh: '国密签名', en: 'SM2 signature' },
  timestamp: { zh: '时间戳', en: 'RFC 3161 time-stamp' },
  authority: { zh: '时间戳机构', en: 'Time-stamping authority' },
  timestampCheck: { zh: '时间戳验证', en: 'Time-stamp verification' },
  localLedger: { zh: '本机账本', en: 'Local ledger' },
  entry: { zh: '登记', en: 'Entry' },
  witness: { zh: '账本见证人', en: 'Witness of the ledger' },
  chain: { zh: '区块链', en: 'Chain' },
  transaction: { zh: '交易', en: 'Transaction' },
  block: { zh: '区块', en: 'Block' },
  anchoring: { zh: '上链方式', en: 'Anchoring mode' },
  judicial: { zh: '司法链存证编号', en: 'Judicial-chain No.' },
  platform: { zh: '存证平台', en: 'Evidence platform' },
  software: { zh: '取证软件与浏览器', en: 'Software and browser' },
  depositSoftware: { zh: '存证软件', en: 'Software' },
  madeBy: { zh: '制作软件', en: 'Made by' },
  sandbox: { zh: '浏览器沙箱', en: 'Browser sandbox' },
  provider: { zh: '服务提供者', en: 'Service provider' },
  filing: { zh: '备案编号', en: 'Filing No.' },
  verify: { zh: '核验方式', en: 'Verification' },
  qr: { zh: '二维码', en: 'QR code' },
  issuedAt: { zh: '签发时间', en: 'Issued at' },
  category: { zh: '数据类别', en: 'Data category' },
  chosen: { zh: '所选文件', en: 'Chosen' },
  location: { zh: '原所在文件夹', en: 'Where they stood' },
  filesAndSize: { zh: '文件数与大小', en: 'Files and size' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Short words. */
export const WORD = {
  none: { zh: '无', en: 'None' },
  notStated: { zh: '未填写', en: 'Not stated' },
  notRecorded: { zh: '未记录', en: 'Not recorded' },
  notRegistered: { zh: '未登记', en: 'Not recorded' },
  notVerified: { zh: '未认证', en: 'Not verified' },
  verified: { zh: '已认证', en: 'Verified' },
  notPerformed: { zh: '未执行', en: 'Not performed' },
  notMeasured: { zh: '无法检查', en: 'Not measured' },
  notRequested: { zh: '未申请', en: 'Not requested' },
  notAnchored: { zh: '未上链', en: 'Not anchored' },
  notLogged: { zh: '尚未入账本', en: 'Not logged yet' },
  notFiled: { zh: '未备案', en: 'Not filed' },
  pending: { zh: '待处理，尚未取得', en: 'Pending, not obtained yet' },
  pendingAnchor: { zh: '待处理，尚未上链', en: 'Pending, not anchored yet' },
  on: { zh: '开启', en: 'On' },
  off: { zh: '关闭', en: 'Off' },
  signedByDevice: { zh: '已签名', en: 'Signed' },
  logged: { zh: '已入账本', en: 'Logged' },
  anchored: { zh: '已上链', en: 'Anchored' },
  stamped: { zh: '已加盖时间戳', en: 'Time-stamped' },
  provenNothing: { zh: '演示，不具证明力', en: 'demonstration, proves nothing' },
  simulated: { zh: '模拟链，不具证明力', en: 'simulated chain, proves nothing' },
  rootUntrusted: { zh: '根证书不受信任', en: 'root not trusted here' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Sentences; blanks are filled with fill.ts. */
export const SAY = {
  witnessClock: { zh: '加签时间（见证人时钟）', en: 'Cosigned at, by its own clock' },
  sequence: { zh: '{sequence}（失败的尝试也编号）', en: 'failed attempts are numbered too' },
  verifiedBy: { zh: '已认证：{method}', en: 'Verified: {method}' },
  recorded: {
    zh: '过程取证：由人操作浏览器并录屏',
    en: 'Recorded session: a person used the browser, filmed',
  },
  ownCapture: { zh: '自行取证，非第三方机构取证', en: 'captured by the party itself, not by a third party' },
  more: { zh: '另有 {count} 项，见证据声明', en: '{count} more, see the statement' },
  cut: { zh: '…（共 {count} 字，全文见证据声明）', en: 'cut: the statement has the full text' },
  inFull: { zh: '…（全文见后）', en: 'in full below' },
  noRedirect: { zh: '无重定向', en: 'no redirect' },
  redirects: { zh: '{count} 次重定向', en: '{count} redirects' },
  fakeIp: {
    zh: '本机代理 fake-IP，服务器真实地址未知',
    en: 'fake-IP of a local proxy, the real address of the server is not known',
  },
  proxyAddress: {
    zh: '代理的地址，服务器真实地址未知',
    en: "the proxy's address, the real address of the server is not known",
  },
  tlsSubject: { zh: '持有者', en: 'Subject' },
  tlsIssuer: { zh: '颁发者', en: 'Issuer' },
  tlsValidity: { zh: '有效期', en: 'Validity' },
  tlsFingerprint: { zh: '指纹 SHA-256', en: 'Fingerprint' },
  noTls: { zh: '无（未使用 TLS 或未取得）', en: 'None (no TLS, or not obtained)' },
  tlsError: { zh: '浏览器报告错误', en: 'Browser error' },
  deviceClock: {
    zh: '设备时钟，未与时间源比对',
    en: 'device clock, not compared with a time source',
  },
  clockOffset: {
    zh: '与 {source} 比对，偏差 {offsetMs} ms（本机减参考）；所示时间仍为设备时钟',
    en: "compared with {source}, offset {offsetMs} ms (device minus reference); the times shown are the device's",
  },
  clockBefore: { zh: '取证前', en: 'Before' },
  clockAfter: { zh: '取证后', en: 'After' },
  addressUnknown: { zh: '公网地址未知', en: 'public address not known' },
  publicAddress: { zh: '公网地址', en: 'Public address' },
  network: { zh: '网络', en: 'Network' },
  networkUnknown: { zh: '网络未记录', en: 'network not recorded' },
  fromHere: { zh: '由本机取证，不是异地节点', en: 'from this computer, not from a remote vantage point' },
  environmentReport: { zh: '检查报告 data/environment.json SHA-256', en: 'Report' },
  goneOn: {
    zh: '仍继续取证：{items}。理由：{reason}（{by}，{at}）',
    en: 'gone on in spite of: {items}; reason as given',
  },
  operatorUnnamed: { zh: '未填写取证人', en: 'operator not stated' },
  files: { zh: '{count} 个文件，见附录', en: '{count} files, see the appendix' },
  filesMore: {
    zh: '另有 {count} 个文件未在此列出，见证据包内 {path}',
    en: '{count} more are not listed here: see {path} in the package',
  },
  digestOnlyFile: { zh: '仅摘要', en: 'digest only' },
  entries: { zh: '{count} 条', en: '{count} entries' },
  deviceSigner: { zh: 'Ed25519，本机密钥', en: 'device key' },
  keyId: { zh: '密钥标识', en: 'Key id' },
  noStamp: {
    zh: '未申请。未取得第三方时间戳，所示时间为取证设备时间。',
    en: "Not requested. No third-party time-stamp; the times shown are the device's own.",
  },
  rootTrusted: { zh: '根证书受信任：{root}', en: 'leads to a root trusted here' },
  rootNotTrusted: { zh: '根证书不受信任：{root}', en: 'leads to a root that is not trusted here' },
  rootUnchecked: { zh: '见信任根：{root}', en: 'as recorded when it was obtained' },
  block: { zh: '{chain} 区块 {number}', en: 'block of a chain from before the capture' },
  simulatedBlock: { zh: '模拟链', en: 'simulated' },
  merkle: {
    zh: '默克尔批量：随账本检查点上链，叶序号 {index}，共 {size} 条',
    en: 'Merkle batch: with a checkpoint of the ledger, leaf {index} of {size}',
  },
  merklePlain: { zh: '默克尔批量：随账本检查点上链', en: 'Merkle batch: with a checkpoint of the ledger' },
  platformWord: {
    zh: '平台的说法，未离线核验，请向平台核对',
    en: "The platform's word, not proven offline: ask the platform",
  },
  selfProvided: {
    zh: '无第三方服务提供者：由使用人在本机运行',
    en: 'No third-party provider: run by its user on this computer',
  },
  howToVerify: {
    zh: '将证据包（ZIP）拖入离线核验页 verify.html，或按包内 README.txt 用 sha256sum、openssl 等通用工具核验，均无需联网。',
    en: 'Drop the package (ZIP) on the offline page verify.html, or follow README.txt inside with sha256sum and openssl; no network is needed.',
  },
  qrHolds: {
    zh: '内含存证编号与证据声明的 SHA-256，不含个人信息，不指向任何网址',
    en: "holds the preservation number and the statement's SHA-256; no personal data, no web address",
  },
  noWebsite: {
    zh: '无在线核验网址：核验不依赖任何网站',
    en: 'no web address: verification depends on no website',
  },
  notForDeposit: { zh: '不适用（文件存证）', en: 'Not applicable (file deposit)' },
  seal: { zh: '签章处', en: 'Reserved for a signature' },
  thumbnail: { zh: '首屏，{at}', en: 'First screen' },
  thumbnailAlt: { zh: '网页首屏缩略图，{at}', en: 'First screen of the page' },
  screenshotAlt: { zh: '整页截图第 {part} 段，共 {parts} 段', en: 'Whole page, part {part} of {parts}' },
  pictureRange: {
    zh: '截图第 {part} / {parts} 段 · 第 {from}–{to} 行像素，共 {height} 行',
    en: 'Part {part} of {parts}, rows {from}–{to} of {height}',
  },
  pictureOverlap: { zh: '以上与上一段重叠', en: 'overlap with the part before' },
  pictureCut: {
    zh: '截图过长，此处只印前 {shown} 段；全图见证据包内 {path}',
    en: 'The picture is long: the first {shown} parts are printed; the whole stands in the package, {path}',
  },
  noPicture: { zh: '没有截图', en: 'No picture of the page' },
  pageOf: { zh: '第 {page} 页 / 共 {pages} 页', en: 'Page {page} of {pages}' },
  number: { zh: '编号', en: 'No.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const TLS_PROVENANCE = {
  'same-connection': {
    zh: '证书取自网页主文档的同一连接',
    en: 'read for the very connection of the page',
  },
  'same-origin': {
    zh: '证书取自同一来源，不一定是同一连接',
    en: 'read for the same origin, perhaps another connection',
  },
  unavailable: { zh: '浏览器没有给出证书链', en: 'the browser gave no chain' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What a paper calls itself in its statement. */
export const PAPER_WORD = {
  certificate: { zh: '证书', en: 'certificate' },
  report: { zh: '报告', en: 'report' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The closing statement. Only a time-stamp under a trusted root says when; anything else is the device's word. */
export const STATEMENT = {
  knownTime: {
    zh: '所列文件的哈希值至迟于受信任的时间戳所示时间已存在，此后的任何改动均可被发现。',
    en: 'The listed digests existed at the latest at the time of the trusted time-stamp; any later change can be detected.',
  },
  deviceTime: {
    zh: '没有受信任的第三方时间戳，所示时间仅为取证设备自身的时间，本{paper}不证明文件于该时间已存在。封存之后的任何改动均可被发现。',
    en: "There is no trusted third-party time-stamp: the times shown are the device's own, and this {paper} does not show that the files existed then. Any change after sealing can be detected.",
  },
  limits: {
    zh: '本{paper}不证明内容真实合法，不构成公证书或司法鉴定意见，最终由人民法院、仲裁机构依法认定。',
    en: 'It does not show that the content is true or lawful, and is neither a notarial certificate nor an expert opinion; courts and arbitral bodies decide by law.',
  },
  notAnchored: { zh: '未上链。', en: 'Not anchored on a chain.' },
  simulatedOnly: {
    zh: '只写入了演示用的模拟链，等于未上链。',
    en: 'Anchored on a simulated chain only, which counts as none.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Of a recording and of a deposit. */
export const DEPOSIT_SAY = {
  originalsElsewhere: {
    zh: '证据包内没有原件；须将原件与所列摘要比对。',
    en: 'The originals are not in the package: compare them with the digests listed.',
  },
  depositorsWord: {
    zh: '类别各项由存证人填写，未经核实',
    en: 'Fields are stated by the depositor, not verified',
  },
  moreRoots: { zh: '另有 {count} 个', en: '{count} more' },
  count: { zh: '{count} 个文件，{bytes} B', en: 'files' },
  unchanged: {
    zh: '每个文件读取前后的大小与时间一致',
    en: 'Size and times of each file were the same before and after reading',
  },
  changeTimes: {
    zh: '文件系统所述的修改时间见 data/deposit.json，未经证明',
    en: 'Times of change in data/deposit.json are unproven',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const RECORDING_SAY = {
  noFilm: { zh: '没有录屏：{reason}', en: 'None' },
  stopped: { zh: '由用户停止', en: 'stopped by the user' },
  cut: { zh: '在用户停止之前结束（{why}）', en: 'ended before the user stopped it: {why}' },
  strip: { zh: '画面下方一行由软件加注', en: 'the line below the picture was added by the software' },
  asFound: { zh: '补写前的原文件（{bytes} B）SHA-256', en: 'as found' },
  gaps: { zh: '{count} 处，共 {seconds} s', en: 'in all' },
  marks: { zh: '{marks} 个标记，{moves} 次跳转', en: '{marks} marks, {moves} moves' },
  withheld: {
    zh: '{count} 项含密码或授权，只留加盐摘要',
    en: '{count} with a password or authorisation, kept as salted digests alone',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

// One word per state in each language, the same on every surface (design.md, 'Words first').

import type { AppInfo, JobState } from '../api/views.ts';
import type { CaptureState, EvidenceKind, ProofState } from '../evidence/states.ts';
import type { CheckStatus, Verdict } from '../verify/report.ts';
import type { Bilingual } from './fill.ts';

export const CAPTURE_STATE: Record<CaptureState, Bilingual> = {
  COMPLETE: { zh: '完成', en: 'Complete' },
  PARTIAL: { zh: '部分完成', en: 'Partial' },
  FAILED: { zh: '失败', en: 'Failed' },
};

export const JOB_STATE: Record<JobState, Bilingual> = {
  queued: { zh: '排队', en: 'Queued' },
  running: { zh: '取证中', en: 'Capturing' },
  done: { zh: '完成', en: 'Complete' },
  failed: { zh: '失败', en: 'Failed' },
  cancelled: { zh: '已停止', en: 'Stopped' },
};

export const PROOF_STATE: Record<ProofState, Bilingual> = {
  pending: { zh: '待处理', en: 'Pending' },
  sealed: { zh: '已封存', en: 'Sealed' },
  signed: { zh: '已签名', en: 'Signed' },
  timestamped: { zh: '已加盖时间戳', en: 'Time-stamped' },
  logged: { zh: '已入账本', en: 'Logged' },
  anchored: { zh: '已上链', en: 'Anchored' },
};

export const VERDICT: Record<Verdict, Bilingual> = {
  valid: { zh: '有效', en: 'Valid' },
  invalid: { zh: '无效', en: 'Invalid' },
  incomplete: { zh: '无法确认', en: 'Incomplete' },
};

export const CHECK_STATUS: Record<CheckStatus, Bilingual> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不通过', en: 'Failed' },
  indeterminate: { zh: '无法检查', en: 'Could not check' },
  absent: { zh: '没有', en: 'Absent' },
};

export const EVIDENCE_KIND: Record<EvidenceKind, Bilingual> = {
  'web-capture': { zh: '网页取证', en: 'Web page capture' },
  'file-deposit': { zh: '文件存证', en: 'File deposit' },
};

/** Who had it made, as the statement names them: files are deposited (存证), everything else is captured (取证). */
export const PERSON: Record<EvidenceKind, Bilingual> = {
  'web-capture': { zh: '取证人', en: 'Operator' },
  'file-deposit': { zh: '存证人', en: 'Depositor' },
};

/** Steps of a capture as its record names them. A name that is not here is shown as it is. */
export const STEP: Readonly<Record<string, Bilingual>> = {
  resolve: { zh: '解析域名', en: 'Resolve name' },
  browser: { zh: '启动浏览器', en: 'Start browser' },
  check: { zh: '检查环境', en: 'Check environment' },
  navigate: { zh: '打开网页', en: 'Open page' },
  connection: { zh: '核对连接', en: 'Check connection' },
  wait: { zh: '按要求等待', en: 'Wait as asked' },
  settle: { zh: '等待内容显示', en: 'Let content appear' },
  viewport: { zh: '拍摄首屏', en: 'Photograph viewport' },
  screenshot: { zh: '拍摄整页', en: 'Photograph whole page' },
  mhtml: { zh: '保存 MHTML', en: 'Save MHTML' },
  pdf: { zh: '保存 PDF', en: 'Save PDF' },
  dom: { zh: '保存页面结构', en: 'Save document structure' },
  text: { zh: '提取文字', en: 'Extract text' },
  dismiss: { zh: '另拍隐藏弹层的截图', en: 'Photograph again with overlays hidden' },
  label: { zh: '识别页面类型', en: 'Label the kind of page' },
  compare: { zh: '与拍摄时比对', en: 'Compare with the picture' },
  wacz: { zh: '写入网络档案', en: 'Write web archive' },
  recheck: { zh: '再次检查环境', en: 'Check environment again' },
  record: { zh: '写入取证记录', en: 'Write capture record' },
  list: { zh: '清点文件', en: 'List files' },
  copy: { zh: '读取并保存', en: 'Read and keep' },
  digest: { zh: '读取并计算摘要', en: 'Read and digest' },
  seal: { zh: '封存', en: 'Seal' },
  attest: { zh: '固定证明', en: 'Attest' },
};

export const KEY_PROTECTION: Record<AppInfo['keyProtection'], Bilingual> = {
  'safe-storage': { zh: '系统钥匙串', en: 'System key store' },
  passphrase: { zh: '口令', en: 'Passphrase' },
  'key-file-0600': { zh: '仅本用户可读的密钥文件', en: 'Key file readable by this user only' },
};

export const DEMONSTRATION: Bilingual = { zh: '演示 DEMO', en: '演示 DEMO' };
export const UNVERIFIED: Bilingual = { zh: '未认证', en: 'Not verified' };

/** Facts of proofs, by their key in AttestationView.facts. */
export const FACT: Readonly<Record<string, Bilingual>> = {
  signatureAlgorithm: { zh: '签名算法', en: 'Signature algorithm' },
  algorithm: { zh: '算法', en: 'Algorithm' },
  keyId: { zh: '密钥', en: 'Key' },
  serial: { zh: '序列号', en: 'Serial' },
  policy: { zh: '策略', en: 'Policy' },
  revocation: { zh: '查得吊销状态的证书', en: 'Certificates whose revocation was looked up' },
  fee: { zh: '费用', en: 'Fee' },
  accuracy: { zh: '精度', en: 'Accuracy' },
  signer: { zh: '签发机构', en: 'Authority' },
  root: { zh: '信任根', en: 'Trust root' },
  index: { zh: '序号', en: 'Index' },
  size: { zh: '账本大小', en: 'Ledger size' },
  origin: { zh: '账本', en: 'Ledger' },
  witness: { zh: '见证公钥', en: 'Witness key' },
  transport: { zh: '传输', en: 'Transport' },
  chainId: { zh: '链 ID', en: 'Chain id' },
  contract: { zh: '合约', en: 'Contract' },
  txHash: { zh: '交易哈希', en: 'Transaction hash' },
  blockNumber: { zh: '区块高度', en: 'Block height' },
  blockHash: { zh: '区块哈希', en: 'Block hash' },
  platform: { zh: '存证平台', en: 'Evidence platform' },
  evidenceNumber: { zh: '平台存证编号', en: 'Platform’s number' },
  blockHeight: { zh: '平台所称区块高度', en: 'Block height by the platform' },
  platformCertificate: { zh: '平台的证书 PDF', en: 'The platform’s certificate (PDF)' },
  claimedTime: { zh: '平台所称时间', en: 'Time by the platform' },
  gasUsed: { zh: '消耗 gas', en: 'Gas used' },
  gasPrice: { zh: 'gas 价格', en: 'Gas price' },
  costPerItem: { zh: '每件费用 / 件数', en: 'Cost per item / items' },
  proof: { zh: '核验方式', en: 'How to check' },
  checkpointRoot: { zh: '检查点根', en: 'Checkpoint root' },
};

export const THIS_DEVICE: Bilingual = { zh: '本机', en: 'this device' };

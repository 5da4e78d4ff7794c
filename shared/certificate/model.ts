// What a certificate says, as plain bilingual rows: from the statement, the capture record and the proofs that exist
// now. Pure. Whatever is missing (no time-stamp, not anchored, 未认证) becomes a row as plain as what is there.

import type { AttestationView } from '../api/views.ts';
import type { CaptureRecord, TlsFacts } from '../evidence/capture-record.ts';
import type { DepositRecord } from '../evidence/deposit-record.ts';
import type { FileDigest } from '../evidence/index-line.ts';
import type { Statement } from '../evidence/statement.ts';
import { reasonSentence } from '../text/reasons.ts';
import { CAPTURE_STATE, EVIDENCE_KIND } from '../text/words.ts';
import type { Bilingual } from '../text/fill.ts';
import { BOUND, noBound } from '../text/interval.ts';
import { recordingRows } from './recording-rows.ts';
import { chinaTime } from '../text/time.ts';
import { chainRows } from './chain-rows.ts';
import { factText } from './facts.ts';
import { recordTexts, serverText } from './record-texts.ts';
import { certificateFiles, depositRows } from './deposit.ts';
import { environmentValues, type CheckedEnvironment } from './environment.ts';
import { sm2Row } from './sm2-row.ts';
import { cut, digest, row, url, type CertificateRow } from './rows.ts';

export type { CertificateRow, CertificateValue, ValueStyle } from './rows.ts';

export interface CertificateInput {
  readonly statement: Statement;
  readonly statementSha256: string;
  readonly statementSm3: string;
  readonly signerKeyId: string;
  readonly record: CaptureRecord | null;
  /** Of a file deposit; null for a capture. */
  readonly deposit?: DepositRecord | null;
  /** The environment check with the SHA-256 of its file; null where none was made. */
  readonly environment: CheckedEnvironment | null;
  readonly files: readonly FileDigest[];
  readonly attestations: readonly AttestationView[];
  /** Root of the checkpoint that covers the statement, hex; null while there is none. */
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly rootHex: string } | null;
  /** Entries in data/events.jsonl and the digest of its last line; null where there is no such log. */
  readonly processLog: { readonly entries: number; readonly headSha256: string } | null;
  /** Whether a time-stamp over the statement leads to a root that this installation trusts and that is no demonstration. */
  readonly timeTrusted: boolean;
  /** ISO 8601 UTC. */
  readonly issuedAt: string;
  readonly softwareVersion: string;
}

export interface CertificateSection {
  readonly title: Bilingual;
  readonly rows: readonly CertificateRow[];
}

export interface CertificateModel {
  readonly number: string;
  readonly demonstration: boolean;
  readonly state: Bilingual;
  readonly stateLabel: Bilingual;
  readonly sections: readonly CertificateSection[];
  readonly files: readonly FileDigest[];
  /** Files of a long deposit that are not listed here. */
  readonly filesOmitted: number;
  readonly statementLines: readonly Bilingual[];
  /** Text of the QR code: id and digest, no personal data, no address of anybody's server. */
  readonly qr: string;
}

export function buildCertificate(input: CertificateInput): CertificateModel {
  const { predicate } = input.statement;
  const { deposit = null } = input;
  const listed = certificateFiles(input.files, deposit);
  const demonstration = predicate.demonstration || input.attestations.some((a) => a.demonstration);
  return {
    number: certificateNumber(predicate.id),
    demonstration,
    state: CAPTURE_STATE[predicate.state],
    stateLabel: { zh: predicate.kind === 'file-deposit' ? '存证结果' : '取证结果', en: 'Outcome' },
    sections: [
      subjectSection(input),
      predicate.kind === 'file-deposit' ? depositSection(input) : captureSection(input),
      digestSection(input),
      timeSection(input),
      ledgerSection(input),
      { title: { zh: '区块链', en: 'Chain' }, rows: chainRows(input.attestations) },
      toolSection(input),
      verifySection(),
    ],
    files: listed.files,
    filesOmitted: listed.omitted,
    statementLines: closingStatement(input),
    qr: `CUNAN1:${predicate.id}:${input.statementSha256}`,
  };
}

/** Our own number; a notary's number is given by the notary's system and never made up here. */
function certificateNumber(evidenceId: string): string {
  return evidenceId.replace(/^E-/, 'C-');
}

const MAX_REASONS = 20;

function subjectSection({ statement, issuedAt }: CertificateInput): CertificateSection {
  const { predicate } = statement;
  const { operator } = predicate;
  const verified =
    operator.verification === 'verified'
      ? `已认证（${operator.verificationMethod ?? ''}） Verified`
      : '未认证 Not verified';
  return {
    title: { zh: '证据', en: 'Evidence' },
    rows: [
      row('证书编号', 'Certificate No.', certificateNumber(predicate.id)),
      row('存证编号', 'Preservation No.', predicate.id),
      row('证据名称', 'Evidence title', cut(predicate.title ?? predicate.requestedUrl ?? predicate.id)),
      row(
        '案件内序号',
        'Sequence in case',
        `${predicate.case.sequence}（失败的尝试也编号） failed attempts are numbered too`,
      ),
      predicate.kind === 'file-deposit'
        ? row('存证人', 'Depositor', operator.name ?? '未填写 Not stated')
        : row('取证人', 'Operator', operator.name ?? '未填写 Not stated'),
      row('单位', 'Organisation', operator.organisation ?? '未填写 Not stated'),
      row('实名认证', 'Identity verification', verified),
      row('签发时间', 'Issued at', chinaTime(issuedAt)),
    ],
  };
}

function depositSection({ statement, deposit = null }: CertificateInput): CertificateSection {
  const { predicate } = statement;
  const clock = clockText(predicate.clock.source, predicate.clock.offsetMs);
  return { title: { zh: '存证', en: 'Deposit' }, rows: depositRows(predicate, deposit, clock) };
}

function captureSection({ statement, record, environment }: CertificateInput): CertificateSection {
  const { predicate } = statement;
  const tls = record?.tls ?? null;
  const state = CAPTURE_STATE[predicate.state];
  const reasons = predicate.reasons
    .slice(0, MAX_REASONS)
    .map((reason) => cut(reasonSentence(reason, 'zh-CN')));
  const more = predicate.reasons.length - reasons.length;
  if (more > 0) reasons.push(`另有 ${more} 项，见证据声明 ${more} more, see the statement`);
  return {
    title: { zh: '取证', en: 'Capture' },
    rows: [
      row(
        '取证方式',
        'Capture method',
        record?.method === 'process'
          ? '过程取证（由人操作浏览器并录屏） Recorded session (a person used the browser, filmed)'
          : `${EVIDENCE_KIND[predicate.kind].zh} ${EVIDENCE_KIND[predicate.kind].en}`,
      ),
      ...recordingRows(record?.recording).map(({ label, values }) => row(label.zh, label.en, ...values)),
      row('结果', 'Outcome', `${state.zh} ${state.en}`, ...reasons),
      row('目标网址', 'Requested URL', url(predicate.requestedUrl)),
      row('最终网址', 'Final URL', url(predicate.finalUrl), redirectText(record)),
      row(
        'HTTP 状态',
        'HTTP status',
        predicate.httpStatus === null ? '无 None' : String(predicate.httpStatus),
      ),
      row('服务器', 'Server IP · port · protocol', serverText(record)),
      row(
        'TLS 证书',
        'TLS certificate',
        ...(tls
          ? [
              `${tls.subject} ← ${tls.issuer}`,
              `${tls.validFrom} – ${tls.validTo} · ${tls.version}`,
              TLS_PROVENANCE[tls.provenance],
              ...(tls.chain[0] ? [digest(tls.chain[0].sha256)] : []),
              ...(tls.error ? [`浏览器报告错误 browser error: ${tls.error}`] : []),
            ]
          : ['无（未使用 TLS 或未取得） None (no TLS, or not obtained)']),
      ),
      ...recordTexts(record).map(({ zh, en, texts }) => row(zh, en, ...texts.map(cut))),
      row('取证开始', 'Capture start', chinaTime(predicate.startedAt)),
      row('取证结束', 'Capture end', chinaTime(predicate.endedAt)),
      row('时钟', 'Clock', clockText(predicate.clock.source, predicate.clock.offsetMs)),
      row(
        '取证地点（网络）',
        'Vantage',
        [predicate.vantage.publicIp ?? '公网地址未知 public address not known', predicate.vantage.network]
          .filter((part) => part !== null)
          .join(' · '),
      ),
      row('环境检查', 'Environment check', ...environmentValues(environment)),
    ],
  };
}

const TLS_PROVENANCE: Record<TlsFacts['provenance'], string> = {
  'same-connection': '证书取自网页主文档的同一连接 read for the very connection of the page',
  'same-origin': '证书取自同一来源，不一定是同一连接 read for the same origin, perhaps another connection',
  unavailable: '浏览器没有给出证书链 the browser gave no chain',
};

function redirectText(record: CaptureRecord | null): string {
  const count = record?.redirects.length ?? 0;
  return count === 0 ? '无重定向 no redirect' : `${count} 次重定向 redirects`;
}

function clockText(source: string, offsetMs: number | null): string {
  if (source === 'device') return '设备时钟，未与时间源比对 device clock, not compared with a time source';
  return `与 ${source === 'ntp' ? 'NTP' : 'HTTPS Date'} 比对，偏差 offset ${offsetMs ?? 0} ms（本机减参考 device minus reference）；所示时间仍为设备时钟 times shown are the device's`;
}

function digestSection(input: CertificateInput): CertificateSection {
  const log = input.processLog;
  return {
    title: { zh: '被固定的值', en: 'The anchored value' },
    rows: [
      row('证据声明 SHA-256', 'Statement SHA-256', digest(input.statementSha256)),
      row('证据声明 SM3', 'Statement SM3', digest(input.statementSm3)),
      row(
        '账本检查点根',
        'Checkpoint root',
        ...(input.checkpoint ? [digest(input.checkpoint.rootHex)] : ['尚未入账本 Not logged yet']),
      ),
      row(
        '过程日志',
        'Process log',
        ...(log ? [`${log.entries} 条 entries`, digest(log.headSha256)] : ['无 None']),
      ),
      row('签名', 'Signature', 'Ed25519（本机密钥 device key）', digest(input.signerKeyId)),
      ...sm2Row(input.attestations),
    ],
  };
}

function timeSection({ attestations, statement }: CertificateInput): CertificateSection {
  const stamps = attestations.filter((a) => a.kind === 'timestamp' && a.subject === 'statement');
  const rows = stamps
    .filter((stamp) => stamp.state === 'obtained')
    .map((stamp) =>
      row(
        `时间戳 ${stamp.provider}`,
        'RFC 3161 time-stamp',
        `${stamp.at ? chinaTime(stamp.at) : ''}${stamp.demonstration ? '（演示，不具证明力 demonstration, proves nothing）' : ''}`,
        ...stamp.facts.map((fact) => factText(fact)),
      ),
    );
  const pending = stamps
    .filter((stamp) => stamp.state === 'pending')
    .map((stamp) =>
      row(`时间戳 ${stamp.provider}`, 'RFC 3161 time-stamp', '待处理，尚未取得 Pending, not obtained yet'),
    );
  const none =
    rows.length + pending.length === 0
      ? [
          row(
            '时间戳',
            'RFC 3161 time-stamp',
            '未申请。未取得第三方时间戳，所示时间为取证设备时间。',
            "Not requested. No third-party time-stamp; the times shown are the device's own.",
          ),
        ]
      : [];
  const { beacon, beaconAbsentReason } = statement.predicate;
  const notBefore = beacon
    ? `${chinaTime(beacon.blockTime)} · ${beacon.chainName} #${beacon.blockNumber}${beacon.simulated ? '（模拟 simulated）' : ''}`
    : `${noBound('notBefore', beaconAbsentReason, 'zh-CN')} ${noBound('notBefore', beaconAbsentReason, 'en')}`;
  return {
    title: { zh: '时间', en: 'Time' },
    rows: [row(BOUND.notBefore.zh, BOUND.notBefore.en, notBefore), ...rows, ...pending, ...none],
  };
}

function ledgerSection({ attestations, checkpoint }: CertificateInput): CertificateSection {
  const ledger = attestations.find((a) => a.kind === 'ledger');
  if (!ledger || ledger.state !== 'obtained' || !checkpoint) {
    return {
      title: { zh: '账本', en: 'Ledger' },
      rows: [row('本机账本', 'Local ledger', '尚未入账本 Not logged yet')],
    };
  }
  return {
    title: { zh: '账本', en: 'Ledger' },
    rows: [
      row('账本', 'Ledger', `${checkpoint.origin} · ${checkpoint.size} 条 entries`),
      row('登记', 'Entry', ...ledger.facts.map((fact) => factText(fact))),
    ],
  };
}

function toolSection({ statement, softwareVersion, record }: CertificateInput): CertificateSection {
  const deposit = statement.predicate.kind === 'file-deposit';
  const tools = statement.predicate.tools.flatMap((tool) => [
    `${tool.name} ${tool.version}`,
    ...(tool.sha256 ? [digest(tool.sha256)] : []),
  ]);
  return {
    title: { zh: '工具', en: 'Tools' },
    rows: [
      row(
        deposit ? '存证软件' : '取证软件与浏览器',
        deposit ? 'Software' : 'Software and browser',
        ...(tools.length > 0 ? tools : ['未记录 Not recorded']),
      ),
      row('证书由', 'Certificate made by', `Cunan 存安取证 ${softwareVersion}`),
      ...(deposit ? [] : [row('浏览器沙箱', 'Browser sandbox', sandboxText(record))]),
      row('服务提供者备案编号', 'Filing No.', '未备案 Not filed'),
    ],
  };
}

function sandboxText(record: CaptureRecord | null): string {
  if (!record?.browser) return '无 None';
  const { sandbox } = record.browser;
  if (sandbox === null) return '无法检查 Not measured';
  return sandbox ? '开启 On' : '关闭 Off';
}

function verifySection(): CertificateSection {
  return {
    title: { zh: '核验', en: 'How to verify' },
    rows: [
      row(
        '核验方式',
        'Verification',
        '将证据包（ZIP）拖入离线核验页 verify.html，或按包内 README.txt 用 sha256sum、openssl 等通用工具核验，均无需联网。',
        'Drop the package (ZIP) on the offline page verify.html, or follow README.txt inside with sha256sum and openssl; no network is needed.',
      ),
    ],
  };
}

function closingStatement(input: CertificateInput): readonly Bilingual[] {
  return [input.timeTrusted ? KNOWN_TIME : DEVICE_TIME, LIMITS, ...notAnchored(input)];
}

function notAnchored({ attestations }: CertificateInput): readonly Bilingual[] {
  const anchors = attestations.filter(({ kind, state }) => kind === 'chain' && state === 'obtained');
  if (anchors.some(({ demonstration }) => !demonstration)) return [];
  if (anchors.length === 0) return [{ zh: '未上链。', en: 'Not anchored on a chain.' }];
  return [
    {
      zh: '只写入了演示用的模拟链，等于未上链。',
      en: 'Anchored on a simulated chain only, which counts as none.',
    },
  ];
}

/** Only a time-stamp by an authority whose root this installation trusts says when; anything else is the device's word. */
const KNOWN_TIME: Bilingual = {
  zh: '所列文件的哈希值至迟于上列受信任的时间戳所示时间已存在，此后的任何改动均可被发现。',
  en: 'The listed digests existed at the latest at the time of the trusted time-stamp above; any later change can be detected.',
};
const DEVICE_TIME: Bilingual = {
  zh: '没有受信任的第三方时间戳，所示时间仅为取证设备自身的时间，本证书不证明文件于该时间已存在。封存之后的任何改动均可被发现。',
  en: "There is no trusted third-party time-stamp: the times shown are the device's own, and this certificate does not show that the files existed then. Any change after sealing can be detected.",
};
const LIMITS: Bilingual = {
  zh: '本证书不证明内容真实合法，不构成公证书或司法鉴定意见，最终由人民法院、仲裁机构依法认定。',
  en: 'It does not show that the content is true or lawful, and is neither a notarial certificate nor an expert opinion; courts and arbitral bodies decide by law.',
};

// README.txt of a package, in zh-CN and English: what it is, how to check it with what any computer has, what is not
// proven. Same package, same text. Page-supplied texts are escaped; commands name only files that are there.

import { toUtf8 } from '../../shared/bytes/utf8.ts';
import {
  CERTIFICATE_PATH,
  README_PATH,
  REPORT_PATH,
  VERIFIER_PAGE_PATH,
} from '../../shared/evidence/package-paths.ts';
import {
  checkpointCommand,
  containerCommands,
  exportSignatureCommands,
  fileCommands,
  signatureCommands,
  statementCommands,
  timestampCommands,
} from './readme-commands.ts';
import { printable, type ReadmeFacts } from './readme-facts.ts';

export function buildReadme(facts: ReadmeFacts): Uint8Array {
  const sections = [
    head(facts),
    trusted(facts),
    container(facts),
    files(facts),
    statement(facts),
    signature(facts),
  ];
  sections.push(exporter(facts), timestamps(facts), ledger(facts), anchors(facts), limits(facts));
  return toUtf8(`${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`);
}

type Section = string[];

function commands(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

function head(facts: ReadmeFacts): Section {
  const { predicate: about } = facts.statement;
  const rows: [string, string][] = [
    ['编号 Id', about.id],
    ['状态 State', about.state],
    ...(about.requestedUrl === null
      ? []
      : [['网址 URL', printable(about.requestedUrl)] satisfies [string, string]]),
    ['设备时间 Device clock', `${about.startedAt} – ${about.endedAt}`],
    ['文件 Files', `${facts.payload.files} (${facts.payload.sizeBytes} bytes)`],
    ['声明 Statement SHA-256', facts.statementSha256],
    ['签名密钥 Signing key', facts.signerKeyId],
  ];
  return [
    '存安取证 Cunan · 电子数据证据包 evidence package · 格式版本 format version 1',
    ...(about.demonstration
      ? ['', '*** 演示材料，不具有证明效力 *** DEMONSTRATION, PROVES NOTHING ***']
      : []),
    '',
    ...rows.map(([name, value]) => `${name}: ${value}`),
    '',
    '本文件包封存了上述内容，之后未作改写。任何人都可以不依赖我们的软件、不联网，用下列常用工具逐项核验。',
    'This package holds what was captured, sealed once and never rewritten. Anyone can check it offline with the',
    'common tools below, without our software.',
    '',
    '在 Linux 或 macOS 上，请在同一终端中依次输入以“$”开头的各行（不含“$”）；macOS 请用 shasum -a 256 代替',
    'sha256sum。需要 OpenSSL 3.0 以上版本和 jq。Windows 用户请在解压后的文件夹中使用以“PS>”开头的各行。',
    'On Linux or macOS type the lines that begin with "$" (without it), in order, in one terminal; on macOS use',
    '"shasum -a 256" for sha256sum. OpenSSL 3.0 or later and jq are needed. On Windows use the lines that begin',
    'with "PS>" in the unpacked folder.',
  ];
}

function trusted(facts: ReadmeFacts): Section {
  return [
    '1. 用我们的验证工具核验 / With our verifier',
    '请使用自行从软件发布者处取得的存安取证程序或验证页面：cunan verify 文件名。不要使用交付本文件包的人提供的副本。',
    ...(facts.hasVerifier
      ? [
          '包内的 verify.html 只是为了方便：伪造者可以连同它一起替换，因此它不能作为信任的依据。',
          'verify.html in this package is a convenience only, not a root of trust: a forger can replace it too.',
        ]
      : ['本文件包未附 verify.html。This package has no verify.html.']),
    'Use a copy of Cunan, or of its verifier page, that you got from its publisher yourself: cunan verify FILE.',
    'Never use one that came from whoever gave you this package.',
  ];
}

function container(facts: ReadmeFacts): Section {
  return [
    '2. 容器 / The container (ZIP)',
    '文件名如有不同，请替换。Put in the real file name if it differs.',
    ...commands(containerCommands(facts.statement.predicate.id)),
  ];
}

function files(facts: ReadmeFacts): Section {
  return [
    '3. 文件摘要 / Digests of the files',
    '每一行都应显示 OK（PowerShell 显示 True）。Every line must say OK (PowerShell: True).',
    ...commands(fileCommands()),
    ...(facts.statement.predicate.kind === 'file-deposit' ? DEPOSIT : []),
  ];
}

const DEPOSIT: Section = [
  '文件存证：data/deposit.json 逐个记录文件的路径、大小、SHA-256 与 SM3。只存摘要时包内没有原件，须另行计算原件的',
  '摘要并与该记录比对（sha256sum 原件）；记录中的修改时间只是文件系统所述。',
  'A file deposit: data/deposit.json names path, size, SHA-256 and SM3 of every file. Where digests alone were kept the',
  'originals are not here: compute their digests (sha256sum FILE) and compare them with the record. Times of change in',
  'it are what the file system said.',
];

function statement(facts: ReadmeFacts): Section {
  return [
    '4. 声明 / The statement',
    'attest/statement.json 记录索引 attest/index.jsonl 的摘要，索引记录每个文件的摘要；签名、时间戳和账本都针对该声明。',
    'attest/statement.json holds the digest of the index, the index those of all files; signature, time-stamps and',
    'ledger are over the statement. Its SHA-256 must be the one above and the one on the certificate:',
    facts.statementSha256,
    ...commands(statementCommands()),
  ];
}

function signature(facts: ReadmeFacts): Section {
  return [
    facts.hasSm2
      ? '5. 签名：先 SM2，后 Ed25519 / Signatures (DSSE): SM2 first, then Ed25519'
      : '5. 签名 / Signature (DSSE, Ed25519)',
    '最后一行应等于下列密钥标识；该标识属于谁，须从包外得知。',
    'The last line must be the key id below. Whose key that is must be known from outside this package.',
    facts.signerKeyId,
    ...commands(signatureCommands(facts)),
  ];
}

function exporter(facts: ReadmeFacts): Section {
  const covered = [README_PATH, ...(facts.hasVerifier ? [VERIFIER_PAGE_PATH] : [])];
  if (facts.hasCertificate) covered.push(CERTIFICATE_PATH);
  if (facts.hasReport) covered.push(REPORT_PATH);
  return [
    '6. 导出签名 / Signature of this export',
    `覆盖 ${covered.join('、')} 及全部后来取得的证明。Covers ${covered.join(', ')} and all later proofs.`,
    facts.exporterKeyId,
    ...commands(exportSignatureCommands(facts)),
  ];
}

function timestamps(facts: ReadmeFacts): Section {
  const title = '7. 可信时间戳 / Time-stamps (RFC 3161)';
  if (facts.timestamps.length === 0) {
    return [
      title,
      '导出时没有时间戳：以上时间只是设备自身的时间，没有第三方证明。',
      "None at the time of export: the time shown above is the device's own, vouched for by nobody else.",
    ];
  }
  return [
    title,
    '请从时间戳服务机构自行取得其根证书（PEM），并把 TSA_ROOT 设为该文件的路径：TSA_ROOT=…',
    '参数 -attime 为时间戳自身的时间，证书过期后仍可核验。',
    "Get the authority's root certificate (PEM) from the authority itself and set TSA_ROOT to its path: TSA_ROOT=…",
    'The option -attime is the time in the time-stamp itself, so that this works after the certificate expired.',
    ...facts.timestamps.flatMap((timestamp) => [
      `${printable(timestamp.path)}: ${timestamp.genTime ?? '?'}`,
      ...commands(timestampCommands(timestamp)),
    ]),
  ];
}

function ledger(facts: ReadmeFacts): Section {
  const title = '8. 账本 / Ledger (RFC 6962, C2SP tlog-proof)';
  if (facts.ledgerProofs.length === 0) {
    return [title, '导出时尚未入账本。Not in a ledger at the time of export.'];
  }
  return [
    title,
    '账本证明含默克尔路径和已签名的检查点；检查点可用 Go 的 golang.org/x/mod/sumdb/note 和 .vkey 文件中的公钥核验，',
    '路径可用 golang.org/x/mod/sumdb/tlog 核验。叶子数据见格式说明。公钥须从包外确认。',
    "The proof holds a Merkle path and a signed checkpoint: check the note with Go's golang.org/x/mod/sumdb/note and",
    'the key in the .vkey file, the path with golang.org/x/mod/sumdb/tlog. The leaf is described in the format',
    'specification (docs/evidence-package.md of Cunan). The key must be confirmed from outside this package.',
    ...(facts.ledgerProofs.some((path) => path.endsWith('.witnessed.tlog-proof')) ? WITNESSED : []),
    ...facts.ledgerProofs.flatMap((path) => commands([checkpointCommand(path)])),
  ];
}

const WITNESSED: Section = [
  '.witnessed.tlog-proof 另含见证人的加签行（C2SP cosignature/v1，Ed25519）：见证人的公钥须从包外取得。',
  'A .witnessed.tlog-proof holds lines of witnesses as well (C2SP cosignature/v1, Ed25519): their keys must be known',
  'from outside this package.',
];

function anchors(facts: ReadmeFacts): Section {
  const title = '9. 区块链 / Chain';
  if (facts.anchors.length === 0) {
    return [title, '导出时尚未上链。Not anchored on a chain at the time of export.'];
  }
  return [
    title,
    '下列文件记载交易、区块头和存储证明。请在自己的节点或区块浏览器中核对区块哈希与交易；“simulated”为 true 的链',
    '仅供演示，没有证明效力。',
    'These files hold the transaction, the block header and the storage proof. Compare block hash and transaction on',
    'a node or explorer of your own. A chain whose "simulated" is true is a demonstration and proves nothing.',
    ...facts.anchors.map((path) => `    ${printable(path)}`),
  ];
}

function limits(facts: ReadmeFacts): Section {
  const { predicate: about } = facts.statement;
  return [
    '10. 不能证明的事项 / What is not proven',
    '- 核验通过只说明内容自封存后未被改动以及上述证明成立，不说明网页内容真实、合法或完整。',
    '- 操作人身份未经第三方认证时，签名只说明由该密钥签署。',
    '- 没有可信时间戳或上链记录时，时间仅为设备时间。',
    '- That it verifies means: unchanged since it was sealed, and the proofs above hold. It does not mean that what',
    '  the page said is true, lawful or complete.',
    '- Unless a third party verified the operator, the signature says only which key signed.',
    "- Without a trusted time-stamp or block the time is the device's own.",
    ...(about.state === 'COMPLETE'
      ? []
      : [
          `- 状态为 ${about.state}：原因见 attest/statement.json 的 reasons。`,
          `- State ${about.state}: the reasons stand in attest/statement.json under "reasons".`,
        ]),
  ];
}

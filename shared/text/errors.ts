// Every expected failure in plain words: what happened, what was kept, what to do next.

import type { ErrorCode } from '../errors.ts';
import type { Language } from '../api/views.ts';
import { say, type Details } from './fill.ts';
import { settingName } from './settings.ts';

export interface ErrorSentence {
  readonly happened: string;
  readonly kept: string;
  readonly next: string;
}

type Both = { readonly zh: ErrorSentence; readonly en: ErrorSentence };

const NOTHING_CHANGED = { zh: '没有任何改动。', en: 'Nothing was changed.' };
const ATTEMPT_SEALED = {
  zh: '本次尝试已作为证据封存（时间、解析结果、错误）。',
  en: 'The attempt itself was sealed as evidence (when, which DNS answer, which error).',
};
const EVIDENCE_SAFE = { zh: '已封存的证据不受影响。', en: 'Sealed evidence is not affected.' };
const RETRIED = {
  zh: '稍后会自动重试，也可以现在重试。',
  en: 'It is tried again automatically; you can also retry now.',
};
const NO_TOKEN_KEPT = {
  zh: '没有保存该时间戳；证据已封存，此项仍为待处理。',
  en: 'The time-stamp was not stored; the evidence is sealed and this item stays pending.',
};
const ANCHOR_PENDING = {
  zh: '证据与账本完好，上链仍为待处理。',
  en: 'Evidence and ledger are intact; anchoring stays pending.',
};

const COSIGNING_PENDING = {
  zh: '证据与账本完好，见证仍为待处理。',
  en: 'Evidence and ledger are intact; the cosignature stays pending.',
};

function both(
  happened: readonly [string, string],
  kept: { zh: string; en: string },
  next: readonly [string, string] | { zh: string; en: string },
): Both {
  const after = 'zh' in next ? next : { zh: next[0], en: next[1] };
  return {
    zh: { happened: happened[0], kept: kept.zh, next: after.zh },
    en: { happened: happened[1], kept: kept.en, next: after.en },
  };
}

const TEXT: Record<ErrorCode, Both> = {
  'input/not-a-url': both(['“{url}”不是网址。', '“{url}” is not a web address.'], NOTHING_CHANGED, [
    '请输入以 http:// 或 https:// 开头的完整网址。',
    'Enter a full address that begins with http:// or https://.',
  ]),
  'input/unsupported-scheme': both(
    ['不支持“{scheme}”类型的地址。', 'Addresses of the kind “{scheme}” cannot be captured.'],
    NOTHING_CHANGED,
    [
      '网页取证只接受 http:// 和 https://；本机文件请用文件存证。',
      'Web capture takes http:// and https:// only; files on this computer are deposited instead.',
    ],
  ),
  'input/private-address': both(
    [
      '“{host}”指向内网或本机地址（{address}），默认不取证。',
      '“{host}” leads to a private or local address ({address}), which is refused by default.',
    ],
    NOTHING_CHANGED,
    [
      '如确需取证，请在选项中允许该主机（命令行：--allow-private）。',
      'If you mean it, allow this host in the options (command line: --allow-private).',
    ],
  ),
  'input/invalid': both(
    ['输入有误：{field} {problem}。', 'The input is not usable: {field} {problem}.'],
    NOTHING_CHANGED,
    ['请改正后再试。', 'Correct it and try again.'],
  ),
  'input/not-found': both(['找不到“{what}”。', '“{what}” was not found.'], NOTHING_CHANGED, [
    '请检查编号或路径。',
    'Check the number or the path.',
  ]),
  'input/file-unreadable': both(
    ['无法读取文件“{path}”。', 'The file “{path}” cannot be read.'],
    NOTHING_CHANGED,
    ['请检查路径和权限。', 'Check the path and the permissions.'],
  ),
  'input/output-unwritable': both(
    ['无法写入“{path}”。', '“{path}” cannot be written.'],
    {
      zh: '没有留下不完整的文件；证据仍在库中。',
      en: 'No partial file was left; the evidence is still in the store.',
    },
    ['请换一个有写入权限的文件夹。', 'Choose a folder that can be written to.'],
  ),
  'input/sheet-unreadable': both(
    ['无法读取这份表格：{problem}。', 'This table cannot be read: {problem}.'],
    NOTHING_CHANGED,
    [
      '请另存为 .xlsx 或 .csv（UTF-8 或 GBK）再导入。',
      'Save it as .xlsx or .csv (UTF-8 or GBK) and import it again.',
    ],
  ),
  'input/sheet-too-large': both(
    ['表格超出上限：{what} 最多 {limit}。', 'The table goes beyond a limit: at most {limit} {what}.'],
    NOTHING_CHANGED,
    ['请拆分为几份再导入。', 'Split it into several and import them one by one.'],
  ),
  'input/no-addresses': both(
    ['表格中没有找到网址列。', 'No column of the table holds web addresses.'],
    NOTHING_CHANGED,
    [
      '请在首行写明列名：序号、权利作品、网址、被控主体、备注。只有“网址”必填。',
      'Name the columns in the first line: No., Work, URL, Party, Note. Only URL is needed.',
    ],
  ),
  'input/batch-state': both(
    [
      '批次现在的状态（{problem}）不允许这样做。',
      'The batch does not allow this in its present state ({problem}).',
    ],
    NOTHING_CHANGED,
    ['请刷新后查看批次的状态。', 'Look at the state of the batch again.'],
  ),
  'input/own-folder': both(
    [
      '所选的文件夹包含本软件自己的数据文件夹（其中有密钥），不能存证。',
      'What was chosen holds this program’s own data folder with its keys, which is never deposited.',
    ],
    NOTHING_CHANGED,
    ['请只选择需要存证的文件或文件夹。', 'Choose only the files or folders that are to be deposited.'],
  ),
  'input/too-many-files': both(
    ['文件超过 {limit} 个。', 'There are more than {limit} files.'],
    NOTHING_CHANGED,
    [
      '请分成几次存证，或先打包成一个文件。',
      'Deposit them in several parts, or pack them into one file first.',
    ],
  ),
  'input/upload-state': both(
    ['上传的文件不完整或已经不在（{problem}）。', 'The upload is not whole or is gone ({problem}).'],
    NOTHING_CHANGED,
    ['请重新选择文件再试。', 'Choose the files again.'],
  ),
  'input/upload-too-large': both(
    [
      '上传共 {bytes} 字节，超过可用的 {limit} 字节。',
      'The upload of {bytes} bytes is more than the {limit} bytes allowed.',
    ],
    NOTHING_CHANGED,
    [
      '请腾出磁盘空间；很大的文件可用命令行 cunan deposit，不需要上传。',
      'Free some disk space; very large files can be deposited by cunan deposit without an upload.',
    ],
  ),
  'browser/not-found': both(
    ['本机没有找到 Chrome、Chromium 或 Edge。', 'No Chrome, Chromium or Edge was found on this computer.'],
    NOTHING_CHANGED,
    [
      '请安装其中之一，或在设置中指定浏览器路径，或下载 Chrome for Testing。',
      'Install one of them, name its path in the settings, or download Chrome for Testing.',
    ],
  ),
  'browser/launch-failed': both(
    ['浏览器无法启动：{problem}。', 'The browser could not be started: {problem}.'],
    ATTEMPT_SEALED,
    ['请运行 cunan doctor 查看原因。', 'Run cunan doctor to see why.'],
  ),
  'browser/download-failed': both(
    ['下载浏览器失败：{problem}。', 'The browser could not be downloaded: {problem}.'],
    NOTHING_CHANGED,
    ['请检查网络，或改用已安装的浏览器。', 'Check the network, or use an installed browser.'],
  ),
  'capture/name-not-resolved': both(
    ['域名“{host}”无法解析。', 'The name “{host}” could not be resolved.'],
    ATTEMPT_SEALED,
    ['请检查网址和网络后再取证。', 'Check the address and the network, then capture again.'],
  ),
  'capture/connection-refused': both(
    ['服务器“{host}”拒绝连接。', 'The server “{host}” refused the connection.'],
    ATTEMPT_SEALED,
    [
      '稍后再取证；如需证明网站已关闭，本次记录可用。',
      'Capture again later; to show that a site is gone, this record serves.',
    ],
  ),
  'capture/connection-failed': both(
    ['与“{host}”的连接失败：{error}。', 'The connection to “{host}” failed: {error}.'],
    ATTEMPT_SEALED,
    ['请检查网络后再取证。', 'Check the network, then capture again.'],
  ),
  'capture/offline': both(['本机没有网络连接。', 'This computer is offline.'], ATTEMPT_SEALED, [
    '恢复网络后再取证。',
    'Capture again when the network is back.',
  ]),
  'capture/timeout': both(
    ['“{host}”在 {limitMs} 毫秒内没有送出网页。', '“{host}” sent no page within {limitMs} ms.'],
    ATTEMPT_SEALED,
    ['可以延长时限后再取证。', 'Capture again with a longer limit.'],
  ),
  'capture/tls-error': both(
    ['网站证书未通过浏览器检查：{error}。', 'The site’s certificate failed the browser’s check: {error}.'],
    ATTEMPT_SEALED,
    ['请确认网址；证书错误本身已记录。', 'Check the address; the certificate error itself is on record.'],
  ),
  'capture/auth-required': both(
    ['网站要求登录（HTTP {status}）。', 'The site asks for a sign-in (HTTP {status}).'],
    ATTEMPT_SEALED,
    ['该页面需要登录后取证。', 'This page has to be captured while signed in.'],
  ),
  'capture/no-content': both(
    ['服务器没有返回网页内容（HTTP {status}）。', 'The server returned no page (HTTP {status}).'],
    ATTEMPT_SEALED,
    ['请检查网址。', 'Check the address.'],
  ),
  'capture/environment-blocked': both(
    [
      '环境检查不通过（{error}），没有填写理由，因此没有继续。',
      'The environment check failed ({error}) and no reason was given, so the capture went no further.',
    ],
    ATTEMPT_SEALED,
    [
      '请先排除，或填写继续的理由后再取证（命令行：--reason）。理由会写入证据并印在证书上。',
      'Clear it first, or give a reason to go on (command line: --reason). The reason is sealed and printed.',
    ],
  ),
  'capture/page-crashed': both(['网页使浏览器崩溃。', 'The page crashed the browser.'], ATTEMPT_SEALED, [
    '请重试；仍失败时换一个浏览器。',
    'Try again; if it fails again, use another browser.',
  ]),
  'capture/blocked-address': both(
    [
      '网页转到了内网地址“{host}”，已阻止。',
      'The page led to the private address “{host}”; this was blocked.',
    ],
    ATTEMPT_SEALED,
    ['如确需取证，请允许该主机。', 'If you mean it, allow this host.'],
  ),
  'capture/cancelled': both(['已按您的要求停止。', 'Stopped as you asked.'], EVIDENCE_SAFE, [
    '可以重新开始。',
    'You can start it again.',
  ]),
  'capture/interrupted': both(
    [
      '程序在取证中途结束了 {attempts} 次。',
      'The program ended in the middle of this capture {attempts} times.',
    ],
    EVIDENCE_SAFE,
    ['请重试；如再次发生，请查看日志。', 'Try again; if it happens once more, look at the log.'],
  ),
  'capture/session-lost': both(
    [
      '登录信息（Cookie、口令）只在取证期间留在内存中，取证结束或程序重启后即删除。',
      'The session (cookies, password) was kept in memory for the capture only; it goes when the capture or the program ends.',
    ],
    EVIDENCE_SAFE,
    [
      '请重新导入登录信息，再取证这个网址。',
      'Import the session again, then capture this address once more.',
    ],
  ),
  'capture/navigation-failed': both(
    ['打开网页失败：{error}。', 'The page could not be opened: {error}.'],
    ATTEMPT_SEALED,
    ['请检查网址和网络。', 'Check the address and the network.'],
  ),
  'capture/no-display': both(
    [
      '这台电脑没有可用的屏幕，无法打开供您操作的浏览器。',
      'This computer has no screen on which a browser could be shown to you.',
    ],
    NOTHING_CHANGED,
    [
      '请在有桌面的电脑上使用过程取证，或改用网页取证。',
      'Record a session on a computer with a desktop, or capture the page instead.',
    ],
  ),
  'capture/recording-active': both(
    ['已有一个过程取证正在进行。', 'A session is being recorded already.'],
    NOTHING_CHANGED,
    ['请先停止它。', 'Stop it first.'],
  ),
  'capture/not-recording': both(
    ['这个过程取证没有在进行。', 'This session is not being recorded.'],
    EVIDENCE_SAFE,
    ['请查看证据列表，或开始新的过程取证。', 'Look at the evidence, or start a new session.'],
  ),
  'store/in-use': both(
    [
      '数据文件夹正被另一个存安取证使用（进程 {pid}）。',
      'The data folder is in use by another Cunan (process {pid}).',
    ],
    NOTHING_CHANGED,
    ['请在那个窗口中操作，或先关闭它。', 'Work in that window, or close it first.'],
  ),
  'store/newer-version': both(
    ['数据由更新版本的存安取证写成。', 'The data was written by a newer version of Cunan.'],
    NOTHING_CHANGED,
    ['请更新本软件。', 'Update this software.'],
  ),
  'store/damaged': both(
    ['数据库未通过完整性检查：{problem}。', 'The database failed its integrity check: {problem}.'],
    { zh: '没有改动任何文件。', en: 'No file was changed.' },
    [
      '请从备份恢复，并保留损坏的文件夹以供检查。',
      'Restore a backup, and keep the damaged folder for examination.',
    ],
  ),
  'store/disk-full': both(['磁盘已满。', 'The disk is full.'], EVIDENCE_SAFE, [
    '请腾出空间后重试；未完成的工作会继续。',
    'Free some space and retry; unfinished work goes on.',
  ]),
  'store/read-only': both(
    ['数据文件夹不可写：{path}。', 'The data folder cannot be written: {path}.'],
    EVIDENCE_SAFE,
    [
      '请检查权限，或用 CUNAN_HOME 指定其他文件夹。',
      'Check the permissions, or name another folder with CUNAN_HOME.',
    ],
  ),
  'store/write-failed': both(['写入失败：{problem}。', 'Writing failed: {problem}.'], EVIDENCE_SAFE, [
    '请检查磁盘后重试。',
    'Check the disk and retry.',
  ]),
  'key/wrong-passphrase': both(['口令不正确。', 'The passphrase is wrong.'], NOTHING_CHANGED, [
    '请重新输入；没有口令无法使用本机密钥。',
    'Enter it again; without it this device’s key cannot be used.',
  ]),
  'key/passphrase-required': both(
    ['本机密钥受口令保护。', 'This device’s key is protected by a passphrase.'],
    NOTHING_CHANGED,
    ['请输入口令（命令行：CUNAN_PASSPHRASE）。', 'Enter the passphrase (command line: CUNAN_PASSPHRASE).'],
  ),
  'key/unreadable': both(
    ['无法读取本机密钥：{problem}。', 'This device’s key cannot be read: {problem}.'],
    EVIDENCE_SAFE,
    ['请从备份恢复密钥文件。', 'Restore the key file from a backup.'],
  ),
  'key/external-signer': both(
    ['外部 SM2 签名程序没有给出签名：{problem}。', 'The SM2 signing program gave no signature: {problem}.'],
    EVIDENCE_SAFE,
    [
      '请插好 UKey 或检查签名服务；程序由数据文件夹中的 sm2-signer.json 指定，会自动再试。',
      'Plug in the UKey or look at the service; sm2-signer.json in the data folder names the program. It is tried again.',
    ],
  ),
  'key/import': both(
    ['无法导入 SM2 私钥：{problem}。', 'The SM2 key cannot be imported: {problem}.'],
    NOTHING_CHANGED,
    [
      '请使用 openssl 写出的 PEM 私钥（PKCS#8 或 SEC1，SM2 曲线）；加密文件的口令由环境变量 CUNAN_SM2_PASSPHRASE 给出。',
      'Use a PEM key as openssl writes it (PKCS#8 or SEC1, SM2 curve); CUNAN_SM2_PASSPHRASE gives the passphrase of an encrypted file.',
    ],
  ),
  'key/p12-password': both(
    ['证书文件的密码不正确。', 'The password of the certificate file is wrong.'],
    NOTHING_CHANGED,
    ['请重新输入导出该文件时设定的密码。', 'Enter the password that was set when the file was exported.'],
  ),
  'key/p12-unreadable': both(
    [
      '无法读取证书文件（.p12/.pfx）：{problem}。',
      'The certificate file (.p12/.pfx) cannot be read: {problem}.',
    ],
    NOTHING_CHANGED,
    ['请重新导出带私钥的 PKCS#12 文件。', 'Export the PKCS#12 file again, with its private key.'],
  ),
  'key/type-unsupported': both(
    ['不能用这种密钥签署 PDF：{type}。', 'PDFs cannot be signed with a key of this type: {type}.'],
    NOTHING_CHANGED,
    [
      '请使用 RSA（2048 位以上）、P-256 或 P-384 证书；SM2 证书不能用于 PDF 签名。',
      'Use a certificate with RSA (2048 bits or more), P-256 or P-384; SM2 certificates cannot sign PDFs.',
    ],
  ),
  'key/certificate-unusable': both(
    ['这张证书不能用于签署：{problem}。', 'This certificate cannot sign: {problem}.'],
    NOTHING_CHANGED,
    ['请使用在有效期内、用途为签名的证书。', 'Use a certificate that is valid now and meant for signing.'],
  ),
  'tsa/unreachable': both(
    [
      '无法连接时间戳机构“{tsa}”：{problem}。',
      'The time-stamping authority “{tsa}” cannot be reached: {problem}.',
    ],
    NO_TOKEN_KEPT,
    RETRIED,
  ),
  'tsa/rejected': both(
    ['时间戳机构“{tsa}”拒绝了请求：{problem}。', 'The time-stamping authority “{tsa}” refused: {problem}.'],
    NO_TOKEN_KEPT,
    RETRIED,
  ),
  'tsa/bad-response': both(
    [
      '时间戳机构“{tsa}”的答复不是有效的时间戳：{problem}。',
      'The answer of “{tsa}” is not a valid time-stamp: {problem}.',
    ],
    NO_TOKEN_KEPT,
    RETRIED,
  ),
  'tsa/wrong-imprint': both(
    ['“{tsa}”签发的时间戳对应的是别的数据。', '“{tsa}” time-stamped other data than was sent.'],
    NO_TOKEN_KEPT,
    ['请更换时间戳机构。', 'Use another authority.'],
  ),
  'tsa/wrong-nonce': both(
    [
      '“{tsa}”的答复不属于本次请求（可能是重放）。',
      'The answer of “{tsa}” belongs to another request (a replay?).',
    ],
    NO_TOKEN_KEPT,
    RETRIED,
  ),
  'tsa/wrong-policy': both(
    ['“{tsa}”使用了未要求的策略 {policy}。', '“{tsa}” used the policy {policy}, which was not asked for.'],
    NO_TOKEN_KEPT,
    ['请检查设置中的策略。', 'Check the policy in the settings.'],
  ),
  'tsa/untrusted': both(
    [
      '“{tsa}”的签名证书不属于设置的根证书。',
      'The signing certificate of “{tsa}” does not lead to the configured root.',
    ],
    NO_TOKEN_KEPT,
    ['请检查设置中的根证书。', 'Check the root certificate in the settings.'],
  ),
  'tsa/bad-signature': both(
    ['“{tsa}”的时间戳签名无效。', 'The signature on the time-stamp of “{tsa}” is invalid.'],
    NO_TOKEN_KEPT,
    ['请更换时间戳机构。', 'Use another authority.'],
  ),
  'tsa/not-configured': both(
    [
      '没有可用于续期的时间戳机构（真实机构，且已填根证书）。',
      'No authority is set up that could renew: a real one whose root certificate is known.',
    ],
    NO_TOKEN_KEPT,
    ['请在设置中添加时间戳机构及其根证书。', 'Add an authority and its root certificate in the settings.'],
  ),
  'tsa/time-implausible': both(
    [
      '“{tsa}”给出的时间 {genTime} 与本机相差过大。',
      '“{tsa}” gave the time {genTime}, too far from this device’s clock.',
    ],
    NO_TOKEN_KEPT,
    [
      '请校准本机时间；若本机时间正确，请更换机构。',
      'Set this device’s clock; if it is right, use another authority.',
    ],
  ),
  'ledger/inconsistent': both(
    [
      '账本与其已签名的检查点不一致：{problem}。',
      'The ledger does not agree with its own signed checkpoints: {problem}.',
    ],
    {
      zh: '没有改动任何文件；账本已停用，新证据照常封存并等待入账本。',
      en: 'No file was changed; the ledger is halted, new evidence is sealed and waits for it.',
    },
    [
      '账本可能被改动过，或同一密钥在别处另记了一份。请保留现状，恢复未被改动的备份；无法恢复时，写明理由另立新账本（cunan ledger restart）。',
      'It may have been edited, or the same key kept another version elsewhere. Keep it as it is and restore a good backup; where there is none, begin a new ledger with a written reason (cunan ledger restart).',
    ],
  ),
  'ledger/rolled-back': both(
    [
      '账本比已知的检查点短（{size} < {known}）。',
      'The ledger is shorter than a known checkpoint ({size} < {known}).',
    ],
    {
      zh: '没有改动任何文件；账本已停用，新证据照常封存并等待入账本。继续记账会签出与先前检查点相矛盾的账本（分叉）。',
      en: 'No file was changed; the ledger is halted, new evidence is sealed and waits for it. Going on would sign a ledger that contradicts checkpoints given out before (a fork).',
    },
    [
      '数据文件夹被恢复成了旧的状态。请放回较新的数据；无法找回时，写明理由另立新账本（cunan ledger restart），其首条写明旧账本的最后检查点。',
      'The data folder was put back to an older state. Put the newer data back; where it is lost, begin a new ledger with a written reason (cunan ledger restart), whose first entry names the last checkpoint of the old one.',
    ],
  ),
  'witness/unreachable': both(
    ['无法连接见证人“{witness}”：{problem}。', 'The witness “{witness}” cannot be reached: {problem}.'],
    COSIGNING_PENDING,
    RETRIED,
  ),
  'witness/rejected': both(
    ['见证人“{witness}”拒绝加签：{problem}。', 'The witness “{witness}” refused: {problem}.'],
    COSIGNING_PENDING,
    [
      '404：对方尚未登记本账本的公钥；403：对方登记的是另一把公钥。请把 cunan ledger 显示的公钥交给见证人。',
      '404: it does not know this ledger’s key yet; 403: it knows another one. Give it the key that cunan ledger shows.',
    ],
  ),
  'witness/bad-response': both(
    [
      '见证人“{witness}”的答复不成立：{problem}。',
      'The answer of the witness “{witness}” does not hold: {problem}.',
    ],
    COSIGNING_PENDING,
    ['请核对见证人的地址和公钥。', 'Check the address and the key of the witness.'],
  ),
  'witness/ahead': both(
    [
      '见证人“{witness}”所见的账本与本机的不符（本机 {size} 条，对方 {known} 条）。',
      'The witness “{witness}” saw another ledger than this one (here {size} entries, there {known}).',
    ],
    COSIGNING_PENDING,
    [
      '数据文件夹可能被恢复成了旧的状态。运行 cunan ledger 查看。',
      'The data folder may have been put back to an older state. See cunan ledger.',
    ],
  ),
  'platform/unreachable': both(
    ['无法连接存证平台“{platform}”：{problem}。', 'The platform “{platform}” cannot be reached: {problem}.'],
    ANCHOR_PENDING,
    RETRIED,
  ),
  'platform/rejected': both(
    ['存证平台“{platform}”没有接受：{problem}。', 'The platform “{platform}” did not accept: {problem}.'],
    ANCHOR_PENDING,
    ['请向平台核对账号、余额和配置。', 'Check account, balance and configuration with the platform.'],
  ),
  'platform/bad-response': both(
    [
      '存证平台“{platform}”的答复不对：{problem}。',
      'The answer of the platform “{platform}” is wrong: {problem}.',
    ],
    ANCHOR_PENDING,
    ['请核对网关配置中的字段位置。', 'Check the places of the fields in the gateway’s configuration.'],
  ),
  'platform/pending': both(
    ['存证平台“{platform}”已受理，尚未完成。', 'The platform “{platform}” took it and has not finished.'],
    ANCHOR_PENDING,
    RETRIED,
  ),
  'platform/unknown-outcome': both(
    [
      '提交给“{platform}”后没有收到答复，该平台既不能查询也不识别重复提交。',
      'No answer came to what was sent to “{platform}”, which can neither be asked nor knows a repetition.',
    ],
    ANCHOR_PENDING,
    [
      '请向平台查实，并在配置中加上查询接口。不会自动重复提交。',
      'Ask the platform, and configure a look-up. Nothing is submitted twice by itself.',
    ],
  ),
  'platform/no-secret': both(
    ['没有设置“{platform}”的凭据 {name}。', 'The credential {name} of “{platform}” is not set.'],
    ANCHOR_PENDING,
    [
      '在设置的“存证平台”中填写，或用 cunan chain secret 设置。',
      'Set it under “Evidence platforms” in the settings, or with cunan chain secret.',
    ],
  ),
  'platform/needs-real-name': both(
    [
      '存证平台“{platform}”要求实名，而取证人未认证，没有提交。',
      'The platform “{platform}” wants real names and the operator is not verified (未认证): nothing was submitted.',
    ],
    ANCHOR_PENDING,
    [
      '本版没有接入实名认证服务，取证人一律为未认证。平台其实不要求时，请在设置中取消该要求。',
      'This version is connected to no verification service, so no operator is verified. Where the platform does not want it after all, take the demand out of the settings.',
    ],
  ),
  'platform/meta-too-large': both(
    [
      '要提交给“{platform}”的内容，摘要以外有 {bytes} 字节，超过平台规定的 {limit} 字节，没有提交。',
      'What was to be submitted to “{platform}” holds {bytes} bytes besides the digest, more than the {limit} that it takes: nothing was submitted.',
    ],
    ANCHOR_PENDING,
    [
      '请在接口说明中缩短提交请求，或核对 maxMetaBytes。',
      'Shorten the submission in the description, or check maxMetaBytes.',
    ],
  ),
  'chain/unreachable': both(
    [
      '无法连接区块链节点“{chain}”：{problem}。',
      'The node of the chain “{chain}” cannot be reached: {problem}.',
    ],
    ANCHOR_PENDING,
    RETRIED,
  ),
  'chain/wrong-chain': both(
    [
      '节点的链 ID 是 {actual}，设置的是 {expected}。',
      'The node’s chain id is {actual}; {expected} is configured.',
    ],
    ANCHOR_PENDING,
    ['请检查节点地址。', 'Check the node’s address.'],
  ),
  'chain/rejected': both(
    ['区块链拒绝了交易：{problem}。', 'The chain rejected the transaction: {problem}.'],
    ANCHOR_PENDING,
    RETRIED,
  ),
  'chain/insufficient-funds': both(
    ['账户 {account} 余额不足以支付手续费。', 'The account {account} cannot pay the fee.'],
    ANCHOR_PENDING,
    ['请充值后重试。', 'Fund the account and retry.'],
  ),
  'chain/bad-response': both(
    [
      '节点的答复前后矛盾或无法验证：{problem}。',
      'The node’s answer contradicts itself or cannot be verified: {problem}.',
    ],
    ANCHOR_PENDING,
    ['请更换节点。', 'Use another node.'],
  ),
  'chain/no-contract': both(
    ['地址 {contract} 上没有登记合约。', 'There is no registry contract at {contract}.'],
    ANCHOR_PENDING,
    ['请检查合约地址，或先部署合约。', 'Check the address, or deploy the contract first.'],
  ),
  'chain/not-final': both(
    ['交易已打包，尚未达到最终确认深度。', 'The transaction is in a block but not final yet.'],
    ANCHOR_PENDING,
    RETRIED,
  ),
  'chain/reorganised': both(
    ['交易所在的区块被链重组移除。', 'The block with the transaction was dropped by a reorganisation.'],
    ANCHOR_PENDING,
    RETRIED,
  ),
  'format/bad-package': both(
    ['文件不是证据包：{problem}。', 'The file is not an evidence package: {problem}.'],
    NOTHING_CHANGED,
    ['请检查是否选错文件。', 'Check that it is the right file.'],
  ),
  'format/bad-json': both(
    ['JSON 内容有误：{problem}。', 'The JSON is malformed: {problem}.'],
    NOTHING_CHANGED,
    ['请检查该文件。', 'Check the file.'],
  ),
  'format/bad-der': both(
    ['DER 编码有误：{problem}。', 'The DER encoding is malformed: {problem}.'],
    NOTHING_CHANGED,
    ['请检查该文件。', 'Check the file.'],
  ),
  'format/bad-statement': both(
    ['证据声明有误：{problem}。', 'The statement is malformed: {problem}.'],
    NOTHING_CHANGED,
    ['请检查该文件。', 'Check the file.'],
  ),
  'format/bad-proof': both(
    ['证明文件有误：{problem}。', 'The proof is malformed: {problem}.'],
    NOTHING_CHANGED,
    ['请检查该文件。', 'Check the file.'],
  ),
  'certificate/no-signer': both(
    ['没有可用于签署 PDF 的证书。', 'There is no certificate to sign PDFs with.'],
    NOTHING_CHANGED,
    [
      '用 cunan config signing-certificate import FILE 导入证书，或选择本机密钥。',
      'Import one with cunan config signing-certificate import FILE, or choose the device’s key.',
    ],
  ),
  'certificate/no-timestamp': both(
    [
      '没有时间戳机构给出时间戳，按设置不签发无时间戳的 PDF。',
      'No authority gave a time-stamp, and by the settings no PDF is signed without one.',
    ],
    EVIDENCE_SAFE,
    [
      '请稍后再试，或在设置中允许无时间戳签署。',
      'Try later, or allow signatures without a time-stamp in the settings.',
    ],
  ),
  'certificate/signature-too-large': both(
    ['PDF 签名过大（{sizeBytes} 字节）。', 'The PDF’s signature is too large ({sizeBytes} bytes).'],
    EVIDENCE_SAFE,
    ['请检查证书链与时间戳机构。', 'Look at the certificate chain and the authority.'],
  ),
  'format/bad-application': both(
    ['申请包有误：{problem}。', 'The application package is malformed: {problem}.'],
    NOTHING_CHANGED,
    ['请让申请人重新生成申请包。', 'Have the applicant make the package again.'],
  ),
  'application/incomplete': both(
    ['申请表还没有填好（{fields}）。', 'The application form is not complete ({fields}).'],
    { zh: '草稿已保存。', en: 'The draft is kept.' },
    ['请补全标出的栏目。', 'Fill in the marked fields.'],
  ),
  'application/state': both(
    ['申请目前处于“{state}”，不能这样操作。', 'The application is “{state}”: this cannot be done now.'],
    NOTHING_CHANGED,
    ['请刷新后再看。', 'Look at it again.'],
  ),
  'application/bad-recipient': both(
    ['这不是公证处的加密公钥（应以 age1 开头）。', 'This is no encryption key of a notary office (age1…).'],
    NOTHING_CHANGED,
    ['请向公证处索取公钥文件。', 'Ask the notary office for its key file.'],
  ),
  'application/wrong-key': both(
    [
      '本机的密钥打不开这个申请包：它是加密给另一把密钥的。',
      'No key of this computer opens the package: it was encrypted to another.',
    ],
    NOTHING_CHANGED,
    ['请让申请人改用贵处的公钥重新加密。', 'Have the applicant encrypt it to your key.'],
  ),
  'application/not-encrypted': both(
    ['加密的申请包已损坏，无法解密。', 'The encrypted package is damaged and cannot be decrypted.'],
    NOTHING_CHANGED,
    ['请让申请人重新提交。', 'Have the applicant hand it in again.'],
  ),
  'application/interrupted': both(
    ['生成申请包时程序被关闭。', 'The program ended while the package was being made.'],
    {
      zh: '草稿和附件都在；没有留下半成品。',
      en: 'Draft and attachments are kept; nothing half-made is left.',
    },
    ['请重新生成。', 'Make it again.'],
  ),
  'application/upload-refused': both(
    ['接收方拒绝了上传（{status}）。', 'The recipient refused the upload ({status}).'],
    { zh: '申请包仍在本机。', en: 'The package is still here.' },
    ['请核对上传地址，或以文件方式提交。', 'Check the address, or hand the file over.'],
  ),
  'application/upload-unreachable': both(
    ['无法连接上传地址（{problem}）。', 'The upload address cannot be reached ({problem}).'],
    { zh: '申请包仍在本机，已传部分不会丢失。', en: 'The package is still here; what was sent is not lost.' },
    ['请检查网络后继续上传。', 'Check the network and go on.'],
  ),
  'application/upload-gone': both(
    ['接收方已没有这次上传的记录。', 'The recipient knows this upload no longer.'],
    { zh: '申请包仍在本机。', en: 'The package is still here.' },
    ['请重新上传。', 'Upload it again.'],
  ),
  'certificate/missing-glyph': both(
    [
      '证书字体缺少字符 {character}（{codePoint}），出现在“{where}”中。',
      'The certificate’s fonts lack the character {character} ({codePoint}), which stands in “{where}”.',
    ],
    {
      zh: '没有生成缺字的证书；证据不受影响。',
      en: 'No certificate with a missing character was made; the evidence is not affected.',
    },
    ['请在设置中加入包含该字的字体。', 'Add a font that has it.'],
  ),
  'export/failed': both(
    ['导出失败：{problem}。', 'The export failed: {problem}.'],
    {
      zh: '没有留下不完整的文件；证据仍在库中。',
      en: 'No partial file was left; the evidence is still in the store.',
    },
    ['请重试。', 'Try again.'],
  ),
  'shell/unauthorised': both(['此窗口未获授权。', 'This window is not authorised.'], NOTHING_CHANGED, [
    '请从存安取证重新打开。',
    'Open it again from Cunan.',
  ]),
  'shell/not-available': both(['此处无法使用：{what}。', 'Not available here: {what}.'], NOTHING_CHANGED, [
    '请运行 cunan doctor。',
    'Run cunan doctor.',
  ]),
  internal: both(
    ['内部错误（编号 {reference}）。', 'Internal error (reference {reference}).'],
    EVIDENCE_SAFE,
    ['请把日志中该编号的记录发给我们。', 'Send us the log entry with this reference.'],
  ),
};

export function errorSentence(code: ErrorCode, details: Details, language: Language): ErrorSentence {
  const { zh, en } = TEXT[code];
  const { field } = details;
  const told = typeof field === 'string' ? { ...details, field: settingName(field, language) } : details;
  const sentence = (part: keyof ErrorSentence): string => say({ zh: zh[part], en: en[part] }, language, told);
  return { happened: sentence('happened'), kept: sentence('kept'), next: sentence('next') };
}

/** The three sentences in one line, for terminals and logs. */
export function errorLine(code: ErrorCode, details: Details, language: Language): string {
  const { happened, kept, next } = errorSentence(code, details, language);
  return language === 'en' ? `${happened} ${kept} ${next}` : `${happened}${kept}${next}`;
}

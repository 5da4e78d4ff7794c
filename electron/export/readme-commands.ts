// The commands of README.txt for one package. Lines that begin with '$ ' are for a POSIX shell and run in this order
// in one session (a test does that); lines that begin with 'PS> ' are for Windows PowerShell 5.1 or later.

import { EXPORT_PAYLOAD_TYPE } from '../../shared/evidence/dsse.ts';
import { SM2_DEFAULT_ID } from '../../shared/bytes/sm2.ts';
import { SM2_DSSE_PATH, SM2_PEM_PATH } from '../../shared/evidence/sm2-signature.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../shared/evidence/statement.ts';
import { type ReadmeFacts, type ReadmeTimestamp, shellWord } from './readme-facts.ts';

export function containerCommands(id: string): string[] {
  return [`$ unzip -t ${id}.zip`, `$ unzip -q ${id}.zip -d ${id}`, `$ cd ${id}`];
}

export function fileCommands(): string[] {
  return [
    '$ sha256sum -c manifest-sha256.txt',
    '$ sha256sum -c tagmanifest-sha256.txt',
    '$ bad=0; while read -r h p; do [ "$(openssl dgst -sm3 -r "$p" | cut -d" " -f1)" = "$h" ] || { echo "FAILED $p"; bad=1; }; done < manifest-sm3.txt; [ $bad = 0 ] && echo "SM3 OK"',
    ...['manifest-sha256.txt', 'tagmanifest-sha256.txt'].map(
      (name) =>
        `PS> Get-Content ${name} -Encoding UTF8 | ForEach-Object { $h, $p = $_ -split '  ', 2; "$((Get-FileHash -LiteralPath $p -Algorithm SHA256).Hash -eq $h)  $p" }`,
    ),
    'PS> (Get-ChildItem -Recurse -File -Force data).Count   # = Payload-Oxum in bag-info.txt, after the dot',
  ];
}

export function statementCommands(): string[] {
  return [
    '$ echo "$(jq -r .subject[0].digest.sha256 attest/statement.json)  attest/index.jsonl" | sha256sum -c',
    `$ jq -r '"\\(.sha256)  \\(.path)"' attest/index.jsonl | sha256sum -c --quiet && echo "index OK"`,
    '$ sha256sum attest/statement.json',
    '$ openssl dgst -sm3 attest/statement.json',
    'PS> Get-FileHash attest\\statement.json -Algorithm SHA256',
    'PS> Get-FileHash attest\\index.jsonl -Algorithm SHA256   # = subject.digest.sha256 in attest\\statement.json',
  ];
}

export function signatureCommands(facts: ReadmeFacts): string[] {
  const statement = {
    stem: 'statement',
    payloadPath: 'attest/statement.json',
    payloadType: STATEMENT_PAYLOAD_TYPE,
    payloadBytes: facts.statementBytes,
    envelopePath: 'attest/statement.dsse.json',
    keyPath: 'attest/signer.pub.pem',
    options: '',
  };
  const sm2 = {
    ...statement,
    stem: 'statement-sm2',
    envelopePath: SM2_DSSE_PATH,
    keyPath: SM2_PEM_PATH,
    options: ` -digest sm3 -pkeyopt distid:${SM2_DEFAULT_ID}`,
  };
  return [...(facts.hasSm2 ? dsseCommands(sm2) : []), ...dsseCommands(statement)];
}

export function exportSignatureCommands(facts: ReadmeFacts): string[] {
  return dsseCommands({
    stem: 'export',
    payloadPath: 'tagmanifest-sha256.txt',
    payloadType: EXPORT_PAYLOAD_TYPE,
    payloadBytes: facts.tagManifestBytes,
    envelopePath: 'attest/export.dsse.json',
    keyPath: 'attest/exporter.pub.pem',
    options: '',
  });
}

/** PAE with printf and cat; Ed25519 needs its message in a file (pkeyutl -rawin, OpenSSL 3.0 and later). */
function dsseCommands(of: {
  readonly stem: string;
  readonly payloadPath: string;
  readonly payloadType: string;
  readonly payloadBytes: number;
  readonly envelopePath: string;
  readonly keyPath: string;
  readonly options: string;
}): string[] {
  return [
    `$ jq -r .payload ${of.envelopePath} | base64 -d | cmp - ${of.payloadPath} && echo "payload OK"`,
    `$ { printf 'DSSEv1 ${of.payloadType.length} ${of.payloadType} ${of.payloadBytes} '; cat ${of.payloadPath}; } > ../${of.stem}.pae`,
    `$ jq -r '.signatures[0].sig' ${of.envelopePath} | base64 -d > ../${of.stem}.sig`,
    `$ openssl pkeyutl -verify -pubin -inkey ${of.keyPath} -rawin${of.options} -in ../${of.stem}.pae -sigfile ../${of.stem}.sig`,
    `$ openssl pkey -pubin -in ${of.keyPath} -outform DER | sha256sum`,
  ];
}

export function timestampCommands(timestamp: ReadmeTimestamp): string[] {
  const { path, chainPath, checkpointOf, headPath, genTime } = timestamp;
  const data = headPath ?? (checkpointOf === null ? 'attest/statement.json' : '../checkpoint.txt');
  const untrusted = chainPath === null ? '' : ` -untrusted ${shellWord(chainPath)}`;
  const attime = genTime === null ? '' : ` -attime ${Math.floor(Date.parse(genTime) / 1000)}`;
  return [
    ...(checkpointOf === null ? [] : [checkpointCommand(checkpointOf)]),
    `$ openssl ts -verify -data ${data} -in ${shellWord(path)} -CAfile "$TSA_ROOT"${untrusted}${attime}`,
    `$ openssl ts -reply -in ${shellWord(path)} -text | grep 'Time stamp'`,
  ];
}

/** The signed note stands behind the first empty line of a tlog-proof. */
export function checkpointCommand(proofPath: string): string {
  return `$ sed '1,/^$/d' ${shellWord(proofPath)} > ../checkpoint.txt && cat ../checkpoint.txt`;
}

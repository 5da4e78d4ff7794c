// What a certificate says of software, browser and who provides the service (fields 25 and 27).

import type { CaptureRecord } from '../evidence/capture-record.ts';
import { APP_NAME, LABEL, SAY, WORD } from '../text/certificate.ts';
import type { Bilingual } from '../text/fill.ts';
import type { CertificateInput } from './input.ts';
import { digest, fieldRow, row, type CertificateRow } from './rows.ts';

export function toolRows({
  statement,
  softwareVersion,
  record,
}: CertificateInput): readonly CertificateRow[] {
  const deposit = statement.predicate.kind === 'file-deposit';
  const tools = statement.predicate.tools.map((tool) => {
    const name = `${tool.name} ${tool.version}`;
    return tool.sha256 === null ? name : digest(tool.sha256, { zh: name, en: 'SHA-256' });
  });
  return [
    fieldRow(
      25,
      deposit ? LABEL.depositSoftware : LABEL.software,
      ...(tools.length > 0 ? tools : [WORD.notRecorded]),
    ),
    ...(deposit ? [] : [row(LABEL.sandbox, sandboxText(record))]),
    row(LABEL.madeBy, { zh: APP_NAME.zh, en: `${APP_NAME.en} ${softwareVersion}` }),
    fieldRow(27, LABEL.provider, SAY.selfProvided),
    fieldRow(27, LABEL.filing, WORD.notFiled),
  ];
}

function sandboxText(record: CaptureRecord | null): Bilingual {
  if (!record?.browser) return WORD.none;
  const { sandbox } = record.browser;
  if (sandbox === null) return WORD.notMeasured;
  return sandbox ? WORD.on : WORD.off;
}

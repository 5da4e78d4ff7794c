// Section 6: name resolution, server, redirects, TLS, requests and what of them failed.

import type { CaptureRecord, ResourceOutcome } from '../evidence/capture-record.ts';
import { CAPTURE_RECORD_PATH } from '../evidence/package-paths.ts';
import { LABEL } from '../text/certificate.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { chinaTime } from '../text/time.ts';
import { HEAD, REPORT_LABEL, REPORT_SAY, SECTION } from '../text/report.ts';
import { tlsRow } from './capture-rows.ts';
import type { Block, Column, TableLine } from './paper.ts';
import { serverTexts } from './record-texts.ts';
import { cut, row, url, valueOf } from './rows.ts';

const MAX_LINES = 100;
const MAX_URL = 400;

export function networkBlocks(record: CaptureRecord | null, isDeposit: boolean): readonly Block[] {
  if (record === null) {
    return [
      { kind: 'heading', title: SECTION.network },
      { kind: 'note', text: isDeposit ? REPORT_SAY.noNetwork : REPORT_SAY.noRecord },
    ];
  }
  const { resources, connections = [] } = record;
  const of = (verdict: ResourceOutcome['verdict']) =>
    resources.filter((resource) => resource.verdict === verdict).length;
  const [ok, noBody, httpError] = [of('ok'), of('no-body'), of('http-error')];
  const { label, values } = tlsRow(record);
  return [
    {
      kind: 'facts',
      title: SECTION.network,
      rows: [
        row(LABEL.server, ...serverTexts(record)),
        { label, values },
        row(
          REPORT_LABEL.requests,
          filled(REPORT_SAY.requests, {
            total: resources.length,
            ok,
            noBody,
            httpError,
            other: resources.length - ok - noBody - httpError,
          }),
        ),
        row(REPORT_LABEL.connections, String(connections.length)),
      ],
    },
    ...dns(record),
    ...redirects(record),
    ...failures(resources),
  ];
}

function table(
  title: Bilingual,
  none: Bilingual,
  columns: readonly Column[],
  lines: readonly TableLine[],
): readonly Block[] {
  if (lines.length === 0) return [{ kind: 'note', text: none }];
  const more = lines.length - MAX_LINES;
  return [
    { kind: 'note', text: title },
    { kind: 'table', columns, lines: lines.slice(0, MAX_LINES) },
    ...(more > 0
      ? [
          {
            kind: 'note',
            text: filled(REPORT_SAY.listCut, { count: more, path: CAPTURE_RECORD_PATH }),
          } as const,
        ]
      : []),
  ];
}

function dns({ dns: answers }: CaptureRecord): readonly Block[] {
  return table(
    REPORT_SAY.dns,
    REPORT_SAY.noDns,
    [
      { label: HEAD.time, share: 0.24 },
      { label: HEAD.host, share: 0.36 },
      { label: HEAD.addresses, share: 0.4 },
    ],
    answers.map(({ at, host, addresses, error }) => [
      [valueOf(chinaTime(at))],
      [url(host, REPORT_SAY.none)],
      [url(error ?? cut(addresses.join(' ')), REPORT_SAY.none)],
    ]),
  );
}

function redirects(record: CaptureRecord): readonly Block[] {
  return table(
    REPORT_SAY.redirects,
    REPORT_SAY.noRedirects,
    [
      { label: HEAD.status, share: 0.1 },
      { label: HEAD.url, share: 0.7 },
      { label: HEAD.addresses, share: 0.2 },
    ],
    record.redirects.map(({ status, url: from, remoteIp }) => [
      [valueOf(String(status))],
      [url(cut(from, MAX_URL), REPORT_SAY.none)],
      [url(remoteIp, REPORT_SAY.none)],
    ]),
  );
}

function failures(resources: readonly ResourceOutcome[]): readonly Block[] {
  const failed = resources.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'no-body');
  return table(
    REPORT_SAY.failures,
    REPORT_SAY.noFailures,
    [
      { label: HEAD.kind, share: 0.13 },
      { label: HEAD.outcome, share: 0.27 },
      { label: HEAD.url, share: 0.6 },
    ],
    failed.map(({ type, verdict, status, error, url: address }) => [
      [valueOf(type)],
      [valueOf([verdict, status, error].filter((part) => part !== null).join(' · '))],
      [url(cut(address, MAX_URL), REPORT_SAY.none)],
    ]),
  );
}

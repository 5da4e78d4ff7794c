// platform.receipt: an evidence platform's answer about this statement. At best it is consistent and the platform's word,
// to be asked for there: never a pass, and no bound of time.

import { parsePlatformReceipt, receiptProblem } from '../../chain/platform-receipt.ts';
import { absent, fail, indeterminate, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';
import type { ReadStatement } from './statement.ts';

const MAX_RECEIPTS = 64;
const PDF_HEAD = [0x25, 0x50, 0x44, 0x46, 0x2d];

export function checkPlatform(list: Checklist, contents: Contents, read: ReadStatement | null): void {
  const paths = [...contents.files.keys()].filter((path) => /^attest\/platform\/[^/]+\.json$/.test(path));
  if (paths.length === 0) list.add('platform.receipt', absent('platform-absent'));
  if (paths.length > MAX_RECEIPTS) {
    list.add('platform.receipt', indeterminate('proof-too-many', { count: paths.length - MAX_RECEIPTS }));
  }
  for (const path of paths.slice(0, MAX_RECEIPTS)) {
    list.add('platform.receipt', judge(contents.bytes(path), path, read), path);
  }
  const papers = [...contents.files.keys()].filter((path) => /^attest\/platform\/[^/]+\.pdf$/.test(path));
  for (const path of papers.slice(0, MAX_RECEIPTS)) {
    list.add('platform.receipt', judgePaper(contents, path), path);
  }
}

/** Of a certificate no more is known than that it is there. */
function judgePaper(contents: Contents, path: string): Outcome {
  const bytes = contents.bytes(path);
  if (bytes === null) return indeterminate('file-too-large', { path });
  if (!PDF_HEAD.every((byte, at) => bytes[at] === byte))
    return fail('platform-bad', { reason: 'certificate' });
  return indeterminate('platform-certificate', { path, sha256: contents.files.get(path)!.sha256 });
}

function judge(bytes: Uint8Array | null, path: string, read: ReadStatement | null): Outcome {
  if (bytes === null) return indeterminate('file-too-large', { path });
  if (read === null) return indeterminate('needs-other-check', { check: 'statement' });
  const receipt = attempt(() => parsePlatformReceipt(bytes));
  if (!receipt.ok) return fail('platform-bad', { reason: 'malformed' });
  if (receipt.value === null) return indeterminate('platform-newer');
  const { title, fields, simulated } = receipt.value;
  const problem = receiptProblem(receipt.value, read.digests);
  if (problem !== null) return fail('platform-bad', { reason: problem });
  const facts = { platform: title, number: fields.evidenceNumber ?? fields.txHash ?? '—' };
  return simulated ? indeterminate('platform-demonstration', facts) : indeterminate('platform-word', facts);
}

// cunan verify FILE.wacz: a web archive of any origin against WACZ 1.1.1 and WARC 1.1, offline. It has no signature of
// ours, so the answer says whether the archive agrees with itself, and nothing of who made it.

import { pick, say, visible } from '../../../shared/text/fill.ts';
import { WACZ_VERDICT, waczSentence } from '../../../shared/text/wacz.ts';
import { checkWaczPath } from '../../check-wacz-path.ts';
import { EXIT, type Output } from '../output.ts';

export async function verifyWacz(path: string, out: Output, signal?: AbortSignal): Promise<number> {
  const report = await checkWaczPath(path, signal);
  const { file, problems, problemCount: count, records, responses, pages, truncated } = report;
  out.emit({ event: 'wacz-checked', path, ...report });
  const facts = { records, responses, pages, truncated, count };
  out.say(`${visible(file)}  ${say(report.ok ? WACZ_VERDICT.ok : WACZ_VERDICT.bad, out.language, facts)}`);
  for (const problem of problems) out.say(`  ✗ ${waczSentence(problem, out.language)}`);
  if (problems.length < count) out.say(`  … ${count - problems.length}`);
  out.say(pick(WACZ_VERDICT.notSaid, out.language));
  return report.ok ? EXIT.ok : EXIT.invalid;
}

// cunan cases, cunan doctor: what is there, and what is missing on this computer.

import { DOCTOR } from '../../../shared/text/doctor.ts';
import { say } from '../../../shared/text/fill.ts';
import { CAPTURE_STATE } from '../../../shared/text/words.ts';
import { AppError } from '../../../shared/errors.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export async function runCases(session: Session, name: string | undefined, out: Output): Promise<number> {
  const cases = await session.core.listCases();
  if (name === undefined) {
    if (cases.length === 0) out.say(out.pick('还没有案件。', 'There are no cases yet.'));
    for (const each of cases) {
      out.say(`${each.name}  (${each.evidenceCount})  ${each.lastActivityAt}`);
      out.emit({ event: 'case', ...each });
    }
    return EXIT.ok;
  }
  const found = cases.find((each) => each.name === name || each.id === name);
  if (!found) throw new AppError('input/not-found', { what: name });
  for (let offset = 0; ; offset += PAGE) {
    const page = await session.core.listEvidence({ caseId: found.id, offset, limit: PAGE });
    for (const item of page.items) {
      out.say(
        `${String(item.sequence).padStart(4)}  ${item.id}  ${say(CAPTURE_STATE[item.state], out.language)}  ${item.requestedUrl ?? ''}`,
      );
      out.emit({ event: 'item', ...item });
    }
    if (offset + PAGE >= page.total) return EXIT.ok;
  }
}
const PAGE = 500;

export async function runDoctor(session: Session, out: Output): Promise<number> {
  const items = await session.core.doctor();
  for (const item of items) {
    const mark = { ok: '✓', warning: '△', missing: '✗' }[item.status];
    const text = DOCTOR[item.code];
    out.say(`${mark} ${text ? say(text, out.language, item.details) : item.code}`);
    out.emit({ event: 'doctor', ...item });
  }
  return items.some((item) => item.status === 'missing') ? EXIT.incomplete : EXIT.ok;
}

// cunan works …: the works of a case, and the deposits that keep them.

import type { CreateWorkInput, WorkKind, WorkView } from '../../../shared/api/works.ts';
import { AppError } from '../../../shared/errors.ts';
import { say, visible } from '../../../shared/text/fill.ts';
import { UNREGISTERED, WORK_DATE, WORK_KIND, WORKS_ARE_STATED } from '../../../shared/text/works.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export interface WorkFlags {
  readonly case: string;
  readonly title: string;
  readonly holder: string;
  readonly kind: string;
  readonly registration?: string;
  readonly published?: string;
  readonly completed?: string;
  readonly note?: string;
}

export async function runWorksList({ core }: Session, name: string, out: Output): Promise<number> {
  const caseId = await caseOf(core, name);
  const works = await core.listWorks({ caseId });
  if (works.length === 0) out.say(out.pick('本案还没有权利作品。', 'This case has no works yet.'));
  for (const work of works) tell(work, out);
  if (works.length > 0) out.say(`(${say(WORKS_ARE_STATED, out.language)})`);
  return EXIT.ok;
}

export async function runWorksAdd({ core }: Session, flags: WorkFlags, out: Output): Promise<number> {
  const input: CreateWorkInput = {
    caseId: await caseOf(core, flags.case),
    title: flags.title,
    kind: flags.kind as WorkKind,
    rightHolder: flags.holder,
    registrationNo: flags.registration ?? null,
    date: flags.published ?? flags.completed ?? null,
    dateKind: flags.published === undefined && flags.completed !== undefined ? 'completed' : 'published',
    note: flags.note ?? '',
  };
  tell(await core.createWork(input), out);
  return EXIT.ok;
}

export async function runWorksLink(
  { core }: Session,
  input: { readonly id: string; readonly evidenceId: string; readonly linked: boolean },
  out: Output,
): Promise<number> {
  tell(await core.linkWork(input), out);
  return EXIT.ok;
}

export async function runWorksRemove({ core }: Session, id: string, out: Output): Promise<number> {
  await core.removeWork({ id });
  out.say(out.pick(`已删除 ${id}，关联的存证不变。`, `Removed ${id}; linked deposits stay as they are.`));
  out.emit({ event: 'work-removed', id });
  return EXIT.ok;
}

async function caseOf(core: Session['core'], name: string): Promise<string> {
  const found = (await core.listCases()).find((each) => each.name === name || each.id === name);
  if (!found) throw new AppError('input/not-found', { what: name });
  return found.id;
}

function tell(work: WorkView, out: Output): void {
  const { language } = out;
  const facts = [
    say(WORK_KIND[work.kind], language),
    visible(work.rightHolder),
    work.registrationNo === null ? say(UNREGISTERED, language) : visible(work.registrationNo),
    ...(work.date === null ? [] : [`${say(WORK_DATE[work.dateKind], language)} ${work.date}`]),
  ];
  out.say(`${work.id}  ${visible(work.title)}  (${facts.join(', ')})`);
  for (const { evidenceId, title, sealedAt } of work.deposits) {
    out.say(`  ${evidenceId}  ${sealedAt}  ${visible(title ?? '')}`);
  }
  out.emit({ event: 'work', ...work });
}

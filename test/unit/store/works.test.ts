// Works of cases: kept, linked to deposits alone, audited by ids; and what a certificate prints of them.

import { expect, it } from 'vitest';
import { createWorkInput } from '../../../shared/api/works.ts';
import { worksBlocks } from '../../../shared/certificate/works-rows.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { open, temporaryFolder } from './folder.ts';
import { makeItem } from './sealed-item.ts';

it('works are kept, changed, linked to deposits of any case, and removed without touching these', async () => {
  const home = temporaryFolder();
  let store = await open(home);
  const hashers = await createNodeHashers();
  const { id: caseId } = store.cases.create({ name: '案' });
  const other = store.cases.create({ name: '另案' });
  const page = store.evidence.commitSealed(await makeItem(store, hashers, caseId)).id;
  const facts = { kind: 'file-deposit', title: '底片', requestedUrl: null } as const;
  const deposit = store.evidence.commitSealed(await makeItem(store, hashers, other.id, { facts })).id;
  const said = { title: '山色', kind: 'photo', rightHolder: '林某' } as const;
  const made = store.works.create(createWorkInput.parse({ caseId, ...said }));
  expect(made).toMatchObject({ ...said, caseName: '案', registrationNo: null, date: null, deposits: [] });
  expect(() => store.works.link({ id: made.id, evidenceId: page, linked: true })).toThrow(
    expect.objectContaining({ code: 'input/not-found' }),
  );
  store.works.link({ id: made.id, evidenceId: deposit, linked: true });
  store.works.link({ id: made.id, evidenceId: deposit, linked: true });
  store.close();

  store = await open(home);
  const [work] = store.works.list({ caseId });
  expect(work).toMatchObject({ deposits: [{ evidenceId: deposit, title: '底片', state: 'COMPLETE' }] });
  expect(store.works.list({ evidenceId: deposit })).toEqual([work]);
  const printed = JSON.stringify(worksBlocks([work!]));
  for (const text of ['山色', '林某', deposit, '未登记', '由用户填写，未经核实'])
    expect(printed).toContain(text);
  expect(worksBlocks([])).toEqual([]);

  store.works.update({
    ...said,
    id: made.id,
    registrationNo: '国作登字',
    date: '2024-03-18',
    dateKind: 'completed',
    note: '',
  });
  expect(store.works.list({ caseId })).toMatchObject([{ registrationNo: '国作登字', dateKind: 'completed' }]);
  store.works.remove(made.id);
  expect([store.works.list({ caseId }), store.works.list({ evidenceId: deposit })]).toEqual([[], []]);
  expect(store.evidence.has(deposit)).toBe(true);
  const log = store.audit.list(0, 10).items.filter(({ subject }) => subject === made.id);
  expect(log.map(({ action }) => action)).toEqual([
    'work-removed',
    'work-changed',
    'work-linked',
    'work-added',
  ]);
  expect(JSON.stringify(log)).not.toContain('山色');
});

it('bad words are refused', () => {
  const good = { caseId: 'C-1', title: 't', kind: 'photo', rightHolder: 'h' };
  for (const bad of [
    { title: ' ' },
    { kind: 'sculpture' },
    { date: '2024-02-30' },
    { rightHolder: 'x'.repeat(301) },
  ]) {
    expect(createWorkInput.safeParse({ ...good, ...bad }).success, JSON.stringify(bad)).toBe(false);
  }
});

// The page around the reports: choosing files, the policy line, progress, language, printing and saving.

import type { Language } from '../../shared/api/views.ts';
import { say, visible, type Details } from '../../shared/text/fill.ts';
import { EMPTY_TRUST } from '../../shared/verify/trust-policy.ts';
import { el } from './dom.ts';
import type { Engine } from './engine.ts';
import { reportView } from './report-view.ts';
import { createModel, type Item, type Model } from './state.ts';
import { TEXTS, type TextKey } from './texts.ts';

export function startPage(root: HTMLElement, engine: Engine): void {
  let language: Language = navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
  let share = 0;
  const t = (key: TextKey, details: Details = {}): string => say(TEXTS[key], language, details);
  const model = createModel(engine, render, (value) => {
    share = value;
    const bar = root.querySelector('progress');
    if (bar !== null) bar.value = value;
  });
  const input = el('input', {
    type: 'file',
    multiple: true,
    accept: '.zip,.json',
    id: 'files',
    class: 'visually-hidden',
    onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      void model.add(files);
    },
  });
  const top = el('div', {});
  const list = el('div', { 'aria-live': 'polite' });
  const bottom = el('div', {});
  const sheets: { readonly item: Item; readonly language: Language; readonly node: HTMLElement }[] = [];
  root.replaceChildren(top, list, bottom);
  listenForDrops(root, model);
  render();

  function render(): void {
    document.documentElement.lang = language;
    document.title = `${t('title')} · ${t('product')}`;
    const focused = document.activeElement?.id;
    top.replaceChildren(header(), chooser());
    renderItems();
    bottom.replaceChildren(footer(), reportData(model));
    if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
  }

  /** Items never change, they are replaced: a sheet that still shows its item in this language stays as it is. */
  function renderItems(): void {
    for (const [at, item] of model.items.entries()) {
      const sheet = sheets[at];
      if (sheet?.item === item && sheet.language === language) continue;
      const node = itemView(item);
      if (sheet === undefined) list.append(node);
      else sheet.node.replaceWith(node);
      sheets[at] = { item, language, node };
    }
  }

  function header(): HTMLElement {
    const other = el(
      'button',
      {
        type: 'button',
        id: 'language',
        class: 'quiet',
        lang: language === 'en' ? 'zh-CN' : 'en',
        onclick: () => {
          language = language === 'en' ? 'zh-CN' : 'en';
          render();
        },
      },
      t('otherLanguage'),
    );
    return el('header', {}, el('h1', {}, el('span', { class: 'product' }, t('product')), t('title')), other);
  }

  function chooser(): HTMLElement {
    const empty = model.items.length === 0;
    const label = el(
      'label',
      { for: 'files', class: empty ? 'button primary' : 'button' },
      t(empty ? 'choose' : 'more'),
    );
    if (empty) {
      return el(
        'section',
        { class: 'sheet drop' },
        el('p', { class: 'lead' }, t('lead')),
        el(
          'div',
          { class: 'target' },
          el('p', { class: 'drop-line' }, t('drop')),
          input,
          label,
          el('p', { class: 'small' }, t('trustHint')),
        ),
        policyLine(),
      );
    }
    const done = model.items.some((item) => item.report !== null);
    return el(
      'section',
      { class: 'bar' },
      el(
        'div',
        { class: 'actions' },
        input,
        label,
        done
          ? el('button', { type: 'button', id: 'print', onclick: () => window.print() }, t('print'))
          : null,
        done
          ? el('button', { type: 'button', id: 'save', onclick: () => saveReports(model) }, t('save'))
          : null,
      ),
      policyLine(),
    );
  }

  function policyLine(): HTMLElement {
    const { trustName, badTrustName, requirements } = model.policy;
    const count = el(
      'select',
      {
        id: 'tsa',
        onchange: () =>
          model.setPolicy({ requirements: { ...model.policy.requirements, tsa: Number(count.value) } }),
      },
      ...[0, 1, 2, 3].map((value) =>
        el(
          'option',
          { value: String(value), selected: value === requirements.tsa },
          value === 0 ? t('requireNone') : t('requireTsaCount', { count: value }),
        ),
      ),
    );
    const witness = el(
      'select',
      {
        id: 'witness',
        onchange: () =>
          model.setPolicy({ requirements: { ...model.policy.requirements, witness: Number(witness.value) } }),
      },
      ...[0, 1, 2, 3].map((value) =>
        el(
          'option',
          { value: String(value), selected: value === (requirements.witness ?? 0) },
          value === 0 ? t('requireNone') : t('requireTsaCount', { count: value }),
        ),
      ),
    );
    const chain = el('input', {
      type: 'checkbox',
      id: 'chain',
      checked: requirements.chain,
      onchange: () =>
        model.setPolicy({ requirements: { ...model.policy.requirements, chain: chain.checked } }),
    });
    const at = el('input', {
      type: 'date',
      id: 'at',
      value: requirements.at?.slice(0, 10) ?? '',
      onchange: () => {
        const moment = at.value === '' ? null : `${at.value}T00:00:00.000Z`;
        model.setPolicy({ requirements: { ...model.policy.requirements, at: moment } });
      },
    });
    return el(
      'div',
      { class: 'policy' },
      badTrustName === null
        ? null
        : el('p', { class: 'warning', role: 'alert' }, t('trustBad', { name: badTrustName })),
      el(
        'p',
        {},
        trustName === null ? t('trustNone') : t('trustUsed', { name: trustName }),
        trustName === null
          ? null
          : el(
              'button',
              {
                type: 'button',
                id: 'no-trust',
                class: 'quiet',
                onclick: () => model.setPolicy({ trust: EMPTY_TRUST, trustName: null }),
              },
              t('trustRemove'),
            ),
      ),
      el(
        'p',
        { class: 'demands' },
        el('label', {}, t('requireTsa'), ' ', count),
        el('label', {}, chain, ' ', t('requireChain')),
        el('label', {}, t('requireWitness'), ' ', witness),
        el('label', {}, t('judgeAt'), ' ', at),
      ),
    );
  }

  function itemView(item: Item): HTMLElement {
    if (item.report !== null) {
      const sheet = reportView(item.report, language);
      if (item.report.evidence?.kind === 'file-deposit') sheet.append(compareRow(item));
      return sheet;
    }
    const name = el('p', { class: 'file-name' }, el('bdi', {}, visible(item.file.name)));
    if (item.state === 'running') {
      const bar = el('progress', { max: '1', 'aria-label': t('running') });
      bar.value = share;
      return el(
        'section',
        { class: 'sheet running', 'aria-busy': 'true' },
        name,
        el('p', { class: 'reason' }, t('running')),
        bar,
        el('button', { type: 'button', id: 'stop', onclick: () => model.stop() }, t('stop')),
      );
    }
    const text =
      item.state === 'waiting' ? t('waiting') : t(item.state === 'stopped' ? 'stopped' : 'unreadable');
    return el('section', { class: `sheet ${item.state}` }, name, el('p', { class: 'reason' }, text));
  }

  /** Files that the person holds beside a deposit. */
  function compareRow(item: Item): HTMLElement {
    const id = `originals-${model.items.indexOf(item)}`;
    const originals = el('input', {
      type: 'file',
      multiple: true,
      id,
      class: 'visually-hidden',
      onchange: () => model.compare(item.file, [...(originals.files ?? [])]),
    });
    return el('p', { class: 'actions' }, originals, el('label', { for: id, class: 'button' }, t('compare')));
  }

  function footer(): HTMLElement {
    return el('footer', {}, el('p', {}, t('pageNote')));
  }
}

function listenForDrops(root: HTMLElement, model: Model): void {
  const over = (event: DragEvent): void => {
    event.preventDefault();
    root.classList.toggle('dragging', event.type === 'dragover');
  };
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', over);
  document.addEventListener('drop', (event) => {
    over(event);
    void model.add([...(event.dataTransfer?.files ?? [])]);
  });
}

function reportsJson(model: Model): string {
  return JSON.stringify(model.items.flatMap((item) => item.report ?? []));
}

/** The reports as data beside the picture: what 'save' writes, and what an automatic test reads. */
function reportData(model: Model): HTMLElement {
  const idle = model.items.every((item) => item.state !== 'waiting' && item.state !== 'running');
  return el(
    'script',
    { type: 'application/json', id: 'reports', 'data-idle': idle },
    idle ? reportsJson(model) : '[]',
  );
}

function saveReports(model: Model): void {
  const url = URL.createObjectURL(new Blob([`${reportsJson(model)}\n`], { type: 'application/json' }));
  el('a', { href: url, download: 'report.json' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

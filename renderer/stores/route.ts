// Where the person is, kept in the address's hash, so that back, forward and F5 work. The last place in each room and
// the last room are remembered.

import { create } from 'zustand';
import { EVIDENCE_FORMS, type EvidenceForm } from '../../shared/api/inputs.ts';
import { ROW_FILTERS, type RowFilter } from '../../shared/api/batches.ts';
import { EXPORT_FILTERS, type ExportFilter } from '../../shared/api/exports.ts';
import type { CaptureState } from '../../shared/evidence/states.ts';
import { recallText, remember } from './remembered.ts';

export const ROOMS = [
  'cases',
  'capture',
  'evidence',
  'applications',
  'proofs',
  'verify',
  'settings',
] as const;
export type Room = (typeof ROOMS)[number];

export const ITEM_TABS = [
  'deposit',
  'picture',
  'film',
  'resources',
  'files',
  'process',
  'environment',
  'text',
] as const;
export type ItemTab = (typeof ITEM_TABS)[number];

export const SETTINGS_SECTIONS = [
  'general',
  'operator',
  'tsa',
  'sm2',
  'pdf',
  'ledger',
  'schedule',
  'chain',
  'platforms',
  'notary',
  'environment',
  'browser',
  'folders',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export interface EvidenceFilter {
  readonly text: string;
  readonly state: CaptureState | null;
  readonly form: EvidenceForm | null;
  readonly caseId: string | null;
  /** From 1. */
  readonly page: number;
}

/** Within 证据: the runs of the batch export. */
export interface ExportsView {
  /** Null: the newest. */
  readonly id: string | null;
  readonly show: ExportFilter;
  /** From 1. */
  readonly page: number;
}

/** Within 取证: batches and watches; without it, captures of single addresses. */
export type CaptureView =
  | {
      readonly name: 'batches';
      readonly id: string | null;
      /** Null: what the state of the batch asks for. */
      readonly filter: RowFilter | null;
      /** From 1. */
      readonly page: number;
    }
  | { readonly name: 'watches'; readonly id: string | null }
  /** 过程取证: one recording at a time, so there is no id. */
  | { readonly name: 'process'; readonly id: null }
  /** 文件存证. */
  | { readonly name: 'deposit'; readonly id: null };

export type Route =
  | { readonly room: 'cases'; readonly caseId: string | null }
  | { readonly room: 'capture'; readonly caseId: string | null; readonly view?: CaptureView }
  | { readonly room: 'evidence'; readonly item: null; readonly filter: EvidenceFilter }
  | { readonly room: 'evidence'; readonly item: null; readonly exports: ExportsView }
  | { readonly room: 'evidence'; readonly item: { readonly id: string; readonly tab: ItemTab } }
  /** caseId: the case that a new one begins with. */
  | { readonly room: 'applications'; readonly id: string | null; readonly caseId: string | null }
  | { readonly room: 'proofs' }
  | { readonly room: 'verify' }
  | { readonly room: 'settings'; readonly section: SettingsSection };

export const NO_FILTER: EvidenceFilter = { text: '', state: null, form: null, caseId: null, page: 1 };
const STATES: readonly CaptureState[] = ['COMPLETE', 'PARTIAL', 'FAILED'];

function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T | null {
  return allowed.find((choice) => choice === value) ?? null;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [room, first, second] = path.split('/').filter(Boolean).map(decode);
  const params = new URLSearchParams(query);
  switch (room) {
    case 'capture':
      return { room, caseId: params.get('case'), ...captureView(first, second, params) };
    case 'evidence':
      if (first === 'exports') {
        const show = oneOf(EXPORT_FILTERS, params.get('show')) ?? 'all';
        return { room, item: null, exports: { id: second || null, show, page: pageOf(params) } };
      }
      if (first) return { room, item: { id: first, tab: oneOf(ITEM_TABS, second) ?? 'picture' } };
      return {
        room,
        item: null,
        filter: {
          text: (params.get('q') ?? '').slice(0, 200),
          state: oneOf(STATES, params.get('state')),
          form: oneOf(EVIDENCE_FORMS, params.get('kind')),
          caseId: params.get('case'),
          page: pageOf(params),
        },
      };
    case 'applications':
      return { room, id: first || null, caseId: first ? null : params.get('case') };
    case 'proofs':
    case 'verify':
      return { room };
    case 'settings':
      return { room, section: oneOf(SETTINGS_SECTIONS, first) ?? 'general' };
    default:
      return { room: 'cases', caseId: (room === 'cases' && first) || null };
  }
}

function pageOf(params: URLSearchParams): number {
  return Math.max(1, Math.trunc(Number(params.get('page'))) || 1);
}

function captureView(
  name: string | undefined,
  id: string | undefined,
  params: URLSearchParams,
): { readonly view?: CaptureView } {
  if (name === 'process' || name === 'deposit') return { view: { name, id: null } };
  if (name === 'watches') return { view: { name, id: id || null } };
  if (name !== 'batches') return {};
  return {
    view: { name, id: id || null, filter: oneOf(ROW_FILTERS, params.get('show')), page: pageOf(params) },
  };
}

export function buildHash(route: Route): string {
  const params = new URLSearchParams();
  let path: string = route.room;
  if (route.room === 'cases' && route.caseId) path += `/${encodeURIComponent(route.caseId)}`;
  if (route.room === 'capture' && route.caseId) params.set('case', route.caseId);
  if (route.room === 'capture' && route.view) {
    const { view } = route;
    path += `/${view.name}`;
    if (view.id) path += `/${encodeURIComponent(view.id)}`;
    if (view.name === 'batches' && view.filter) params.set('show', view.filter);
    if (view.name === 'batches' && view.page > 1) params.set('page', String(view.page));
  }
  if (route.room === 'applications') {
    if (route.id) path += `/${encodeURIComponent(route.id)}`;
    else if (route.caseId) params.set('case', route.caseId);
  }
  if (route.room === 'settings') path += `/${route.section}`;
  if (route.room === 'evidence') {
    if (route.item) path += `/${encodeURIComponent(route.item.id)}/${route.item.tab}`;
    else if ('exports' in route) {
      const { id, show, page } = route.exports;
      path += '/exports';
      if (id) path += `/${encodeURIComponent(id)}`;
      if (show !== 'all') params.set('show', show);
      if (page > 1) params.set('page', String(page));
    } else {
      const { text, state, form, caseId, page } = route.filter;
      if (text) params.set('q', text);
      if (state) params.set('state', state);
      if (form) params.set('kind', form);
      if (caseId) params.set('case', caseId);
      if (page > 1) params.set('page', String(page));
    }
  }
  const query = params.toString();
  return `#/${path}${query ? `?${query}` : ''}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // a hand-made hash: treated as absent
  }
}

interface RouteState {
  readonly route: Route;
  /** Hash last seen in each room. */
  readonly lastIn: Readonly<Partial<Record<Room, string>>>;
}

export const useRoute = create<RouteState>()(() => ({ route: { room: 'cases', caseId: null }, lastIn: {} }));

/** Where a run of the batch export stands. */
export function exportsRoute(id: string | null, patch: Partial<ExportsView> = {}): Route {
  return { room: 'evidence', item: null, exports: { id, show: 'all', page: 1, ...patch } };
}

export function go(route: Route, options: { readonly replace?: boolean } = {}): void {
  const hash = buildHash(route);
  if (options.replace) {
    history.replaceState(null, '', hash);
  } else {
    location.hash = hash;
  }
  take(); // Now: the event comes later, and a second key may come before it.
}

/** Back to where the person last was in that room; its start page when already inside. */
export function enterRoom(room: Room): void {
  const { route, lastIn } = useRoute.getState();
  const last = lastIn[room];
  go(last && route.room !== room ? parseRoute(last) : parseRoute(`#/${room}`));
}

function take(): void {
  const route = parseRoute(location.hash);
  const hash = buildHash(route);
  remember('route', hash);
  useRoute.setState({ route, lastIn: { ...useRoute.getState().lastIn, [route.room]: hash } });
}

export function startRouting(): void {
  if (!location.hash) history.replaceState(null, '', recallText('route') ?? '#/cases');
  window.addEventListener('hashchange', take);
  take();
}

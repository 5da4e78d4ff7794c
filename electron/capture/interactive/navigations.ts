// Every move of the main frame, with a picture of what was there a moment after.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedNavigation } from '../../../shared/evidence/recording.ts';
import { pageText } from '../attempt.ts';
import type { EventLog } from '../events-log.ts';
import type { OpenPage } from '../page/open-page.ts';
import type { Clock } from '../../platform/ports.ts';
import { photograph } from './pictures.ts';
import type { Secrets } from './secrets.ts';

const MAX_NAVIGATIONS = 2_000;
const MAX_PICTURES = 300;
/** A picture after the load event and this long, or after twice as long without one. */
const AFTER_LOAD_MS = 400;
const WITHOUT_LOAD_MS = 3_000;
const FOLDER = 'data/navigations';

export interface Navigations {
  readonly list: readonly RecordedNavigation[];
  /** Moves beyond what the record holds. */
  readonly dropped: number;
  /** Waits for the picture under way; nothing is photographed afterwards. */
  stop(): Promise<void>;
}

export interface NavigationsInput {
  readonly page: OpenPage;
  readonly workDir: string;
  readonly clock: Clock;
  readonly beganMs: number;
  readonly events: EventLog;
  readonly secrets: Secrets;
}

type Entry = { -readonly [K in keyof RecordedNavigation]: RecordedNavigation[K] } & {
  readonly loaderId: string | null;
};

export function watchNavigations(input: NavigationsInput): Navigations {
  const { page, clock, secrets } = input;
  const entries: Entry[] = [];
  let dropped = 0;
  let pictures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let taking: Promise<void> = Promise.resolve();

  function add(kind: Entry['kind'], address: string, loaderId: string | null): void {
    if (stopped) return;
    const url = pageText(secrets.mask(address));
    const last = entries.at(-1);
    if (kind === 'same-document' && last?.url === url) return;
    if (entries.length >= MAX_NAVIGATIONS) {
      dropped += 1;
      return;
    }
    if (last && last.picture === null) last.pictureAbsentReason ??= 'the page moved on at once';
    entries.push({
      at: clock.now().toISOString(),
      offsetMs: Math.round(clock.monotonicMs() - input.beganMs),
      kind,
      url,
      status: null,
      title: null,
      picture: null,
      pictureAbsentReason: null,
      loaderId,
    });
    plan(kind === 'document' ? WITHOUT_LOAD_MS : AFTER_LOAD_MS);
  }

  function plan(delayMs: number): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      taking = take();
    }, delayMs);
  }

  async function take(): Promise<void> {
    const entry = entries.at(-1);
    if (!entry || entry.picture !== null) return;
    entry.title = await titleOf(page, secrets);
    if (pictures >= MAX_PICTURES) {
      entry.pictureAbsentReason = `more than ${MAX_PICTURES} pictures`;
      return;
    }
    pictures += 1;
    const path = `${FOLDER}/${String(pictures).padStart(4, '0')}.jpg`;
    mkdirSync(join(input.workDir, FOLDER), { recursive: true });
    try {
      await photograph(page, 'jpeg', join(input.workDir, path));
      entry.picture = path;
    } catch (error) {
      entry.pictureAbsentReason = reasonOf(error);
    }
  }

  page.session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.id !== page.mainFrameId || frame.url === 'about:blank') return;
    add('document', frame.unreachableUrl ?? frame.url + (frame.urlFragment ?? ''), frame.loaderId);
  });
  page.session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId === page.mainFrameId) add('same-document', url, null);
  });
  page.session.on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
    if (frameId === page.mainFrameId && name === 'load' && entries.at(-1)?.loaderId === loaderId)
      plan(AFTER_LOAD_MS);
  });

  return {
    get list() {
      return entries.map(({ loaderId, ...entry }) => ({ ...entry, status: statusOf(page, loaderId) }));
    },
    get dropped() {
      return dropped;
    },
    async stop() {
      stopped = true;
      if (timer) {
        clearTimeout(timer);
        taking = take();
      }
      await taking.catch(() => undefined); // Its reason stands in the entry.
      for (const entry of entries) {
        if (entry.picture === null) entry.pictureAbsentReason ??= 'not taken';
      }
    },
  };
}

function statusOf(page: OpenPage, loaderId: string | null): number | null {
  if (loaderId === null) return null;
  const answer = page.recorder.exchanges.findLast(
    (exchange) => exchange.mainDocument && exchange.loaderId === loaderId,
  );
  return answer?.response?.status ?? null;
}

const TITLE_LIMIT_MS = 1_000;

/** Null where the page does not answer. */
export async function titleOf(page: OpenPage, secrets: Secrets): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), TITLE_LIMIT_MS);
  });
  const asked = page.evaluate<string>('document.title').catch(() => null);
  const title = await Promise.race([asked, limit]);
  clearTimeout(timer);
  return title === null ? null : pageText(secrets.mask(title));
}

export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300).toWellFormed();
}

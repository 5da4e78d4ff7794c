// Marked moments: picture, page and note of what the person pointed at. One after another, in the order asked for.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedMark } from '../../../shared/evidence/recording.ts';
import { pageText } from '../attempt.ts';
import type { EventLog } from '../events-log.ts';
import type { OpenPage } from '../page/open-page.ts';
import type { Clock } from '../../platform/ports.ts';
import { reasonOf, titleOf } from './navigations.ts';
import { photograph, savePage } from './pictures.ts';
import type { Secrets } from './secrets.ts';

export const MAX_MARKS = 500;
const MAX_NOTE = 2_000;
const FOLDER = 'data/marks';

export interface Marks {
  readonly list: readonly RecordedMark[];
  /** Null where the record holds no more. */
  add(by: RecordedMark['by'], note: string): Promise<RecordedMark | null>;
  /** Waits for those under way. */
  stop(): Promise<void>;
}

export interface MarksInput {
  readonly page: OpenPage;
  readonly workDir: string;
  readonly clock: Clock;
  readonly beganMs: number;
  readonly events: EventLog;
  readonly secrets: Secrets;
}

export function createMarks(input: MarksInput): Marks {
  const { page, clock, secrets, events } = input;
  const list: RecordedMark[] = [];
  let asked = 0;
  let tail: Promise<unknown> = Promise.resolve();

  function momentOf(by: RecordedMark['by'], note: string) {
    return {
      number: asked,
      at: clock.now().toISOString(),
      offsetMs: Math.round(clock.monotonicMs() - input.beganMs),
      by,
      url: pageText(secrets.mask(page.moves.address ?? '')),
      note: secrets.mask(note).slice(0, MAX_NOTE).toWellFormed(),
    };
  }

  async function take(moment: ReturnType<typeof momentOf>): Promise<RecordedMark> {
    const { number } = moment;
    const stem = `${FOLDER}/${String(number).padStart(4, '0')}`;
    mkdirSync(join(input.workDir, FOLDER), { recursive: true });
    const problems: string[] = [];
    const kept = async (path: string, work: Promise<void>): Promise<string | null> => {
      try {
        await work;
        return path;
      } catch (error) {
        problems.push(`${path.split('.').at(-1)}: ${reasonOf(error)}`);
        return null;
      }
    };
    const picture = await kept(`${stem}.png`, photograph(page, 'png', join(input.workDir, `${stem}.png`)));
    const mhtml = await kept(`${stem}.mhtml`, savePage(page, secrets, join(input.workDir, `${stem}.mhtml`)));
    const mark = { ...moment, title: await titleOf(page, secrets), picture, mhtml, problems };
    list.push(mark);
    events.add('mark-kept', { number, picture: picture !== null, mhtml: mhtml !== null });
    return mark;
  }

  return {
    list,
    async add(by, note) {
      if (asked >= MAX_MARKS) return null;
      asked += 1;
      const moment = momentOf(by, note);
      const { number, url, offsetMs } = moment;
      events.add('mark', { number, by, url, note: moment.note, offsetMs });
      const taken = tail.then(() => take(moment));
      tail = taken.catch(() => undefined); // The next mark does not wait for its luck.
      return taken;
    },
    async stop() {
      await tail;
    },
  };
}

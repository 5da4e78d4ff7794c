// Sessions (cookies, passwords) of captures that wait: in memory alone, by a number that the jobs table may hold, until
// the last of their jobs has ended, however it ended. Afterwards, and after a restart, they are gone, and a job that is
// begun again says so (capture/session-lost) instead of capturing a login page.

import { AppError } from '../../shared/errors.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import type { SessionInput } from '../../shared/api/session-input.ts';
import type { Random } from '../platform/ports.ts';
import type { JobRecord } from './ports.ts';

export interface HeldSessions {
  /** Kept until so many jobs have ended, or the program ends. Returns its number. */
  hold(session: SessionInput, jobs: number): string;
  /** Null for a job that needs none. Throws capture/session-lost. */
  read(job: Pick<JobRecord, 'input'>): SessionInput | null;
  /** A job has ended for good; one that held no session changes nothing. */
  release(job: Pick<JobRecord, 'id' | 'input'>): void;
}

/** Number of the session that a job needs; null for most. */
function heldSessionOf({ input }: Pick<JobRecord, 'input'>): string | null {
  const fields = input as { readonly session?: unknown } | null;
  return typeof fields?.session === 'string' ? fields.session : null;
}

export function createHeldSessions(random: Random): HeldSessions {
  const held = new Map<
    string,
    { readonly session: SessionInput; readonly jobs: number; readonly over: Set<string> }
  >();
  return {
    hold(session, jobs) {
      const id = `S-${toHex(random.bytes(8))}`;
      held.set(id, { session, jobs, over: new Set() });
      return id;
    },
    read(job) {
      const id = heldSessionOf(job);
      if (id === null) return null;
      const found = held.get(id);
      if (!found) throw new AppError('capture/session-lost');
      return found.session;
    },
    release(job) {
      const id = heldSessionOf(job);
      const found = id === null ? undefined : held.get(id);
      if (!found) return;
      found.over.add(job.id);
      if (found.over.size >= found.jobs) held.delete(id!);
    },
  };
}

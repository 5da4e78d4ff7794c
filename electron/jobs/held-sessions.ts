// Sessions (cookies, passwords) of captures that wait: in memory alone, by a number that the jobs table may hold. After
// a restart they are gone, and the job says so (capture/session-lost) instead of capturing a login page.

import { AppError } from '../../shared/errors.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import type { SessionInput } from '../../shared/api/session-input.ts';
import type { Random } from '../platform/ports.ts';

export interface HeldSessions {
  /** Kept until it was released this often, or the program ends. Returns its number. */
  hold(session: SessionInput, uses: number): string;
  /** Throws capture/session-lost. */
  read(id: string): SessionInput;
  /** One use is over for good: its page is sealed. */
  release(id: string): void;
}

export function createHeldSessions(random: Random): HeldSessions {
  const held = new Map<string, { readonly session: SessionInput; left: number }>();
  return {
    hold(session, uses) {
      const id = `S-${toHex(random.bytes(8))}`;
      held.set(id, { session, left: uses });
      return id;
    },
    read(id) {
      const found = held.get(id);
      if (!found) throw new AppError('capture/session-lost');
      return found.session;
    },
    release(id) {
      const found = held.get(id);
      if (!found) return;
      found.left -= 1;
      if (found.left <= 0) held.delete(id);
    },
  };
}

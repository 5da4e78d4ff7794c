// One-time tickets: the only way to get a bearer out of the shell. Single use, short-lived, stored hashed.

import type { Clock, Random } from '../platform/ports.ts';
import { secretHash, secretText } from './secrets.ts';

const TICKET_LIFE_MS = 60_000;
/** For an address that a person copies by hand. */
export const PRINTED_TICKET_LIFE_MS = 10 * 60_000;
const MAX_OPEN_TICKETS = 32;

export interface TicketBook {
  /** A new ticket; the oldest is dropped where more than 32 are open. */
  issue(lifeMs?: number): string;
  /** True once per ticket, and only while it lives. */
  redeem(ticket: string): boolean;
}

export function createTicketBook(ports: {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Random;
}): TicketBook {
  const expiryByHash = new Map<string, number>();

  function dropExpired(now: number): void {
    for (const [hash, expiry] of expiryByHash) if (expiry <= now) expiryByHash.delete(hash);
  }

  return {
    issue(lifeMs = TICKET_LIFE_MS) {
      const now = ports.clock.monotonicMs();
      dropExpired(now);
      const oldest = expiryByHash.keys().next().value;
      if (expiryByHash.size >= MAX_OPEN_TICKETS && oldest !== undefined) expiryByHash.delete(oldest);
      const ticket = secretText(ports.random);
      expiryByHash.set(secretHash(ticket).toString('hex'), now + lifeMs);
      return ticket;
    },
    redeem(ticket) {
      dropExpired(ports.clock.monotonicMs());
      // Looked up by its hash: a lookup's timing tells nothing about the ticket itself.
      return expiryByHash.delete(secretHash(ticket).toString('hex'));
    },
  };
}

// Which connection each answer came over, as the browser numbers them, with what it says of its encryption.

import type { Protocol } from 'puppeteer-core';
import type { ConnectionFacts, ConnectionTls } from '../../../shared/evidence/capture-record.ts';
import type { Exchange } from './exchange.ts';

export interface Connections {
  readonly list: readonly ConnectionFacts[];
  /** Index into list; null where nothing went over the network. */
  of(exchange: Exchange): number | null;
}

const MAX_TEXT = 512;

export function connectionsOf(exchanges: readonly Exchange[]): Connections {
  const indexes = new Map<string, number>();
  const list: { -readonly [K in keyof ConnectionFacts]: ConnectionFacts[K] }[] = [];
  const byExchange = new Map<Exchange, number>();
  for (const exchange of exchanges) {
    const { response } = exchange;
    if (response === null || !response.remoteIPAddress || response.fromServiceWorker === true) continue;
    const key = `${response.connectionId} ${response.remoteIPAddress} ${response.remotePort}`;
    const known = indexes.get(key);
    const index = known ?? list.push(factsOf(response)) - 1;
    indexes.set(key, index);
    list[index]!.requests += 1;
    byExchange.set(exchange, index);
  }
  return { list, of: (exchange) => byExchange.get(exchange) ?? null };
}

function factsOf(response: Protocol.Network.Response): ConnectionFacts {
  return {
    remoteIp: response.remoteIPAddress?.replace(/^\[|\]$/g, '') ?? null,
    port: response.remotePort ?? null,
    protocol: response.protocol ?? null,
    requests: 0,
    tls: response.securityDetails ? tlsOf(response.securityDetails) : null,
  };
}

function tlsOf(details: Protocol.Network.SecurityDetails): ConnectionTls {
  return {
    version: text(details.protocol),
    cipher: text(details.cipher),
    keyExchangeGroup: details.keyExchangeGroup ? text(details.keyExchangeGroup) : null,
    subject: text(details.subjectName),
    issuer: text(details.issuer),
    validFrom: time(details.validFrom),
    validTo: time(details.validTo),
  };
}

function text(value: string): string {
  return value.slice(0, MAX_TEXT).toWellFormed();
}

/** Empty for what is no moment. */
function time(seconds: number): string {
  return Number.isFinite(seconds) && Math.abs(seconds) < 8e12 ? new Date(seconds * 1_000).toISOString() : '';
}

// UDP and HTTPS for the checks: time-boxed from the look-up of the name to the last byte, bounded, and past the hosts file.

import { Resolver } from 'node:dns/promises';
import { createSocket } from 'node:dgram';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Https, HttpsReply, Udp, UdpReply } from './ports.ts';

/** A record from the system's DNS servers; an address is its own answer. */
async function addressOf(host: string, timeoutMs: number): Promise<{ address: string; family: 4 | 6 }> {
  const family = isIP(host);
  if (family === 4 || family === 6) return { address: host, family };
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  try {
    const [address] = await resolver.resolve4(host);
    if (address !== undefined) return { address, family: 4 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENODATA') throw error;
  }
  const [address] = await resolver.resolve6(host);
  if (address === undefined) throw new Error(`${host} has no address`);
  return { address, family: 6 };
}

async function lookUp(
  host: string,
  timeoutMs: number,
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): Promise<void> {
  let found: { readonly address: string; readonly family: 4 | 6 };
  try {
    found = await addressOf(host, timeoutMs);
  } catch (error) {
    callback(error as NodeJS.ErrnoException, '');
    return;
  }
  if (all) callback(null, [found]);
  else callback(null, found.address, found.family);
}

export function createUdp(monotonicMs: () => number): Udp {
  return {
    async ask({ host, port, datagram, accept, timeoutMs }) {
      const began = monotonicMs();
      const { address, family } = await addressOf(host, timeoutMs);
      const leftMs = Math.max(1, timeoutMs - (monotonicMs() - began));
      const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
      try {
        return await new Promise<UdpReply>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), leftMs);
          let sentMs = 0;
          socket.once('close', () => clearTimeout(timer));
          socket.on('error', reject);
          socket.on('message', (message) => {
            const bytes = new Uint8Array(message);
            if (accept(bytes)) resolve({ bytes, sentMs, receivedMs: monotonicMs() });
          });
          // Connected: the system drops what comes from anybody else, and an unreachable port is told.
          socket.connect(port, address, () => {
            sentMs = monotonicMs();
            socket.send(datagram());
          });
        });
      } finally {
        socket.close();
      }
    },
  };
}

/** @param ca trusted instead of the public roots; for tests. */
export function createHttps(monotonicMs: () => number, ca?: string): Https {
  return {
    async send({ method, url, headers, body, timeoutMs, maxBytes }) {
      const target = new URL(url);
      if (target.protocol !== 'https:') throw new TypeError('only https: is asked');
      const lookup: LookupFunction = (name, options, callback) => {
        void lookUp(name, timeoutMs, options.all === true, callback);
      };
      const signal = AbortSignal.timeout(timeoutMs);
      return await new Promise<HttpsReply>((resolve, reject) => {
        let sentMs = monotonicMs();
        const request = httpsRequest(target, {
          method,
          headers: { ...headers },
          lookup,
          signal,
          agent: false,
          ...(ca === undefined ? {} : { ca }),
        });
        request.on('error', reject);
        request.on('socket', (socket) => {
          socket.once('secureConnect', () => {
            sentMs = monotonicMs();
          });
        });
        request.on('response', (response) => {
          const answeredMs = monotonicMs();
          const parts: Buffer[] = [];
          let size = 0;
          response.on('error', reject);
          response.on('data', (part: Buffer) => {
            size += part.length;
            if (size > maxBytes)
              request.destroy(new RangeError(`the answer is larger than ${maxBytes} bytes`));
            else parts.push(part);
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: flat(response.headers),
              body: new Uint8Array(Buffer.concat(parts)),
              sentMs,
              answeredMs,
            }),
          );
        });
        request.end(body);
      });
    },
  };
}

function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

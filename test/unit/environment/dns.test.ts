// DNS over HTTPS against a server of our own, honest and not, and what is made of the answers.

import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decode, encode, type Answer } from 'dns-packet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeDns } from '../../../electron/environment/dns/compare.ts';
import { askDoh } from '../../../electron/environment/dns/doh.ts';
import { createHttps } from '../../../electron/environment/node-network.ts';
import { createCertificates } from '../../sites/certificates.ts';
import { clock, portsOf } from './ports.ts';

const certificate = createCertificates(1)[0]!;
let server: Server;
let name = (asked: string): string => asked;
let body: ((honest: Buffer) => Buffer) | null = null;
let type = 'application/dns-message';

beforeAll(async () => {
  server = createServer({ key: certificate.keyPem, cert: certificate.certPem }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const question = decode(Buffer.concat(parts)).questions![0]!;
      const answers: Answer[] =
        question.type === 'A'
          ? [
              { type: 'CNAME', name: question.name, data: 'edge.example' },
              { type: 'A', name: 'edge.example', data: '93.184.216.34' },
            ]
          : [{ type: 'AAAA', name: question.name, data: '2606:2800:220:1::1' }];
      const honest = encode({
        type: 'response',
        id: 0,
        questions: [{ ...question, name: name(question.name) }],
        answers,
      });
      response.writeHead(200, { 'content-type': type }).end(body ? body(honest) : honest);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = () =>
  askDoh(`https://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`, 'shop.example', {
    ports: portsOf({ https: createHttps(clock.monotonicMs, certificate.certPem) }),
    timeoutMs: 10_000,
  });

const doh = (resolver: string, ...addresses: string[]) => ({ resolver, addresses, rcode: 'NOERROR' });

const codes = (...given: Parameters<typeof judgeDns>) => judgeDns(...given).map(({ code }) => code);

it('gives the addresses of both families; names on the way are none', async () => {
  expect(await ask()).toMatchObject({ addresses: ['93.184.216.34', '2606:2800:220:1::1'], rcode: 'NOERROR' });
});

it('what answers another question, or is no DNS message, is no answer', async () => {
  name = () => 'other.example';
  await expect(ask()).rejects.toThrow(/another question/);
  name = (asked) => asked;
  body = (honest) => honest.subarray(0, 17);
  await expect(ask()).rejects.toThrow();
  body = () => Buffer.alloc(70_000);
  await expect(ask()).rejects.toThrow(/larger than/);
  body = null;
  type = 'text/html';
  await expect(ask()).rejects.toThrow(/not a DNS message/);
});

it('differences are hints, silence is not agreement', () => {
  const system = { addresses: ['93.184.216.34', '93.184.216.35'], error: null };
  expect(codes(system, [doh('a', '93.184.216.35'), doh('b', '93.184.216.34')])).toEqual(['dns-agrees']);
  expect(codes(system, [doh('a', '93.184.216.35'), doh('b', '10.0.0.1')])).toEqual(['dns-differs']);
  expect(codes(system, [doh('a', '93.184.216.35')])).toEqual(['dns-one-resolver']);
  expect(codes(system, [])).toEqual(['dns-no-resolver']);
  expect(codes({ addresses: [], error: 'ENOTFOUND' }, [])).toEqual(['dns-no-system', 'dns-no-resolver']);
});

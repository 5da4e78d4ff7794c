// Item 'network': interfaces, default route, and the public address where a service for it is configured.

import { isIP } from 'node:net';
import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import type { Found, Look } from '../probe.ts';
import type { MachineFacts } from './facts.ts';

const TIMEOUT_MS = 1_500;

export async function probeNetwork(
  look: Look,
  facts: MachineFacts,
  publicIpUrl: string | null,
): Promise<Found> {
  const cards = look.ports.system.interfaces().filter(({ internal }) => !internal);
  look.keep(
    'network interfaces',
    cards.map(({ name, mac, addresses }) => `${name} ${mac} ${addresses.join(' ')}`).join('\n'),
  );
  const [routes, publicIp] = await Promise.all([
    facts.defaultRoutes(look),
    publicIpUrl === null ? Promise.resolve(null) : askPublicIp(look, publicIpUrl),
  ]);
  const [route] = routes;
  const card = cards.find(({ name }) => name === route?.interface) ?? cards[0];
  const address = card?.addresses[0] ?? '';
  const findings: EnvironmentFinding[] =
    route === undefined || card === undefined
      ? [{ code: 'network-offline' }]
      : [{ code: 'network-up', details: { name: route.interface, address } }];
  if (publicIpUrl !== null && publicIp === null) findings.push({ code: 'network-address-unknown' });
  return {
    findings,
    facts: {
      interfaces: cards.map(({ name, addresses }) => `${name} ${addresses.join(' ')}`),
      gateways: routes.map(({ interface: name, gateway }) => `${name} ${gateway}`),
      network: route === undefined ? null : `${route.interface} ${address}`.trim(),
      publicIp,
      publicIpService: publicIpUrl === null ? null : new URL(publicIpUrl).host,
    },
  };
}

/** The address that the service sees, as plain text; null where it does not answer with one. */
async function askPublicIp(look: Look, url: string): Promise<string | null> {
  try {
    const { status, body } = await look.ports.https.send({
      method: 'GET',
      url,
      timeoutMs: TIMEOUT_MS,
      maxBytes: 4_096,
    });
    const text = new TextDecoder().decode(body).trim();
    look.keep(url, `HTTP ${status}\n${text}`);
    return status === 200 && isIP(text) !== 0 ? text : null;
  } catch (error) {
    look.keep(url, String(error));
    return null;
  }
}

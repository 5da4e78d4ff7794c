// The demonstration's infringing shop: static files from resources/demo-shop on a loopback port.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface DemoSite {
  /** http://127.0.0.1:PORT, no path. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startDemoSite(folder: string): Promise<DemoSite> {
  const files = sirv(folder, { dev: false, etag: true });
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('没有这个页面 not found\n');
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// Services a person may set: a demonstration authority behind a gate that can be shut, as authorities now and then are.

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Gate {
  readonly port: number;
  open(): Promise<void>;
  shut(): Promise<void>;
}

/** @param port where the gate stands; shut at first: connections are refused. @param to port behind it */
export function createGate(port: number, to: number): Gate {
  let server: Server | null = null;
  const sockets = new Set<Socket>();
  return {
    port,
    async open() {
      server = createServer((near) => {
        const far = connect(to, '127.0.0.1');
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
        }
        near.pipe(far).pipe(near);
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    async shut() {
      for (const socket of sockets) socket.destroy();
      if (!server) return;
      server.close();
      await once(server, 'close');
      server = null;
    },
  };
}

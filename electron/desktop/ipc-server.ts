// tRPC operations as IpcRequest and IpcReply: dispatches to the router, streams subscriptions, ends everything a window
// had open when that window goes. Knows nothing of Electron.

import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  isTrackedEnvelope,
} from '@trpc/server';
import type { IpcErrorShape, IpcReply, IpcRequest } from '../../shared/api/ipc.ts';
import { appRouter, type ApiContext } from '../api/router.ts';

/** One page load of one window. */
export interface IpcPeer {
  readonly id: number;
  send(reply: IpcReply): void;
}

export interface IpcServer {
  /** Ignores what is not an IpcRequest. Never throws. */
  receive(peer: IpcPeer, message: unknown): void;
  /** Aborts everything the peer has open: it was reloaded or closed. */
  release(peerId: number): void;
  /** Operations under way. */
  open(): number;
}

type Operation = Exclude<IpcRequest, { type: 'stop' }>;
const MAX_OPERATIONS_PER_PEER = 512;

export function createIpcServer(context: ApiContext): IpcServer {
  const peers = new Map<number, Map<number, AbortController>>();

  async function run(peer: IpcPeer, operation: Operation, signal: AbortSignal): Promise<void> {
    const { id, type, path, input } = operation;
    const reply = (message: IpcReply): void => {
      if (!signal.aborted) peer.send(message);
    };
    try {
      const result: unknown = await callTRPCProcedure({
        router: appRouter,
        path,
        type,
        ctx: context,
        getRawInput: () => Promise.resolve(input),
        signal,
        batchIndex: 0,
      });
      if (type !== 'subscription') return reply({ id, type: 'data', data: result });
      reply({ id, type: 'started' });
      await forward(result, signal, (data) => reply({ id, type: 'data', data }));
      reply({ id, type: 'done' });
    } catch (error) {
      reply({ id, type: 'error', error: errorShape(error, operation, context) });
    }
  }

  function start(peer: IpcPeer, operation: Operation): void {
    const operations = peers.get(peer.id) ?? new Map<number, AbortController>();
    peers.set(peer.id, operations);
    if (operations.has(operation.id) || operations.size >= MAX_OPERATIONS_PER_PEER) return;
    const controller = new AbortController();
    operations.set(operation.id, controller);
    void run(peer, operation, controller.signal).finally(() => {
      operations.delete(operation.id);
      if (operations.size === 0 && peers.get(peer.id) === operations) peers.delete(peer.id);
    });
  }

  return {
    receive(peer, message) {
      const request = parseRequest(message);
      if (request === null) context.log.warn('malformed message from a window');
      else if (request.type === 'stop') peers.get(peer.id)?.get(request.id)?.abort();
      else start(peer, request);
    },
    release(peerId) {
      for (const controller of peers.get(peerId)?.values() ?? []) controller.abort();
      peers.delete(peerId);
    },
    open: () => [...peers.values()].reduce((sum, operations) => sum + operations.size, 0),
  };
}

/** Pulls the iterable dry; on abort its iterator is returned at once, so that generators clean up. */
async function forward(source: unknown, signal: AbortSignal, send: (data: unknown) => void): Promise<void> {
  if (!isAsyncIterable(source)) throw new TypeError('a subscription must be an async iterable');
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  for (;;) {
    const next = await Promise.race([iterator.next(), aborted]);
    if (next === 'aborted') {
      // Not awaited: a generator that waits for something else answers only when that comes.
      void iterator.return?.();
      return;
    }
    if (next.done === true) return;
    send(isTrackedEnvelope(next.value) ? { id: next.value[0], data: next.value[1] } : next.value);
  }
}

function errorShape(cause: unknown, operation: Operation, context: ApiContext): IpcErrorShape {
  const shape = getTRPCErrorShape({
    // oxlint-disable-next-line no-underscore-dangle -- tRPC's public name for it
    config: appRouter._def._config,
    error: getTRPCErrorFromUnknown(cause),
    type: operation.type,
    path: operation.path,
    input: operation.input,
    ctx: context,
  });
  return { message: shape.message, code: shape.code, data: { ...shape.data } };
}

/** Null for anything a page of ours would not send. */
function parseRequest(value: unknown): IpcRequest | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, type, path, input } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return null;
  if (type === 'stop') return { id, type };
  if (type !== 'query' && type !== 'mutation' && type !== 'subscription') return null;
  return typeof path === 'string' && path.length <= 128 ? { id, type, path, input } : null;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

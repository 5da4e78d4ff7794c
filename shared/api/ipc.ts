// What crosses between a window and the desktop shell: tRPC operations as plain, structured-clonable messages.
// The bridge is the only thing that preload exposes. Replies carry tRPC's own error shape, so that both shells
// give the renderer the same failures.

/** `window.cunan` in the desktop shell; absent in the browser shell. */
export interface CunanBridge {
  send(message: IpcRequest): void;
  /** Calls back for every reply to this window; returns a function that ends it. */
  onMessage(callback: (message: IpcReply) => void): () => void;
  /** Where a dropped or chosen file or folder stands on this computer; '' where it stands nowhere. */
  pathOf(file: File): string;
  /** The system's own dialog; empty where nothing was chosen. */
  choose(kind: 'file' | 'folder'): Promise<readonly string[]>;
}

export type IpcRequest =
  | {
      /** Unique within the window; chosen by it. */
      readonly id: number;
      readonly type: 'query' | 'mutation' | 'subscription';
      /** Procedure name, e.g. listCases. */
      readonly path: string;
      readonly input: unknown;
    }
  /** Ends a subscription, or gives up waiting for an answer. */
  | { readonly id: number; readonly type: 'stop' };

/** A query or mutation is answered by one data or error; a subscription by started, data…, then done or error. */
export type IpcReply =
  | { readonly id: number; readonly type: 'started' }
  | { readonly id: number; readonly type: 'data'; readonly data: unknown }
  | { readonly id: number; readonly type: 'error'; readonly error: IpcErrorShape }
  | { readonly id: number; readonly type: 'done' };

/** As getTRPCErrorShape() makes it from the router's errorFormatter: data.app holds ApiErrorData. */
export interface IpcErrorShape {
  readonly message: string;
  /** JSON-RPC number of tRPC, e.g. -32600. */
  readonly code: number;
  readonly data: Readonly<Record<string, unknown>>;
}

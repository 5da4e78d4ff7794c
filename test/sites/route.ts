// One fixture address and how it is answered.

import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly links: Readonly<Record<string, string>>;
}

export interface Route {
  readonly pattern: RegExp;
  serve(visit: Visit): void;
}

export function route(pattern: RegExp, serve: (visit: Visit) => void): Route {
  return { pattern, serve };
}

export function sendHtml(response: ServerResponse, html: string, status = 200): void {
  const body = Buffer.from(html);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

export function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  const bytes = Buffer.from(body as Uint8Array);
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

export function page(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>body{margin:0;font:16px sans-serif}</style>${head}</head><body>${body}</body></html>`;
}

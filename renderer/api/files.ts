// Files of an item, by the same relative address in both shells (loopback HTTP, app:// in the desktop).

import type { Licence } from '../../shared/api/licence.ts';
import { FILES_PATH } from '../../shared/api/page.ts';
import { FailureError, fileFailure } from './failure.ts';
import { session } from './session.ts';

/** Inclusive byte positions. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

function fileAddress(id: string, path: string): string {
  return `${FILES_PATH}/${[id, ...path.split('/')].map(encodeURIComponent).join('/')}`;
}

/** Rejects with a FailureError where the file cannot be had. */
export async function fetchFile(
  id: string,
  path: string,
  options: { readonly range?: ByteRange; readonly signal?: AbortSignal } = {},
): Promise<Blob> {
  const headers: Record<string, string> = {};
  if (session.shell === 'browser') headers['authorization'] = `Bearer ${session.bearer}`;
  if (options.range) headers['range'] = `bytes=${options.range.from}-${options.range.to}`;
  const reply = await fetch(fileAddress(id, path), { headers, signal: options.signal ?? null });
  if (!reply.ok) throw new FailureError(fileFailure(reply.status, path));
  return await reply.blob();
}

/** What the build wrote beside the page; rejects with a FailureError where it is not there. */
export async function fetchLicences(): Promise<readonly Licence[]> {
  const reply = await fetch('/licences.json');
  if (!reply.ok) throw new FailureError(fileFailure(reply.status, 'licences.json'));
  return (await reply.json()) as Licence[];
}

/** Hands a file to the person through the browser's own save dialog. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// A picture out of a package, fetched with authorisation and shown from memory.

import { useEffect, useState, type ReactNode } from 'react';
import { toFailure, type Failure } from '../api/failure.ts';
import { fetchFile } from '../api/files.ts';

interface Props {
  readonly id: string;
  readonly path: string;
  readonly alt: string;
  readonly fallback: ReactNode;
}

export function FilePicture({ id, path, alt, fallback }: Props) {
  const { urls } = useFileUrls(id, [path]);
  const url = urls[0];
  return url ? <img src={url} alt={alt} /> : <>{fallback}</>;
}

/** blob: URLs in the order of the paths, null until each is there; the first failure where one cannot be had. */
export function useFileUrls(id: string, paths: readonly string[]) {
  const key = [id, ...paths].join('\n');
  const [state, setState] = useState<{
    key: string;
    urls: readonly (string | null)[];
    failure: Failure | null;
  }>({
    key,
    urls: [],
    failure: null,
  });
  useEffect(() => {
    const stop = new AbortController();
    const urls: (string | null)[] = paths.map(() => null);
    const read = async () => {
      for (const [index, path] of paths.entries()) {
        const blob = await fetchFile(id, path, { signal: stop.signal });
        if (stop.signal.aborted) return;
        urls[index] = URL.createObjectURL(blob);
        setState({ key, urls: [...urls], failure: null });
      }
    };
    read().catch((error: unknown) => {
      if (!stop.signal.aborted) setState({ key, urls: [], failure: toFailure(error) });
    });
    return () => {
      stop.abort();
      for (const url of urls) if (url) URL.revokeObjectURL(url);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- key names the id and every path
  }, [key]);
  return state.key === key ? state : { key, urls: paths.map(() => null), failure: null };
}

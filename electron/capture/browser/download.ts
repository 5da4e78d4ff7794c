// Downloads Chrome for Testing into the data folder when the user asks for it, with progress.

import {
  Browser,
  computeExecutablePath,
  detectBrowserPlatform,
  install,
  resolveBuildId,
} from '@puppeteer/browsers';
import { AppError } from '../../../shared/errors.ts';

export interface DownloadProgress {
  readonly receivedBytes: number;
  /** 0 where the server does not say. */
  readonly totalBytes: number;
}

/**
 * The path of the browser's executable; its digest stands in every capture's record.
 * Throws browser/download-failed {reason}; a partial download is removed by @puppeteer/browsers.
 */
export async function downloadBrowser(
  folder: string,
  onProgress: (progress: DownloadProgress) => void,
  signal?: AbortSignal,
): Promise<string> {
  try {
    const platform = detectBrowserPlatform();
    if (platform === undefined) throw new Error('no Chrome for Testing for this platform');
    const buildId = await resolveBuildId(Browser.CHROME, platform, 'stable');
    signal?.throwIfAborted();
    await install({
      browser: Browser.CHROME,
      buildId,
      platform,
      cacheDir: folder,
      downloadProgressCallback: (receivedBytes, totalBytes) => {
        signal?.throwIfAborted();
        onProgress({ receivedBytes, totalBytes });
      },
    });
    return computeExecutablePath({ browser: Browser.CHROME, buildId, platform, cacheDir: folder });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('browser/download-failed', { problem: reason.slice(0, 300) }, { cause: error });
  }
}

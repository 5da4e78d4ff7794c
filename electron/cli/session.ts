// The core behind a command: of the running app where one owns the data folder, else our own for as long as it takes.

import type { CoreApi } from '../../shared/api/core.ts';
import { isAppError } from '../../shared/errors.ts';
import { createApp } from '../app.ts';
import { connectToOwner, type OwnerCore } from '../http/client.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';

export type SessionCore = OwnerCore & Partial<Pick<CoreApi, 'verifyFile'>>;

export interface Session {
  readonly core: SessionCore;
  /** True where another program owns the folder and does the work. */
  readonly remote: boolean;
  close(): Promise<void>;
}

/**
 * @param work whether queued captures and pending proofs go on while the command runs; a mere look leaves them be.
 * Throws store/in-use where the owner does not answer, and whatever opening the folder throws.
 */
export async function openSession(work: boolean): Promise<Session> {
  const home = dataFolder();
  try {
    const app = await createApp({ home, shell: 'cli', startJobs: work });
    return { core: app.core, remote: false, close: () => app.close() };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'store/in-use') throw error;
    const owner = await connectToOwner(dataPaths(home).shellFacts);
    if (!owner) throw error;
    return { core: owner.core, remote: true, close: async () => {} };
  }
}

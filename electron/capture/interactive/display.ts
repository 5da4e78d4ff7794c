// Is there a screen on which a person could see the browser?

import { AppError } from '../../../shared/errors.ts';

export interface DisplaySurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Throws capture/no-display. Windows and macOS have one wherever a person is logged in. */
export function assertDisplay({ platform, env }: DisplaySurroundings): void {
  if (platform === 'win32' || platform === 'darwin') return;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) throw new AppError('capture/no-display');
}

// Runs programs of the operating system: from its own folders only (never by PATH, where anybody's program of that name
// could stand), with fixed arguments and no shell, a bare environment, a time limit and bounded output.

import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { CommandOutput, Commands } from './ports.ts';

const LIMIT_MS = 4_000;
const MAX_BYTES = 1024 * 1024;
/** What programs need to answer at all; nothing that changes what they say but the language. */
const PASSED_ON = [
  'HOME',
  'USER',
  'SystemRoot',
  'SystemDrive',
  'TEMP',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
];

export function createCommands(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): Commands {
  const folders = systemFolders(platform, env);
  const path = platform === 'win32' ? win32 : posix;
  const bare: Record<string, string> = { LC_ALL: 'C', PATH: folders.join(path.delimiter) };
  for (const name of PASSED_ON) if (env[name] !== undefined) bare[name] = env[name];

  async function find(program: string): Promise<string> {
    for (const folder of folders) {
      const candidate = path.join(folder, program);
      const found = await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return candidate;
    }
    throw new Error(`${program} is not on this system`);
  }

  return {
    async run(program, args) {
      const file = await find(program);
      const began = performance.now();
      return await new Promise<CommandOutput>((resolve, reject) => {
        execFile(
          file,
          [...args],
          { encoding: 'buffer', timeout: LIMIT_MS, maxBuffer: MAX_BYTES, env: bare, windowsHide: true },
          (error, stdout) => {
            const cut = error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
            const code = error === null ? 0 : error.code;
            if (error?.killed === true && !cut) reject(new Error(`no end within ${LIMIT_MS} ms`));
            else if (error && typeof code !== 'number' && !cut) reject(error);
            else
              resolve({
                exitCode: typeof code === 'number' ? code : null,
                stdout: new Uint8Array(stdout),
                durationMs: Math.round(performance.now() - began),
                cut,
              });
          },
        );
      });
    },
  };
}

function systemFolders(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform !== 'win32') return ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  const system = win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32');
  return [system, win32.join(system, 'WindowsPowerShell', 'v1.0')];
}

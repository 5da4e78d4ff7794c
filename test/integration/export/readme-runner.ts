// Runs the commands that a package's own README.txt lists, in one shell, as a person would.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface ReadmeRun {
  readonly status: number | null;
  readonly output: string;
  readonly readme: string;
}

/**
 * @param work a new folder, made here; the package is copied into it
 * @param tsaRoot PEM file that README's commands name as TSA_ROOT
 * @param meddle a shell line that runs once the package is unpacked
 */
export function followReadme(packagePath: string, work: string, tsaRoot: string, meddle = ''): ReadmeRun {
  mkdirSync(work);
  copyFileSync(packagePath, join(work, basename(packagePath)));
  const { stdout: readme } = spawnSync('unzip', ['-p', packagePath, 'README.txt'], { encoding: 'utf8' });
  const commands = readme
    .split('\n')
    .filter((line) => line.startsWith('    $ '))
    .map((line) => line.slice(6))
    .flatMap((line) => (line.startsWith('cd ') ? [line, meddle] : [line]));
  const script = join(work, 'readme.sh');
  writeFileSync(
    script,
    ['set -o pipefail', ...commands.map((line) => line && `${line} || failed=1`), 'exit ${failed:-0}'].join(
      '\n',
    ),
  );
  const env = { ...process.env, TSA_ROOT: tsaRoot, LC_ALL: 'C.UTF-8', TZ: 'Asia/Shanghai' };
  const run = spawnSync('bash', [script], { cwd: work, env, encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr, readme };
}

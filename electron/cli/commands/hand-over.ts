// cunan export ID… and cunan certify ID…: packages, certificates and reports as files.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { CERTIFICATE_PATH, REPORT_PATH } from '../../../shared/evidence/package-paths.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export async function runExport(
  session: Session,
  ids: readonly string[],
  options: { readonly out?: string },
  out: Output,
): Promise<number> {
  for (const id of ids) {
    const [made] = await session.core.exportEvidence({
      ids: [id],
      folder: options.out === undefined ? null : resolve(options.out),
    });
    const { state } = await session.core.getEvidence({ id });
    out.say(`✓ ${id} → ${made!.path}`);
    out.say(`  SHA-256 ${made!.sha256}`);
    out.emit({ event: 'item', id, state, package: made!.path, packageSha256: made!.sha256 });
  }
  return EXIT.ok;
}

export async function runCertify(
  session: Session,
  ids: readonly string[],
  options: { readonly out?: string; readonly report?: boolean },
  out: Output,
): Promise<number> {
  const folder = resolve(options.out ?? '.');
  for (const id of ids) {
    const { state, demonstration } = await session.core.getEvidence({ id });
    const stem = join(folder, `${id}${demonstration ? '-演示DEMO' : ''}`);
    const certificate = await save(session, id, CERTIFICATE_PATH, `${stem}-certificate.pdf`);
    const report = options.report ? await save(session, id, REPORT_PATH, `${stem}-process-report.pdf`) : null;
    out.say(`✓ ${id} → ${[certificate, ...(report === null ? [] : [report])].join(', ')}`);
    out.emit({ event: 'item', id, state, certificate, ...(report === null ? {} : { report }) });
  }
  return EXIT.ok;
}

/** Returns where it stands now. */
async function save(session: Session, id: string, from: string, path: string): Promise<string> {
  const file = await session.core.openFile({ id, path: from });
  try {
    const bytes = await file.read(0, file.sizeBytes);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (cause) {
    throw new AppError('input/output-unwritable', { path }, { cause });
  } finally {
    await file.close();
  }
  return path;
}

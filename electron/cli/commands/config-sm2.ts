// cunan config import-sm2-key: an SM2 key made elsewhere becomes this installation's own.

import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

const MAX_CHARS = 20_000;

/** The passphrase of an encrypted file comes from CUNAN_SM2_PASSPHRASE. Throws input/file-unreadable, key/import. */
export async function runImportSm2Key(
  { core }: Session,
  path: string,
  { replace = false }: { readonly replace?: boolean },
  out: Output,
): Promise<number> {
  const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input/file-unreadable', { path }, { cause });
  });
  const passphrase = process.env['CUNAN_SM2_PASSPHRASE'] ?? null;
  const { keyId } = await core.importSm2Key({ pem: pem.slice(0, MAX_CHARS), passphrase, replace });
  await core.changeSettings({ sm2: 'file' });
  out.say(
    out.pick(
      `已导入，今后用它签署声明。密钥标识：${keyId}`,
      `Imported: statements are signed with it from now on. Its key id: ${keyId}`,
    ),
  );
  out.emit({ event: 'sm2-key-imported', keyId });
  return EXIT.ok;
}

// The verbs of the SM2 key, as the command line lists them.

import type { Command } from 'commander';
import type { CommandDeps } from './batch-commands.ts';
import { runImportSm2Key } from './commands/config-sm2.ts';

export function addSm2Settings(config: Command, { t, withSession }: CommandDeps): void {
  config
    .command('import-sm2-key')
    .argument('<file>', t('SM2 私钥（PEM：PKCS#8 或 SEC1）', 'SM2 private key (PEM: PKCS#8 or SEC1)'))
    .description(
      t(
        '导入 SM2 私钥，用于国密签名；加密文件的口令用 CUNAN_SM2_PASSPHRASE',
        'import an SM2 key for the SM2 signature; CUNAN_SM2_PASSPHRASE opens an encrypted file',
      ),
    )
    .option('--replace', t('替换本机已有的 SM2 密钥', 'give up the SM2 key that is here'))
    .action(
      withSession((session, out, file: string, options: { replace?: boolean }) =>
        runImportSm2Key(session, file, options, out),
      ),
    );
}

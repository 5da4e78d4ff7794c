// The command line's group for the certificate that signs PDFs, for main.ts.

import type { Command } from 'commander';
import type { CommandDeps } from './batch-commands.ts';
import {
  runImportSigningCertificate,
  runRemoveSigningCertificate,
  runShowSigningCertificate,
} from './commands/signing-certificate.ts';

export function addSigningSettings(config: Command, { t, withSession }: CommandDeps): void {
  const group = config
    .command('signing-certificate')
    .description(t('签署 PDF 的证书', 'the certificate that signs PDFs'));
  group
    .command('import')
    .argument('<file>', t('PKCS#12 文件（.p12、.pfx）', 'PKCS#12 file (.p12, .pfx)'))
    .description(
      t(
        '导入证书及私钥；密码现场输入，或用 CUNAN_P12_PASSWORD',
        'import certificate and key; the password is asked for, or CUNAN_P12_PASSWORD',
      ),
    )
    .action(withSession((session, out, file: string) => runImportSigningCertificate(session, file, out)));
  group
    .command('show')
    .description(t('显示证书与由谁签署', 'show it and who signs'))
    .action(withSession((session, out) => runShowSigningCertificate(session, out)));
  group
    .command('remove')
    .description(t('移除证书及私钥', 'remove certificate and key'))
    .action(withSession((session, out) => runRemoveSigningCertificate(session, out)));
}

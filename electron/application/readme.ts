// README.txt of an application package, zh-CN and English: what it is, what it is not, how to check it with what any
// computer has. It names nobody: the person's facts stand in application.json alone.

import type { Application } from '../../shared/application/application.ts';
import {
  APPLICATION_DSSE_PATH,
  APPLICATION_KEY_PATH,
  APPLICATION_MANIFEST_PATH,
} from '../../shared/application/paths.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';

export function buildApplicationReadme(application: Application, keyId: string): Uint8Array {
  return toUtf8(
    `${[
      '存安取证 Cunan · 公证申请包 application package · cunan-application/1',
      ...(application.demonstration ? ['', '*** 演示材料 *** DEMONSTRATION ***'] : []),
      '',
      `申请包编号 Application: ${application.id}`,
      `生成时间（设备时钟） Made at (device clock): ${application.createdAt}`,
      `证据 Evidence: ${application.evidence.length}`,
      `附件 Attachments: ${application.attachments.length}`,
      `签名密钥 Signing key: ${keyId}`,
      '',
      '这是一份公证申请，不是公证书。是否受理、如何办理由公证处决定。所附证据由申请人自行取证，后提交公证处',
      '（自行取证后申请），并非公证处取证。本包含有个人信息，请妥善保管，只交给受理的公证处。',
      'This is an application for notarisation, not a notarial certificate. The notary office decides whether to',
      'accept it and how to proceed. The evidence was captured by the applicant (self-conducted capture), not by a',
      'notary office. It contains personal data: keep it safe and give it to the notary office alone.',
      '',
      '用我们的软件核验 With our software: cunan apply check 文件名/FILE',
      '',
      '用常用工具核验（在解压后的文件夹中） With common tools, in the unpacked folder:',
      '    $ sha256sum -c manifest-sha256.txt',
      `    $ jq -j .payload ${APPLICATION_DSSE_PATH} | base64 -d | cmp - ${APPLICATION_MANIFEST_PATH}`,
      `    $ jq -j '.signatures[0].sig' ${APPLICATION_DSSE_PATH} | base64 -d > sig`,
      `    $ { printf 'DSSEv1 49 application/vnd.cunan.application-manifest-sha256 %s ' "$(wc -c < ${APPLICATION_MANIFEST_PATH} | tr -d ' ')"; cat ${APPLICATION_MANIFEST_PATH}; } > signed`,
      `    $ openssl pkeyutl -verify -rawin -pubin -inkey ${APPLICATION_KEY_PATH} -in signed -sigfile sig`,
      '',
      '“evidence”文件夹中的每个 ZIP 都是一个完整的证据包，可以单独核验，方法见其中的 README.txt。',
      'Each ZIP in evidence/ is a whole evidence package that can be checked by itself: see its own README.txt.',
    ].join('\n')}\n`,
  );
}

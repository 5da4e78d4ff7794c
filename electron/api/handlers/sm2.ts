// The SM2 signature beside the device's: which keys signed here, and whether the configured one answers now.

import { importSm2KeyInput } from '../../../shared/api/inputs.ts';
import type { CoreApi } from '../../../shared/api/core.ts';
import type { ApiDeps } from './deps.ts';

export function createSm2Calls({ sm2 }: ApiDeps): Pick<CoreApi, 'sm2State' | 'checkSm2' | 'importSm2Key'> {
  return {
    sm2State: async () => sm2.state(),
    importSm2Key: async (input) => ({ keyId: await sm2.importKey(importSm2KeyInput.parse(input)) }),
    checkSm2: async () => ({ keyId: await sm2.check() }),
  };
}

// The configured SM2 signer: a key of this installation or a program outside; null where none is wanted.

import { join } from 'node:path';
import type { ImportSm2KeyInput } from '../shared/api/inputs.ts';
import type { Hashers } from '../shared/bytes/hashers.ts';
import { sm2PublicKey } from '../shared/bytes/sm2-sign.ts';
import { equalBytes } from '../shared/bytes/utf8.ts';
import { AppError } from '../shared/errors.ts';
import { sm2KeyIdOf } from '../shared/evidence/sm2-signature.ts';
import { loadCommandSigner, SM2_COMMAND_FILE } from './identity/command-signer.ts';
import { readSm2Key } from './identity/sm2-import.ts';
import { loadSm2FileSigner, SM2_KEY, type Sm2Signer } from './identity/sm2-signer.ts';
import type { Random, Secrets } from './platform/ports.ts';
import type { Store } from './store/types.ts';

export interface Sm2Access {
  /** Throws key/…. */
  signer(): Promise<Sm2Signer | null>;
  /** Keeps the id of a key that signed here, for this installation's own trust policy. */
  remember(keyId: string): void;
  state(): {
    readonly keyIds: readonly string[];
    readonly fileKeyMade: boolean;
    readonly commandFile: string;
  };
  /** The id of the configured signer's key; null where SM2 is off. Throws key/…. */
  check(): Promise<string | null>;
  /** A key made elsewhere becomes the file key; its id. Throws key/import, key/…. */
  importKey(input: ImportSm2KeyInput): Promise<string>;
}

/** Fact: ids of keys, by blanks. */
export const SM2_KEY_IDS = 'sm2-key-ids';
const FILE_KEY_MADE = 'sm2-file-key';

export function createSm2Access(deps: {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly random: Random;
  readonly hashers: Hashers;
}): Sm2Access {
  const { store, secrets, random, hashers } = deps;
  const commandFile = join(store.home, SM2_COMMAND_FILE);
  const access: Sm2Access = {
    async signer() {
      const { sm2 } = store.settings.get();
      if (sm2 === 'off') return null;
      if (sm2 === 'command') return loadCommandSigner(commandFile);
      const signer = await loadSm2FileSigner(
        secrets,
        random,
        hashers,
        store.facts.get(FILE_KEY_MADE) !== null,
      );
      store.facts.set(FILE_KEY_MADE, 'yes');
      return signer;
    },
    remember(keyId) {
      const ids = sm2KeyIds(store);
      if (!ids.includes(keyId)) store.facts.set(SM2_KEY_IDS, [...ids, keyId].join(' '));
    },
    state: () => ({
      keyIds: sm2KeyIds(store),
      fileKeyMade: store.facts.get(FILE_KEY_MADE) !== null,
      commandFile,
    }),
    async check() {
      const signer = await access.signer();
      return signer && sm2KeyIdOf(await signer.publicKey(new AbortController().signal), hashers);
    },
    async importKey({ pem, passphrase, replace }) {
      const key = readSm2Key(pem, passphrase);
      const kept = await secrets.read(SM2_KEY);
      const differs = kept !== null && !equalBytes(kept, key);
      if (differs && !replace) throw new AppError('key/import', { problem: 'there is a key already' });
      if (kept === null || differs) await secrets.write(SM2_KEY, key);
      const keyId = sm2KeyIdOf(sm2PublicKey(key), hashers);
      store.transaction(() => {
        store.facts.set(FILE_KEY_MADE, 'yes');
        store.audit.append('sm2-key-imported', keyId, { replaced: differs });
      });
      return keyId;
    },
  };
  return access;
}

export function sm2KeyIds({ facts }: Store): readonly string[] {
  return (facts.get(SM2_KEY_IDS) ?? '').split(' ').filter((id) => id !== '');
}

// The account that pays for anchors: signs legacy (type 0) transactions, which every EVM chain takes, with the chain id
// in the signature (EIP-155). viem is loaded when the first one is signed.

import { toData } from '../../../shared/chain/quantity.ts';
import { AppError } from '../../../shared/errors.ts';

export interface LegacyTransaction {
  readonly nonce: number;
  readonly gasPriceWei: bigint;
  readonly gas: bigint;
  /** Null: creates a contract. */
  readonly to: string | null;
  readonly data: string;
}

export interface SignedTransaction {
  /** 0x hex. */
  readonly raw: string;
  readonly hash: string;
}

export interface Account {
  /** 0x + 40 lower-case hex digits. */
  readonly address: string;
  sign(transaction: LegacyTransaction): Promise<SignedTransaction>;
}

/** Throws key/unreadable where the bytes are no secp256k1 private key. */
export async function openAccount(privateKey: Uint8Array, chainId: number): Promise<Account> {
  const [{ privateKeyToAccount }, { keccak256 }] = await Promise.all([
    import('viem/accounts'),
    import('viem/utils'),
  ]);
  let account: ReturnType<typeof privateKeyToAccount>;
  try {
    account = privateKeyToAccount(toData(privateKey) as `0x${string}`);
  } catch {
    // Without the cause: a library's message may quote the key.
    throw new AppError('key/unreadable', { problem: 'not a secp256k1 key' });
  }
  return {
    address: account.address.toLowerCase(),
    async sign({ nonce, gasPriceWei, gas, to, data }) {
      const raw = await account.signTransaction({
        type: 'legacy',
        chainId,
        nonce,
        gasPrice: gasPriceWei,
        gas,
        ...(to === null ? {} : { to: to as `0x${string}` }),
        data: data as `0x${string}`,
        value: 0n,
      });
      return { raw, hash: keccak256(raw) };
    },
  };
}

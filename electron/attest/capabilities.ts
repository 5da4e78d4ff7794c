// What a configured chain or evidence platform can and cannot do, answered from its description alone.

import type { AdapterCapabilities } from '../../shared/chain/capabilities.ts';
import { traitsOf } from '../../shared/chain/profiles.ts';
import type { ChainProfile } from '../../shared/chain/types.ts';
import type { PlatformProfile } from './platform/ports.ts';

export function chainCapabilities(profile: ChainProfile): AdapterCapabilities {
  const { tested, minFinalityDepth, proofs } = traitsOf(profile);
  return {
    // The root of a ledger whose leaves hold the SM3 digests as well.
    digests: ['sha256'],
    guomi: false,
    async: true,
    idempotent: true,
    unit: 'checkpoint',
    proof: proofs === 'none' ? 'rpc' : 'merkle',
    finalityDepth: Math.max(profile.finalityDepth, minFinalityDepth),
    returns: { height: true, blockHash: true, blockTime: true },
    ratePerSec: null,
    maxMetaBytes: null,
    needsRealName: false,
    certPdf: false,
    simulated: profile.simulated,
    tested: tested !== null,
  };
}

export function platformCapabilities(profile: PlatformProfile): AdapterCapabilities {
  const { pointers, poll } = profile;
  return {
    digests: [profile.digest],
    guomi: profile.digest === 'sm3',
    async: poll !== null || pointers.state !== null,
    idempotent: profile.idempotent,
    unit: 'item',
    proof: 'platform-word',
    finalityDepth: null,
    returns: {
      height: pointers.blockHeight !== null,
      blockHash: pointers.blockHash !== null,
      blockTime: pointers.time !== null,
    },
    ratePerSec: profile.ratePerSec,
    maxMetaBytes: profile.maxMetaBytes,
    needsRealName: profile.needsRealName,
    certPdf: profile.certificate !== null,
    simulated: profile.simulated,
    tested: false,
  };
}

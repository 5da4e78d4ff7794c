// Well-known time-stamping authorities, kept as data: address, and the roots that could be had from a named source.

import data from '../../resources/tsa-presets.json' with { type: 'json' };

export interface TsaPreset {
  /** Also the short name offered: [a-z0-9-]{1,32} */
  readonly id: string;
  readonly authority: string;
  readonly url: string;
  /** Empty: the root must be supplied. */
  readonly roots: readonly {
    readonly subject: string;
    /** Hex, of the DER. */
    readonly sha256: string;
    readonly pem: string;
  }[];
}

export const TSA_PRESETS: readonly TsaPreset[] = data.presets;
/** Where the roots were copied from. */
export const TSA_ROOT_SOURCE: string = data.rootSource;

/** What the preset puts into the settings. */
export function tsaOfPreset({ id, authority, url, roots }: TsaPreset) {
  return { name: id, url, policy: null, authority, rootsPem: roots.map(({ pem }) => pem).join('') };
}

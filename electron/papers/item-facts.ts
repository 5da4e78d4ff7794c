// What the papers print of one exported item, as it was when its package was made. Plain data: it is kept with the run.

import type { CaptureState } from '../../shared/evidence/states.ts';
import type { EnvironmentOutcome } from '../../shared/evidence/environment.ts';
import type { ExportItemView } from '../../shared/api/exports.ts';

/** A type, not an interface: it is stored as JSON. */
export type ItemFacts = {
  readonly kind: 'web-capture' | 'file-deposit';
  readonly name: string;
  readonly url: string | null;
  readonly finalUrl: string | null;
  readonly title: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly operator: string | null;
  readonly verified: boolean;
  readonly fileCount: number;
  readonly packageSha256: string;
  readonly packageSm3: string;
  readonly stamps: readonly { readonly at: string; readonly serial: string }[];
  readonly anchors: readonly { readonly txHash: string; readonly block: string }[];
  /** Null: none was made. */
  readonly environment: EnvironmentOutcome | null;
  readonly state: CaptureState;
  readonly demonstration: boolean;
  readonly payload: readonly {
    readonly path: string;
    readonly size: number;
    readonly sha256: string;
    readonly sm3: string;
  }[];
};

/** facts: null unless it was exported. */
export interface PaperItem extends ExportItemView {
  readonly facts: ItemFacts | null;
}

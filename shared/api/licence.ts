// One package of others that we ship, as the build lists them in out/renderer/licences.json for the settings.

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** What the package carries of licence and notice texts; null: it carries none. */
  readonly text: string | null;
}

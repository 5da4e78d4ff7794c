// Where the files that ship with the program lie: beside the packaged app, or in a checkout's own folders.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Resources {
  readonly fonts: { readonly text: string; readonly bold: string; readonly mono: string };
  /** The self-contained offline verifier, built by `npm run build:verifier`. */
  readonly verifierPage: string;
  /** The script of the page that encodes recordings, built by `npm run build:recorder`. */
  readonly recordingEncoder: string;
  readonly rendererFolder: string;
  readonly demoSite: string;
}

/** @param packaged folder of extra resources in an installed app; null: a checkout. */
export function findResources(packaged: string | null): Resources {
  const root = packaged ?? checkoutRoot();
  const font = (family: string, weight: string, file: string): string =>
    packaged
      ? join(root, 'fonts', file)
      : join(root, 'node_modules/@expo-google-fonts', family, weight, file);
  return {
    fonts: {
      text: font('noto-sans-sc', '400Regular', 'NotoSansSC_400Regular.ttf'),
      bold: font('noto-sans-sc', '700Bold', 'NotoSansSC_700Bold.ttf'),
      mono: font('noto-sans-mono', '400Regular', 'NotoSansMono_400Regular.ttf'),
    },
    verifierPage: join(root, 'out/verifier/verify.html'),
    recordingEncoder: join(root, 'out/recorder/encoder.js'),
    rendererFolder: join(root, 'out/renderer'),
    demoSite: join(root, 'resources/demo-shop'),
  };
}

function checkoutRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the program');
    folder = parent;
  }
  return folder;
}

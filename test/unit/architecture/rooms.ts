// Who may import whom: for each room, which rooms it may import, and which only for their types.
// A file belongs to the room with the longest matching path. A room may always import itself and what lies below it.

export interface Room {
  /** May be imported with values. 'x/**' stands for every room below x. */
  readonly may: readonly string[];
  /** May be named by `import type` only: contracts, no code. */
  readonly types?: readonly string[];
}

const SHARED = ['shared', 'shared/**'];
const PLATFORM = [...SHARED, 'electron/platform'];
const STAGE: Room = { may: PLATFORM };
const STAGES = [
  'electron/application',
  'electron/attest',
  'electron/capture',
  'electron/certificate',
  'electron/deposit',
  'electron/environment',
  'electron/evidence',
  'electron/export',
  'electron/identity',
  'electron/papers',
  'electron/sheets',
  'electron/store',
];

export const ROOMS: Readonly<Record<string, Room>> = {
  // errors.ts and assert.ts: below everything.
  shared: { may: [] },
  'shared/bytes': { may: ['shared'] },
  'shared/merkle': { may: ['shared', 'shared/bytes'] },
  'shared/batch': { may: ['shared'] },
  'shared/zip': { may: ['shared', 'shared/bytes'] },
  'shared/der': { may: ['shared', 'shared/bytes'] },
  // Categories of file deposits and their templates.
  'shared/deposit': { may: [] },
  'shared/evidence': { may: ['shared', 'shared/bytes', 'shared/merkle', 'shared/zip'] },
  'shared/timestamp': { may: ['shared', 'shared/bytes', 'shared/der'], types: ['shared/evidence'] },
  'shared/ledger': { may: ['shared', 'shared/bytes', 'shared/merkle'], types: ['shared/evidence'] },
  'shared/chain': {
    may: ['shared', 'shared/bytes', 'shared/merkle'],
    types: ['shared/evidence', 'shared/ledger'],
  },
  'shared/verify': {
    may: [
      'shared',
      'shared/bytes',
      'shared/merkle',
      'shared/zip',
      'shared/der',
      'shared/evidence',
      'shared/timestamp',
      'shared/ledger',
      'shared/chain',
    ],
  },
  // Applications for notarisation (申请包): form, list, reader; the verifier looks at the evidence inside.
  'shared/application': {
    may: ['shared', 'shared/bytes', 'shared/zip', 'shared/evidence'],
    types: ['shared/verify'],
  },
  // Sentences for codes: knows the codes of the checks, nobody below knows it.
  'shared/text': {
    may: ['shared', 'shared/verify', 'shared/batch'],
    types: [
      'shared/application',
      'shared/api',
      'shared/deposit',
      'shared/evidence',
      'shared/zip',
      'shared/timestamp',
      'shared/ledger',
      'shared/chain',
    ],
  },
  'shared/certificate': {
    may: [
      'shared',
      'shared/bytes',
      'shared/deposit',
      'shared/evidence',
      'shared/text',
      'shared/merkle',
      'shared/timestamp',
      'shared/ledger',
      'shared/chain',
    ],
    // The name of a language.
    types: ['shared/api', 'shared/verify'],
  },
  'shared/api': {
    may: ['shared', 'shared/application', 'shared/deposit'],
    types: ['shared/batch', 'shared/chain', 'shared/evidence', 'shared/verify'],
  },

  'electron/platform': { may: SHARED },
  'electron/capture': STAGE,
  // Implements the check that a capture declares.
  'electron/environment': { may: PLATFORM, types: ['electron/capture'] },
  'electron/deposit': STAGE,
  'electron/evidence': STAGE,
  'electron/application': STAGE,
  'electron/attest': STAGE,
  'electron/certificate': STAGE,
  'electron/export': STAGE,
  'electron/identity': STAGE,
  // What goes beside the packages: tables and drafts as office documents.
  'electron/papers': STAGE,
  // A table of somebody else -> plain text.
  'electron/sheets': STAGE,
  // The second machine's program: cosigns other ledgers' checkpoints, knows nothing of evidence.
  'electron/witness': STAGE,
  // Implements ports that those who need them declare; types only, so the arrow of code still points one way.
  'electron/store': { may: PLATFORM, types: ['electron/attest', 'electron/jobs', 'electron/identity'] },
  'electron/jobs': { may: PLATFORM },
  'electron/pipeline': { may: [...PLATFORM, ...STAGES], types: ['electron/jobs'] },
  'electron/api': {
    may: PLATFORM,
    types: ['electron/deposit', 'electron/jobs', 'electron/pipeline', 'electron/store'],
  },
  // app.ts and its helpers: the composition root.
  electron: {
    may: [...PLATFORM, ...STAGES, 'electron/jobs', 'electron/pipeline', 'electron/api', 'electron/witness'],
  },

  // Shells. http is also the owner's API: desktop publishes it, the command line connects to it; it knows neither.
  'electron/http': { may: [...PLATFORM, 'electron/api'] },
  'electron/desktop': { may: [...PLATFORM, 'electron', 'electron/api', 'electron/http'] },
  'electron/cli': { may: [...PLATFORM, 'electron', 'electron/api', 'electron/http', 'electron/demo'] },
  // Demonstration authority, chain and shop: composes an app of its own like a shell.
  'electron/demo': {
    may: [...PLATFORM, 'electron', 'electron/attest', 'electron/capture', 'electron/identity'],
  },

  'renderer/locales': { may: SHARED },
  'renderer/format': { may: [...SHARED, 'renderer/locales'] },
  'renderer/api': { may: [...SHARED, 'renderer/format'], types: ['electron/api'] },
  'renderer/stores': { may: [...SHARED, 'renderer/api', 'renderer/locales', 'renderer/format'] },
  'renderer/components': {
    may: [...SHARED, 'renderer/api', 'renderer/stores', 'renderer/format', 'renderer/locales'],
  },
  'renderer/screens': {
    may: [
      ...SHARED,
      'renderer/api',
      'renderer/stores',
      'renderer/components',
      'renderer/format',
      'renderer/locales',
    ],
  },
  'renderer/app': { may: [...SHARED, 'renderer/**'] },
  // Runs alone in the browser that encodes recordings.
  'renderer/recorder': { may: [] },
  'renderer/verifier': { may: [...SHARED, 'renderer/format'] },
  renderer: { may: [...SHARED, 'renderer/**'] },
};

/** Heavy or dangerous packages and the only rooms that may name them (types included). */
export const PACKAGE_HOMES: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/desktop'],
  'better-sqlite3': ['electron/store'],
  // The demonstration opens the verifier page with it; nothing else is driven from there.
  'puppeteer-core': ['electron/capture', 'electron/demo'],
  '@puppeteer/browsers': ['electron/capture'],
  '@sparticuz/chromium': ['electron/capture'],
  sharp: ['electron/capture', 'electron/certificate'],
  'dns-packet': ['electron/environment'],
  'age-encryption': ['electron/application'],
  // Our own writer makes the archives; the tests read them with it.
  warcio: [],
  mediabunny: ['renderer/recorder'],
  diff: ['electron/pipeline'],
  saxes: ['electron/sheets'],
  'csv-parse': ['electron/sheets'],
  // PKCS#12 files.
  'node-forge': ['electron/identity'],
  pdfkit: ['electron/certificate'],
  '@cantoo/pdf-lib': ['electron/certificate'],
  docx: ['electron/papers'],
  'write-excel-file': ['electron/papers'],
  commander: ['electron/cli'],
  sirv: ['electron/http', 'electron/demo'],
  eventsource: ['electron/http'],
};

/** The room of a path, null for what lies in none (package.json, resources). */
export function roomOf(path: string): string | null {
  const rooms = Object.keys(ROOMS).filter((room) => path.startsWith(`${room}/`));
  return rooms.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

export function allows(rooms: readonly string[], room: string): boolean {
  return rooms.some((name) => name === room || (name.endsWith('/**') && room.startsWith(name.slice(0, -2))));
}

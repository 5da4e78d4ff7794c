// Flags of a Chromium that a test drives itself: no traffic of its own. Root, as in containers, has no sandbox to use.

export const QUIET: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

// The fixture server in a process of its own, for tests that measure memory: says its address, ends with its parent.

import { startSites } from '../../sites/server.ts';

const site = await startSites();
process.send?.(site.url);
process.on('disconnect', () => process.exit(0));

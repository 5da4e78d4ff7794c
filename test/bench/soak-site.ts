// The fixture web of the soak in a process of its own, so that its memory and handles do not count as the app's.

import { startSites } from '../sites/server.ts';

const site = await startSites();
process.send?.(site.url);
process.on('disconnect', () => process.exit(0));

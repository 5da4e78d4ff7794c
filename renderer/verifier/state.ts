// What the page knows: files in the order they were given, one verified at a time, and the policy they are held to.

import type { VerificationReport } from '../../shared/verify/report.ts';
import {
  DEFAULT_REQUIREMENTS,
  EMPTY_TRUST,
  type Requirements,
  type TrustPolicy,
} from '../../shared/verify/trust-policy.ts';
import { parseTrustPolicy } from '../../shared/verify/parse-trust.ts';
import type { Engine } from './engine.ts';

export interface Item {
  readonly file: File;
  /** Given beside a file deposit. */
  readonly originals: readonly File[];
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'unreadable';
  readonly report: VerificationReport | null;
}

export interface Policy {
  readonly trust: TrustPolicy;
  readonly requirements: Requirements;
  readonly trustName: string | null;
  readonly badTrustName: string | null;
}

export interface Model {
  readonly items: readonly Item[];
  readonly policy: Policy;
  add(files: readonly File[]): Promise<void>;
  /** Judges everything again under a changed policy. */
  setPolicy(change: Partial<Policy>): void;
  /** Verifies a package once more, with files to be compared with what was sealed. */
  compare(file: File, originals: readonly File[]): void;
  stop(): void;
}

const MAX_TRUST_BYTES = 16 * 1024 * 1024;

export function createModel(engine: Engine, changed: () => void, progress: (share: number) => void): Model {
  let items: readonly Item[] = [];
  let policy: Policy = {
    trust: EMPTY_TRUST,
    requirements: DEFAULT_REQUIREMENTS,
    trustName: null,
    badTrustName: null,
  };
  let running: AbortController | null = null;

  function set(file: File, change: Partial<Item>): void {
    items = items.map((item) => (item.file === file ? { ...item, ...change } : item));
    changed();
  }

  async function work(): Promise<void> {
    if (running !== null) return;
    for (let item = next(); item !== undefined; item = next()) {
      const { file, originals } = item;
      running = new AbortController();
      set(file, { state: 'running' });
      const { trust, requirements } = policy;
      const outcome = await engine
        .verify(file, { trust, requirements, originals }, progress, running.signal)
        .then((report): Partial<Item> => ({ state: report === null ? 'unreadable' : 'done', report }))
        .catch((): Partial<Item> => ({ state: 'stopped', report: null }));
      running = null;
      // A policy that changed meanwhile has put the file back into the queue.
      if (items.some((other) => other.file === file && other.state === 'running')) set(file, outcome);
    }
  }

  function next(): Item | undefined {
    return items.find((item) => item.state === 'waiting');
  }

  const model: Model = {
    get items() {
      return items;
    },
    get policy() {
      return policy;
    },
    async add(files) {
      for (const file of files.filter(isJson)) {
        const trust = await readTrust(file);
        model.setPolicy(
          trust === null ? { badTrustName: file.name } : { trust, trustName: file.name, badTrustName: null },
        );
      }
      const packages = files.filter((file) => !isJson(file));
      items = [
        ...items,
        ...packages.map((file): Item => ({ file, originals: [], state: 'waiting', report: null })),
      ];
      changed();
      await work();
    },
    setPolicy(change) {
      policy = { ...policy, ...change };
      running?.abort();
      items = items.map((item) => ({ ...item, state: 'waiting', report: null }));
      changed();
      // The aborted round ends first; its loop then finds the files waiting.
      if (running === null) void work();
    },
    compare(file, originals) {
      set(file, { originals, state: 'waiting', report: null });
      void work();
    },
    stop() {
      items = items.map((item) => (item.state === 'waiting' ? { ...item, state: 'stopped' } : item));
      running?.abort();
      changed();
    },
  };
  return model;
}

function isJson(file: File): boolean {
  return file.name.toLowerCase().endsWith('.json');
}

async function readTrust(file: File): Promise<TrustPolicy | null> {
  if (file.size > MAX_TRUST_BYTES) return null;
  try {
    return parseTrustPolicy(new Uint8Array(await file.arrayBuffer()));
  } catch {
    // Said on the page: the list was not used.
    return null;
  }
}

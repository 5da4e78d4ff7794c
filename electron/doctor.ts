// What is installed, what is missing, how to get it: facts for `cunan doctor` and the settings screen.

import { execFile } from 'node:child_process';
import { access, statfs } from 'node:fs/promises';
import type { AppInfo, DoctorItem } from '../shared/api/views.ts';
import { type AppError, isAppError } from '../shared/errors.ts';
import type { DoctorCode } from '../shared/text/doctor.ts';
import type { ChainAdapter } from './attest/chain/ports.ts';
import type { BrowserBinary } from './capture/types.ts';
import type { Resources } from './platform/resources.ts';
import type { Store } from './store/types.ts';

export interface DoctorDeps {
  readonly store: Store;
  /** Why nothing is entered into the ledger; null: nothing is wrong. */
  readonly ledgerHalted: () => AppError | null;
  readonly info: () => AppInfo;
  readonly findBrowser: () => Promise<BrowserBinary>;
  readonly chain: () => Promise<ChainAdapter | null>;
  readonly resources: Resources;
}

export async function examine(deps: DoctorDeps): Promise<readonly DoctorItem[]> {
  const groups = await Promise.all([
    examineBrowser(deps),
    examineStore(deps),
    examineProofs(deps),
    examineResources(deps.resources),
    examineOpenssl(),
  ]);
  return [item('node', 'ok', 'node-ok', { version: process.version }), ...groups.flat()];
}

function item(
  id: string,
  status: DoctorItem['status'],
  code: DoctorCode,
  details: DoctorItem['details'] = {},
): DoctorItem {
  return { id, status, code, details };
}

async function examineBrowser({ findBrowser }: DoctorDeps): Promise<readonly DoctorItem[]> {
  try {
    const { path, origin } = await findBrowser();
    return [item('browser', 'ok', 'browser-ok', { path, origin })];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [item('browser', 'missing', 'browser-missing')];
  }
}

const LOW_DISK_BYTES = 2 * 1024 ** 3;

async function examineStore({ store, info, ledgerHalted }: DoctorDeps): Promise<readonly DoctorItem[]> {
  const { dataFolder, deviceKeyId, keyProtection, ledgerSize } = info();
  const { bavail, bsize } = await statfs(dataFolder);
  const free = bavail * bsize;
  const audit = store.audit.verify();
  return [
    item('store', 'ok', 'store-ok', { path: dataFolder }),
    item('disk', free < LOW_DISK_BYTES ? 'warning' : 'ok', free < LOW_DISK_BYTES ? 'disk-low' : 'disk-ok', {
      free: `${(free / 1024 ** 3).toFixed(1)} GiB`,
    }),
    item('key', 'ok', 'key-ok', { keyId: deviceKeyId, protection: keyProtection }),
    ledgerHalted() === null
      ? item('ledger', 'ok', 'ledger-ok', { size: ledgerSize })
      : item('ledger', 'warning', 'ledger-halted', { code: ledgerHalted()!.code, size: ledgerSize }),
    audit.intact
      ? item('audit', 'ok', 'audit-ok', { entries: audit.entries })
      : item('audit', 'warning', 'audit-broken', { entry: audit.firstBroken }),
    ...store.settings
      .read()
      .problems.map(({ field, problem }) =>
        item(`settings.${field}`, 'warning', 'settings-damaged', { field, problem }),
      ),
  ];
}

async function examineProofs({ store, chain }: DoctorDeps): Promise<readonly DoctorItem[]> {
  const { tsas, chain: configured } = store.settings.get();
  const authorities =
    tsas.length === 0
      ? item('tsa', 'warning', 'tsa-none')
      : item('tsa', 'ok', 'tsa-ok', { names: tsas.map((tsa) => tsa.name).join(', ') });
  if (!configured) return [authorities, item('chain', 'warning', 'chain-none')];
  const { name } = configured;
  try {
    const health = await (await chain())!.health(AbortSignal.timeout(5_000));
    return [
      authorities,
      item('chain', 'ok', 'chain-ok', {
        name,
        height: health.blockNumber,
        account: health.sender,
      }),
    ];
  } catch (error) {
    const trouble = isAppError(error) ? { ...error.details, code: error.code } : { problem: String(error) };
    return [authorities, item('chain', 'warning', 'chain-trouble', { ...trouble, name })];
  }
}

async function examineResources({ fonts, verifierPage }: Resources): Promise<readonly DoctorItem[]> {
  const missing: string[] = [];
  for (const path of Object.values(fonts)) if (!(await exists(path))) missing.push(path);
  return [
    missing.length === 0
      ? item('fonts', 'ok', 'fonts-ok')
      : item('fonts', 'missing', 'fonts-missing', { path: missing[0]! }),
    (await exists(verifierPage))
      ? item('verifier', 'ok', 'verifier-ok')
      : item('verifier', 'missing', 'verifier-missing'),
  ];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function examineOpenssl(): Promise<readonly DoctorItem[]> {
  return new Promise((resolve) => {
    execFile('openssl', ['version'], { timeout: 5_000 }, (error) => {
      resolve([error ? item('openssl', 'ok', 'openssl-none') : item('openssl', 'ok', 'openssl-ok')]);
    });
  });
}

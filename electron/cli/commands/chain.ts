// cunan chain deploy | status | anchor | secret

import { text } from 'node:stream/consumers';
import type { DeployInput } from '../../../shared/api/inputs.ts';
import type { AnchorView, ChainStatusView } from '../../../shared/api/views.ts';
import type { AdapterCapabilities } from '../../../shared/chain/capabilities.ts';
import { traitsOf } from '../../../shared/chain/profiles.ts';
import type { ChainKind } from '../../../shared/chain/types.ts';
import { AppError } from '../../../shared/errors.ts';
import { capabilitySentences } from '../../../shared/text/capabilities.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export interface DeployCommand {
  readonly rpc: string;
  readonly chainId: string;
  readonly name: string;
  readonly kind: ChainKind;
  readonly depth?: string;
  readonly witness?: string;
  readonly simulated?: boolean;
}

export async function runChainDeploy(session: Session, options: DeployCommand, out: Output): Promise<number> {
  const traits = traitsOf(options);
  const chain: DeployInput = {
    name: options.name,
    kind: options.kind,
    chainId: numberOf('--chain-id', options.chainId),
    rpcUrl: options.rpc,
    witnessRpcUrl: options.witness ?? null,
    finalityDepth: options.depth === undefined ? traits.finalityDepth : numberOf('--depth', options.depth),
    simulated: options.simulated ?? false,
  };
  if (traits.tested === null) out.say(untested(out));
  const made = await session.core.deployContract(chain);
  out.emit({ event: 'deployed', ...made });
  const { contract, txHash, gasUsed, gasPriceWei } = made;
  out.say(out.pick(`合约 ${contract}`, `Contract ${contract}`));
  out.say(
    out.pick(
      `交易 ${txHash}，消耗 gas ${gasUsed}，出价 ${gasPriceWei} wei。已写入设置。`,
      `Transaction ${txHash}, ${gasUsed} gas, ${gasPriceWei} wei offered. It stands in the settings.`,
    ),
  );
  return EXIT.ok;
}

function untested(out: Output): string {
  return out.pick(
    '未实测：这种链按其源代码支持，没有在真实节点上运行过。',
    'Untested (未实测): this kind of chain is supported after its sources and was never run against a real node.',
  );
}

function numberOf(field: string, value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new AppError('input/invalid', { field, problem: value });
}

export async function runChainStatus(session: Session, out: Output): Promise<number> {
  const status = await session.core.chainStatus();
  const page = await session.core.listAnchors({ offset: 0, limit: 20 });
  return report(status, page.items, out);
}

export async function runAnchorNow(session: Session, out: Output): Promise<number> {
  const status = await session.core.anchorNow();
  const page = await session.core.listAnchors({ offset: 0, limit: 20 });
  return report(status, page.items, out);
}

/** A chain that does not answer, or an anchor on its way: incomplete. */
function report(status: ChainStatusView, anchors: readonly AnchorView[], out: Output): number {
  const { chain, waiting, nextCheckpointAt, platforms } = status;
  out.emit({ event: 'chain', ...status });
  for (const anchor of anchors) out.emit({ event: 'anchor', ...anchor });
  if (chain === null) out.say(out.pick('没有设置区块链。', 'No chain is configured.'));
  else sayChain(chain, out);
  out.say(
    out.pick(`等待入账本：${waiting} 件`, `Waiting for the ledger: ${waiting}`) +
      (nextCheckpointAt === null ? '' : out.pick(`，下次 ${nextCheckpointAt}`, `, next ${nextCheckpointAt}`)),
  );
  for (const anchor of anchors) out.say(`  ${anchorLine(anchor, out)}`);
  for (const { name, title, secrets, capabilities } of platforms) {
    const named = secrets.length === 0 ? out.pick('未设凭据', 'no credentials') : secrets.join(', ');
    out.say(out.pick(`存证平台 ${name}（${title}）：${named}`, `Platform ${name} (${title}): ${named}`));
    sayCapabilities(capabilities, out);
  }
  const pending = anchors.some(({ state }) => state !== 'final');
  return pending || (chain !== null && chain.error !== null) ? EXIT.incomplete : EXIT.ok;
}

function sayChain(chain: NonNullable<ChainStatusView['chain']>, out: Output): void {
  out.say(`${chain.name} (${chain.kind}) ${chain.contract} · ${chain.transport}`);
  sayCapabilities(chain.capabilities, out);
  if (chain.health) {
    const { blockNumber, blockTime, sender, balanceWei, gasPriceWei } = chain.health;
    out.say(
      out.pick(
        `  区块 ${blockNumber}（${blockTime}），账户 ${sender} 余额 ${balanceWei} wei，gas 价格 ${gasPriceWei} wei`,
        `  Block ${blockNumber} (${blockTime}), account ${sender} holds ${balanceWei} wei, gas price ${gasPriceWei} wei`,
      ),
    );
  } else if (chain.error) out.say(`  ${errorLine(chain.error.code, chain.error.details, out.language)}`);
}

function sayCapabilities(capabilities: AdapterCapabilities, out: Output): void {
  out.say(`  ${capabilitySentences(capabilities, out.language).join(out.pick('；', '; '))}`);
}

function anchorLine({ size, state, txHash, items, cost, errorCode }: AnchorView, out: Output): string {
  const price = cost === null ? '' : ` · ${cost.gasUsed} gas · ${cost.perItemWei} wei × ${items}`;
  const trouble = errorCode === null ? '' : ` · ${errorCode}`;
  return `${out.pick('检查点', 'checkpoint')} ${size} · ${state} · ${txHash ?? '—'}${price}${trouble}`;
}

/** The value comes by standard input: an argument would show in the list of processes. */
export async function runPlatformSecret(
  session: Session,
  platform: string,
  name: string,
  out: Output,
): Promise<number> {
  const value = (await text(process.stdin)).trim();
  if (value === '') throw new AppError('input/invalid', { field: name, problem: 'stdin' });
  await session.core.setPlatformSecret({ platform, name, value });
  out.emit({ event: 'secret-kept', platform, name });
  out.say(out.pick('已保存。', 'Kept.'));
  return EXIT.ok;
}

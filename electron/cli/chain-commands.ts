// The verbs of the chain and of evidence platforms, as the command line lists them.

import { Option, type Command } from 'commander';
import { CHAIN_TRAITS } from '../../shared/chain/profiles.ts';
import { runAnchorNow, runChainDeploy, runChainStatus, runPlatformSecret } from './commands/chain.ts';
import type { DeployCommand } from './commands/chain.ts';
import type { Output } from './output.ts';
import type { Session } from './session.ts';

interface ChainDeps {
  readonly t: (chinese: string, english: string) => string;
  readonly withSession: <Args extends unknown[]>(
    body: (session: Session, out: Output, ...args: Args) => Promise<number>,
    work?: boolean,
  ) => (...all: [...Args, Record<string, unknown>, Command]) => Promise<void>;
}

export function addChainCommands(program: Command, { t, withSession }: ChainDeps): void {
  const chain = program
    .command('chain')
    .description(
      t('区块链与存证平台：部署合约、状态、上链', 'chain and evidence platforms: deploy, status, anchor'),
    );
  chain
    .command('deploy')
    .description(
      t(
        '把登记合约部署到链上并写入设置（没有所有者，不能升级）',
        'puts the registry contract on a chain and into the settings (no owner, no upgrade)',
      ),
    )
    .requiredOption('--rpc <url>', t('节点地址（JSON-RPC）', 'address of the node (JSON-RPC)'))
    .requiredOption('--chain-id <number>', t('链 ID', 'chain id'))
    .option('--name <name>', t('短名称', 'short name'), 'evm')
    .addOption(
      new Option('--kind <kind>', t('链的类型', 'kind of chain'))
        .choices(CHAIN_TRAITS.map(({ id }) => id))
        .default('evm'),
    )
    .option('--depth <number>', t('最终确认深度', 'finality depth'))
    .option('--witness <url>', t('第二个节点', 'a second node'))
    .option('--simulated', t('模拟链（演示）', 'a simulated chain (demonstration)'))
    .action(withSession((session, out, options: DeployCommand) => runChainDeploy(session, options, out)));
  chain
    .command('status')
    .description(
      t('链、节点、账户、待上链的检查点与费用', 'chain, node, account, pending checkpoints, costs'),
    )
    .action(withSession((session, out) => runChainStatus(session, out)));
  chain
    .command('anchor')
    .description(t('现在就生成检查点并上链', 'makes the checkpoint that waits and anchors it now'))
    .action(withSession((session, out) => runAnchorNow(session, out)));
  chain
    .command('secret')
    .argument('<platform>', t('存证平台的短名称', 'short name of the platform'))
    .argument('<name>', t('凭据名称', 'name of the credential'))
    .description(
      t(
        '保存存证平台的凭据；从标准输入读取，不经过命令行参数',
        'keeps a platform’s credential, read from standard input, never from an argument',
      ),
    )
    .action(
      withSession((session, out, platform: string, name: string) =>
        runPlatformSecret(session, platform, name, out),
      ),
    );
}

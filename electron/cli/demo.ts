// `npm run demo`: the main job with demonstration services, ending with a valid and an invalid verdict.

import { join } from 'node:path';
import { showVerdicts } from '../demo/show-verdicts.ts';
import { runDemo } from '../demo/demo.ts';
import { reportLines } from './report-text.ts';

const folder = join(import.meta.dirname, '..', '..', 'out', 'demo');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say('存安取证 演示 DEMO：以下店铺、权利人、时间戳机构和区块链均为演示，不具任何证明力。');
say('Cunan demonstration: shop, rights holder, authority and chain are for show and prove nothing.\n');
const outcome = await runDemo(folder, say);
for (const [title, report] of [
  ['原件 · the package', outcome.good],
  ['被改动一个比特的副本 · a copy with one bit changed', outcome.bad],
] as const) {
  say(`\n── ${title} ──`);
  for (const line of reportLines(report, 'zh-CN')) say(line);
}
say('');
await showVerdicts(folder, [outcome.package, outcome.tampered], say);
const asExpected = outcome.good.verdict === 'valid' && outcome.bad.verdict === 'invalid';
say(
  asExpected
    ? '\n演示完成：原件有效，改动过的副本无效。 · Done: valid and invalid, as it must be.'
    : '\n演示未得到预期结果。 · Not the expected verdicts.',
);
process.exitCode = asExpected ? 0 : 1;

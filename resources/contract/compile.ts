// Rebuilds CunanAnchor.json from CunanAnchor.sol: node resources/contract/compile.ts
// The same bytes on every machine: fixed compiler, fixed settings, no metadata hash in the code.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

interface Solc {
  compile(input: string): string;
  version(): string;
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly abi: unknown;
            readonly evm: {
              readonly bytecode: { readonly object: string };
              readonly deployedBytecode: { readonly object: string };
            };
          }
        >
      >
    >
  >;
}

const SETTINGS = {
  evmVersion: 'london',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
};

/** Text of the artefact, newline at its end. */
export function compileContract(): string {
  const source = readFileSync(new URL('CunanAnchor.sol', import.meta.url), 'utf8');
  const solc = createRequire(import.meta.url)('solc') as Solc;
  const input = {
    language: 'Solidity',
    sources: { 'CunanAnchor.sol': { content: source } },
    settings: SETTINGS,
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as SolcOutput;
  const problems = output.errors ?? [];
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.formattedMessage).join('\n'));
  const { abi, evm } = output.contracts['CunanAnchor.sol']!['CunanAnchor']!;
  const artefact = {
    contractName: 'CunanAnchor',
    compiler: {
      version: solc.version().replace(/\.Emscripten.*$/, ''),
      evmVersion: SETTINGS.evmVersion,
      optimizer: SETTINGS.optimizer,
      metadata: SETTINGS.metadata,
    },
    sourceSha256: createHash('sha256').update(source).digest('hex'),
    abi,
    bytecode: `0x${evm.bytecode.object}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
  };
  return `${JSON.stringify(artefact, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('CunanAnchor.json', import.meta.url), compileContract());
}

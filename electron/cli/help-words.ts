// The words of commander itself (headings, notes on options, errors of usage) in Chinese; English ones stay as they are.

import { Help, type HelpConfiguration, type Option, type OutputConfiguration } from 'commander';

const HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
};

const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown command '(.*)'/, '没有“$1”这个命令'],
  [/^error: unknown option '(.*)'/, '没有“$1”这个选项'],
  [/^error: missing required argument '(.*)'/, '缺少参数“$1”'],
  [/^error: required option '(.*)' not specified/, '缺少必需的选项“$1”'],
  [/^error: option '(.*)' argument missing/, '选项“$1”后缺少值'],
  [
    /^error: option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\./,
    '选项“$1”的值“$2”不在允许之列：$3',
  ],
  [/^error: too many arguments.*Expected.*/, '参数太多'],
  [/\n?\(Did you mean (.*)\?\)/, '。是不是“$1”？'],
];

export function helpWords(zh: boolean): HelpConfiguration {
  const plain = new Help();
  return {
    styleTitle: (title) => (zh ? (HEADINGS[title] ?? title) : title),
    optionDescription: (option) => noteOf(option, plain, zh),
  };
}

/** Lists that begin empty have no default worth a note. */
function noteOf(option: Option, plain: Help, zh: boolean): string {
  const said = plain.optionDescription(option).replace(/ ?\(default: \[\]\)/, '');
  if (!zh) return said;
  return said
    .replace(', default: ', '；默认：')
    .replace(/ ?\(choices: (.*?)\)$/, '（可选：$1）')
    .replace(/ ?\(default: (.*?)\)$/, '（默认：$1）');
}

export function usageErrors(zh: boolean): OutputConfiguration {
  return {
    outputError: (text, write) => {
      write(zh ? ERRORS.reduce((said, [pattern, words]) => said.replace(pattern, words), text) : text);
    },
  };
}

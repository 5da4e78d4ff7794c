// Item 'comparison': what changed between the check before and the check after.

import type {
  EnvironmentFinding,
  EnvironmentItem,
  EnvironmentItemCode,
} from '../../shared/evidence/environment.ts';

/** What changes by itself from minute to minute. */
const VOLATILE: ReadonlySet<string> = new Set(['uptimeS', 'count', 'freeMiB', 'offsetMs', 'sources']);
const COMPARED: readonly EnvironmentItemCode[] = [
  'os',
  'device',
  'virtual',
  'hosts',
  'proxy',
  'network',
  'protection',
  'processes',
  'self',
];

export function compareRuns(
  before: readonly EnvironmentItem[],
  after: readonly EnvironmentItem[],
): readonly EnvironmentFinding[] {
  const findings = COMPARED.flatMap((code) => {
    const first = before.find((item) => item.code === code);
    const second = after.find((item) => item.code === code);
    return first && second ? compareItems(first, second) : [];
  });
  return findings.length > 0 ? findings : [{ code: 'comparison-same' }];
}

function compareItems(before: EnvironmentItem, after: EnvironmentItem): readonly EnvironmentFinding[] {
  const item = before.code;
  if (before.result === 'unchecked' || after.result === 'unchecked') {
    // Both unchecked for the same reason is no change; the items themselves say that nothing is known.
    if (before.result === after.result) return [];
    return [{ code: 'comparison-changed', details: { item, before: before.result, after: after.result } }];
  }
  const first = signature(before);
  const second = signature(after);
  const name = [...new Set([...first.keys(), ...second.keys()])].find(
    (key) => first.get(key) !== second.get(key),
  );
  if (name === undefined) return [];
  return [
    {
      code: 'comparison-changed',
      details: { item, before: shown(name, first.get(name)), after: shown(name, second.get(name)) },
    },
  ];
}

function shown(name: string, value: string | undefined): string {
  return `${name}: ${value ?? ''}`.slice(0, 300);
}

function signature({ findings, facts }: EnvironmentItem): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(facts)
      .filter(([name]) => !VOLATILE.has(name))
      .map(([name, value]) => [name, JSON.stringify(value)] as const),
    [
      'findings',
      findings
        .map(({ code, details = {} }) =>
          [
            code,
            ...Object.entries(details).flatMap(([name, value]) => (VOLATILE.has(name) ? [] : [value])),
          ].join(' '),
        )
        .join('; '),
    ] as const,
  ]);
}

// Tabs after WAI-ARIA's pattern: one stop for Tab, arrows move between them.

import type { KeyboardEvent } from 'react';
import './tab-bar.css';

interface Props<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly name: T; readonly label: string }[];
  readonly current: T;
  readonly panelId: string;
  readonly onChange: (name: T) => void;
}

export function TabBar<T extends string>({ label, tabs, current, panelId, onChange }: Props<T>) {
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.name === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    const next = tabs[(to + tabs.length) % tabs.length]!;
    event.preventDefault();
    onChange(next.name);
    document.getElementById(`${panelId}-tab-${next.name}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className="tab-bar">
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          role="tab"
          className="plain"
          id={`${panelId}-tab-${tab.name}`}
          aria-selected={tab.name === current}
          aria-controls={panelId}
          tabIndex={tab.name === current ? 0 : -1}
          onClick={() => onChange(tab.name)}
          onKeyDown={move}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

// The sheet of shortcuts under '?'.

import { Dialog } from '../components/dialog.tsx';
import { useText } from '../stores/use-text.ts';
import './key-sheet.css';

export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useText();
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl K', '⌘ K'], t.keys.palette],
    [['N'], t.keys.capture],
    [['/'], t.keys.search],
    [['J', 'K'], t.keys.move],
    [['Space'], t.keys.preview],
    [['Enter'], t.keys.open],
    [['E'], t.keys.export],
    [['B'], t.exports.title],
    [['Esc'], t.keys.back],
    [['+', '−'], t.keys.zoom],
    [['0', 'A'], t.keys.fit],
    [['1', '…', '7'], t.keys.rooms],
    [['?'], t.keys.sheet],
  ];
  return (
    <Dialog title={t.keys.title} width={440} onClose={onClose}>
      <dl className="key-sheet">
        {rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (key === '…' ? <span key={key}>…</span> : <kbd key={key}>{key}</kbd>))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

// The sheet of shortcuts under '?'.

import { Modal } from 'antd';
import { useText } from '../stores/use-text.ts';
import './key-sheet.css';

export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl K', '⌘ K'], t.keys.palette],
    [['N'], t.keys.capture],
    [['/'], t.keys.search],
    [['J', 'K'], t.keys.move],
    [['Space'], t.keys.preview],
    [['Enter'], t.keys.open],
    [['E'], t.keys.export],
    [['Esc'], t.keys.back],
    [['+', '−'], t.keys.zoom],
    [['0', 'A'], t.keys.fit],
    [['1', '…', '5'], t.keys.rooms],
    [['?'], t.keys.sheet],
  ];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t.keys.title} width={440} destroyOnHidden>
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
    </Modal>
  );
}

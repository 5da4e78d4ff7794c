// Where files are dropped, or chosen with a dialog; and what was chosen so far.

import { DeleteOutlined, InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useId, useRef, useState } from 'react';
import { askForPaths, chosenFiles, droppedFiles, type Chosen } from '../../api/chosen-files.ts';
import { Foreign } from '../../components/foreign.tsx';
import { binarySize } from '../../format/bytes.ts';
import { useText } from '../../stores/use-text.ts';

interface Props {
  readonly chosen: readonly Chosen[];
  readonly onChange: (chosen: readonly Chosen[]) => void;
  readonly disabled: boolean;
}

const LISTED = 8;

export function SourceField({ chosen, onChange, disabled }: Props) {
  const t = useText();
  const hint = useId();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState(false);
  const add = (more: readonly Chosen[]) => onChange(withoutRepeats([...chosen, ...more]));

  const ask = async (kind: 'file' | 'folder') => {
    const paths = await askForPaths(kind);
    if (paths) add(paths);
    else (kind === 'file' ? files : folder).current?.click();
  };

  return (
    // A drop anywhere in the box is taken; the buttons are what keyboards reach.
    <div
      className={over ? 'deposit-drop deposit-over' : 'deposit-drop'}
      onDragOver={(event) => {
        if (disabled || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (disabled) return;
        setUnreadable(false);
        droppedFiles(event.dataTransfer).then(add, () => setUnreadable(true));
      }}
    >
      <InboxOutlined className="deposit-icon" aria-hidden />
      <p>{t.deposit.drop}</p>
      <div className="deposit-buttons">
        <Button disabled={disabled} aria-describedby={hint} onClick={() => void ask('file')}>
          {t.deposit.chooseFiles}
        </Button>
        <Button disabled={disabled} onClick={() => void ask('folder')}>
          {t.deposit.chooseFolder}
        </Button>
      </div>
      <p id={hint} className="small muted">
        {t.deposit.dropHint}
      </p>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="deposit-files"
        onChange={(event) => {
          add(chosenFiles(event.target.files ?? []));
          event.target.value = '';
        }}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        // React knows no prop for it.
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          add(chosenFiles(event.target.files ?? []));
          event.target.value = '';
        }}
      />
      {unreadable ? (
        <p className="small" role="alert">
          {t.deposit.unreadable}
        </p>
      ) : null}
      {chosen.length > 0 ? <Listed chosen={chosen} disabled={disabled} onClear={() => onChange([])} /> : null}
    </div>
  );
}

function Listed({
  chosen,
  disabled,
  onClear,
}: {
  chosen: readonly Chosen[];
  disabled: boolean;
  onClear: () => void;
}) {
  const t = useText();
  const bytes = chosen.reduce((sum, each) => sum + (each.kind === 'file' ? each.file.size : 0), 0);
  return (
    <div className="deposit-chosen">
      <ul className="small">
        {chosen.slice(0, LISTED).map((each) => (
          <li key={each.path}>
            <Foreign className="cut" text={each.kind === 'file' ? each.path : each.name} />
          </li>
        ))}
        {chosen.length > LISTED ? (
          <li className="muted">+ {t.common.items(chosen.length - LISTED)}</li>
        ) : null}
      </ul>
      <p className="small">
        <output>
          {t.common.items(chosen.length)}
          {bytes > 0 ? `　${binarySize(bytes)}` : ''}
        </output>
        <Button
          size="small"
          type="text"
          disabled={disabled}
          icon={<DeleteOutlined aria-hidden />}
          onClick={onClear}
        >
          {t.deposit.clear}
        </Button>
      </p>
    </div>
  );
}

function withoutRepeats(chosen: readonly Chosen[]): readonly Chosen[] {
  return [...new Map(chosen.map((each) => [each.path, each])).values()];
}

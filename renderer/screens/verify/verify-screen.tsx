// 核验: drop one or many packages; the report says in one word, one sentence and a list what holds.

import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Mark, VerdictMark } from '../../components/mark.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { useRowCursor } from '../../components/use-row-cursor.ts';
import { binarySize } from '../../format/bytes.ts';
import { useText } from '../../stores/use-text.ts';
import { useVerify, type VerifyItem } from '../../stores/verify.ts';
import { ReportView } from './report-view.tsx';
import './verify.css';

export default function VerifyScreen() {
  const t = useText();
  const { items, selected, add, select, clear } = useVerify();
  const input = useRef<HTMLInputElement>(null);
  const { over, ...drop } = useDrop(add);
  const cursor = useRowCursor({
    count: items.length,
    listKey: 'verify',
    start: selected === null ? null : items.findIndex((item) => item.id === selected),
    onOpen: (index) => items[index] && select(items[index].id),
  });
  const chosen = items.find((item) => item.id === selected) ?? items[0];
  const choose = () => input.current?.click();

  return (
    <div className={over ? 'verify verify-over' : 'verify'} {...drop}>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        multiple
        hidden
        data-testid="verify-files"
        onChange={(event) => {
          add(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      {items.length === 0 || !chosen ? (
        <div className="verify-empty">
          <PageHead title={t.verify.title} />
          <div className="drop-sheet">
            <EmptyState
              picture={<InboxOutlined className="drop-icon" aria-hidden="true" />}
              title={over ? t.verify.dropNow : t.verify.drop}
              body={t.verify.emptyBody}
              action={
                <>
                  <Button type="primary" onClick={choose}>
                    {t.verify.choose}
                  </Button>
                  <p className="small muted drop-hint">{t.verify.hint}</p>
                </>
              }
            />
          </div>
        </div>
      ) : (
        <div className="two-zones">
          <section className="zone-list" aria-label={t.verify.listLabel}>
            <PageHead title={t.verify.title} actions={<Button onClick={choose}>{t.verify.choose}</Button>} />
            <ul className="zone-list-scroll">
              {items.map((item, index) => (
                <li key={item.id}>
                  <button
                    type="button"
                    className="plain list-item"
                    data-row={index}
                    aria-current={item === chosen || index === cursor ? 'true' : undefined}
                    onClick={() => select(item.id)}
                  >
                    <Foreign className="cut verify-name" text={item.file.name} />
                    <span className="list-item-line small">
                      <ItemState item={item} />
                      <span className="muted">{binarySize(item.file.size)}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <div className="verify-foot">
              <Button type="text" size="small" onClick={clear}>
                {t.verify.clear}
              </Button>
            </div>
          </section>
          <section className="zone-page">
            <Chosen item={chosen} />
          </section>
        </div>
      )}
    </div>
  );
}

function ItemState({ item }: { item: VerifyItem }) {
  const t = useText();
  if (item.report) return <VerdictMark verdict={item.report.verdict} />;
  if (item.state === 'running') return <Mark kind="run" word={t.verify.running} />;
  if (item.state === 'waiting') return <Mark kind="wait" word={t.verify.waiting} />;
  if (item.state === 'stopped') return <Mark kind="stop" word={t.verify.stopped} />;
  return <Mark kind="bad" word={t.verify.failed} />;
}

function Chosen({ item }: { item: VerifyItem }) {
  const t = useText();
  const { stop, again, compare } = useVerify();
  if (item.report)
    return (
      <ReportView
        report={item.report}
        onAgain={() => again(item.id)}
        onCompare={(given) => compare(item.id, given)}
      />
    );
  const busy = item.state === 'running' || item.state === 'waiting';
  return (
    <>
      <PageHead
        title={<Foreign text={item.file.name} />}
        sub={binarySize(item.file.size)}
        actions={
          busy ? (
            <Button onClick={() => stop(item.id)}>{t.verify.stop}</Button>
          ) : (
            <Button onClick={() => again(item.id)}>{t.verify.again}</Button>
          )
        }
      />
      <div className="verify-progress">
        {busy ? (
          <>
            <ProgressLine
              label={t.verify.running}
              value={item.file.size > 0 ? item.doneBytes / item.file.size : null}
            />
            <output className="small muted">
              {item.state === 'waiting'
                ? t.verify.waiting
                : t.verify.speed(binarySize(item.doneBytes), binarySize(item.file.size))}
            </output>
          </>
        ) : null}
        {item.state === 'stopped' ? <Mark kind="stop" word={t.verify.stopped} /> : null}
        {item.failure ? <FailureNote failure={item.failure} /> : null}
      </div>
    </>
  );
}

/** Files dragged anywhere over the screen. */
function useDrop(add: (files: Iterable<File>) => void) {
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      event.preventDefault();
      setOver(false);
      add(event.dataTransfer.files);
    },
  };
}

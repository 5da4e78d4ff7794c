// Papers of the applicant: dropped or chosen, of a kind; copied at once, so that the originals may go.

import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import type { ApplicationDetail } from '../../../shared/api/applications.ts';
import { ATTACHMENT_KINDS, type AttachmentKind } from '../../../shared/application/paths.ts';
import { ATTACHMENT_KIND } from '../../../shared/text/application.ts';
import { askForPaths, chosenFiles, droppedFiles, type Chosen } from '../../api/chosen-files.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { uploadFiles } from '../../api/uploads.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { binarySize } from '../../format/bytes.ts';
import { attachToApplication, detachFromApplication } from '../../stores/applications.ts';
import { usePick, useText } from '../../stores/use-text.ts';

export function Papers({ item }: { item: ApplicationDetail }) {
  const t = useText();
  const pick = usePick();
  const files = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<AttachmentKind>('identity');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const add = (chosen: readonly Chosen[]) =>
    run(async () => {
      if (chosen.length > 0) await attachToApplication({ id: item.id, kind, source: await sourceOf(chosen) });
    });
  const ask = async () => {
    const paths = await askForPaths('file');
    if (paths) await add(paths);
    else files.current?.click();
  };
  return (
    // A drop anywhere in the box is taken; the button is what keyboards reach.
    <div
      className="application-section"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        droppedFiles(event.dataTransfer).then(add, (error: unknown) => setFailure(toFailure(error)));
      }}
    >
      <h2>{t.applications.papers}</h2>
      <p className="small muted">{t.applications.papersHint}</p>
      <div className="application-actions">
        <Field label={t.applications.paperKind}>
          {(props) => (
            <Select
              id={props.id}
              className="application-kind"
              value={kind}
              options={ATTACHMENT_KINDS.map((value) => ({ value, label: pick(ATTACHMENT_KIND[value]) }))}
              onChange={setKind}
            />
          )}
        </Field>
        <Button loading={busy} onClick={() => void ask()}>
          {t.applications.addPaper}
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="application-papers"
        onChange={(event) => {
          const chosen = chosenFiles(event.target.files ?? []);
          event.target.value = '';
          void add(chosen);
        }}
      />
      {failure ? <FailureNote failure={failure} compact /> : null}
      <ul className="application-list">
        {item.attachments.map((paper, index) => (
          <li key={`${index} ${paper.sha256}`}>
            <span>{pick(ATTACHMENT_KIND[paper.kind])}</span>
            <Foreign className="cut" text={paper.originalName} />
            <span className="small muted">{binarySize(paper.sizeBytes)}</span>
            <Button
              size="small"
              type="text"
              aria-label={`${t.applications.removePaper} ${paper.originalName}`}
              onClick={() => void run(() => detachFromApplication(item.id, index))}
            >
              {t.applications.removePaper}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Paths as they are; files of a browser are sent first. */
async function sourceOf(chosen: readonly Chosen[]) {
  const paths = chosen.flatMap((each) => (each.kind === 'path' ? [each.path] : []));
  if (paths.length > 0) return { kind: 'paths' as const, paths };
  const entries = chosen.flatMap((each) => (each.kind === 'file' ? [each] : []));
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  return { kind: 'upload' as const, id: await uploadFiles(entries, hooks) };
}

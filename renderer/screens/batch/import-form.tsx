// A table or pasted addresses -> a draft batch. Nothing is captured before the draft was looked at.

import { FileExcelOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { SHEET_LIMITS } from '../../../shared/batch/sheet.ts';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { FailureError, toFailure, type Failure } from '../../api/failure.ts';
import { caseOf, CaseField, chooseCase, isComplete } from '../../components/case-field.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { UrlsInput } from '../../components/urls-input.tsx';
import { binarySize } from '../../format/bytes.ts';
import { importBatch } from '../../stores/batches.ts';
import { go } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { batchRoute } from './batch-parts.tsx';

export function ImportForm({ caseId }: { caseId: string | null }) {
  const t = useText();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [choice, setChoice] = useState(() => chooseCase(caseId));
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ready = (file !== null || text.trim() !== '') && isComplete(choice);

  const read = async () => {
    if (!ready || reading) return;
    setReading(true);
    setFailure(null);
    try {
      const source = file
        ? ({ kind: 'file', name: file.name.slice(0, 255), dataBase64: await base64Of(file) } as const)
        : ({ kind: 'text', text } as const);
      const made = await importBatch({ source, ...caseOf(choice) });
      go(batchRoute(made.id));
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setReading(false);
    }
  };

  return (
    <>
      <PageHead title={t.batch.import} sub={t.batch.importHint} />
      <form
        className="import-form fields"
        onSubmit={(event) => {
          event.preventDefault();
          void read();
        }}
      >
        <Field label={t.batch.file} hint={t.batch.fileHint}>
          {(props) => (
            // A drop anywhere on the line is taken as well; the button is what keyboards reach.
            <div
              className="import-file"
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                setFile(event.dataTransfer.files[0] ?? null);
              }}
            >
              <input
                {...props}
                ref={picker}
                className="sr-only"
                type="file"
                tabIndex={-1}
                accept=".xlsx,.csv,.tsv,.txt"
                onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              />
              <Button icon={<FileExcelOutlined aria-hidden />} onClick={() => picker.current?.click()}>
                {t.batch.chooseFile}
              </Button>
              <output className={file ? 'cut' : 'cut muted'}>
                {file ? `${file.name}　${binarySize(file.size)}` : t.batch.noFile}
              </output>
            </div>
          )}
        </Field>
        {file ? null : (
          <Field label={t.batch.paste} hint={t.batch.pasteHint}>
            {(props) => <UrlsInput {...props} rows={8} value={text} onText={setText} />}
          </Field>
        )}
        <CaseField value={choice} onChange={setChoice} />
        {failure ? <FailureNote failure={failure} compact /> : null}
        <Button type="primary" htmlType="submit" size="large" loading={reading} disabled={!ready}>
          {t.batch.read}
        </Button>
      </form>
    </>
  );
}

const TOO_LARGE: Failure = {
  code: 'input/sheet-too-large',
  details: { what: 'bytes', limit: SHEET_LIMITS.fileBytes },
};

async function base64Of(file: File): Promise<string> {
  if (file.size > SHEET_LIMITS.fileBytes) throw new FailureError(TOO_LARGE);
  return toBase64(new Uint8Array(await file.arrayBuffer()));
}

// 签署 PDF: who signs certificates and reports, what happens without a time-stamp, and the imported certificate.

import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import type { SigningCertificateView } from '../../../shared/api/signing.ts';
import { Choice } from '../../components/choice.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useSigningCertificate } from '../../stores/services.ts';
import { useText } from '../../stores/use-text.ts';
import { SaveBar } from './save-bar.tsx';
import { useSave } from './use-save.ts';

const BY = ['none', 'certificate', 'device'] as const;
const WITHOUT = ['sign', 'refuse'] as const;

export function PdfSection({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, saving, failure } = useSave();
  const saved = settings.pdfSignature;
  const [draft, setDraft] = useState(saved);
  const changed = draft.by !== saved.by || draft.withoutTimestamp !== saved.withoutTimestamp;
  return (
    <div className="fields">
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void save({ pdfSignature: draft });
        }}
      >
        <p className="settings-intro">{t.pdfSignature.hint}</p>
        <Field label={t.pdfSignature.signer} hint={t.pdfSignature.byHints[draft.by]}>
          {({ id }) => (
            <Choice
              id={id}
              className="settings-choice"
              label={t.pdfSignature.signer}
              value={draft.by}
              options={BY.map((value) => ({ value, label: t.pdfSignature.by[value] }))}
              onChange={(by) => setDraft({ ...draft, by })}
            />
          )}
        </Field>
        {draft.by === 'none' ? null : (
          <Field label={t.pdfSignature.without}>
            {({ id }) => (
              <Choice
                id={id}
                className="settings-choice"
                label={t.pdfSignature.without}
                value={draft.withoutTimestamp}
                options={WITHOUT.map((value) => ({ value, label: t.pdfSignature.withoutChoices[value] }))}
                onChange={(withoutTimestamp) => setDraft({ ...draft, withoutTimestamp })}
              />
            )}
          </Field>
        )}
        <SaveBar changed={changed} saving={saving} failure={failure} onRevert={() => setDraft(saved)} />
      </form>
      <CertificateForm />
    </div>
  );
}

function CertificateForm() {
  const t = useText();
  const { certificate, failure, busy, importFile, remove } = useSigningCertificate();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState('');
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) void importFile(file, password).then(() => setPassword(''));
      }}
    >
      <div className="settings-state">
        <span className="field-label">{t.pdfSignature.certificate}</span>
        {certificate ? <Facts certificate={certificate} /> : null}
        {certificate === null ? <Mark kind="none" word={t.pdfSignature.none} /> : null}
        {certificate ? (
          <div className="settings-buttons">
            <Button danger loading={busy} onClick={() => void remove()}>
              {t.pdfSignature.remove}
            </Button>
          </div>
        ) : null}
      </div>
      <Field label={t.pdfSignature.file} hint={t.pdfSignature.fileHint}>
        {({ id, 'aria-describedby': described }) => (
          <span>
            <Button
              id={id}
              {...(described && { 'aria-describedby': described })}
              onClick={() => picker.current?.click()}
            >
              {file?.name ?? t.pdfSignature.choose}
            </Button>
            <input
              ref={picker}
              type="file"
              hidden
              accept=".p12,.pfx,application/x-pkcs12"
              onChange={({ target }) => setFile(target.files?.[0] ?? null)}
            />
          </span>
        )}
      </Field>
      <Field label={t.pdfSignature.password}>
        {(props) => (
          <Input.Password
            {...props}
            autoComplete="off"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className="settings-buttons">
        <Button htmlType="submit" loading={busy} disabled={file === null}>
          {t.pdfSignature.import}
        </Button>
      </div>
    </form>
  );
}

function Facts({ certificate }: { certificate: SigningCertificateView }) {
  const t = useText();
  const { subject, issuer, serialHex, validFrom, validTo, keyUsage, usable } = certificate;
  const rows = [
    [t.pdfSignature.issuer, issuer],
    [t.pdfSignature.serial, serialHex],
    [t.pdfSignature.validity, `${validFrom.slice(0, 10)} – ${validTo.slice(0, 10)}`],
    [t.pdfSignature.keyUsage, keyUsage.join(', ') || t.pdfSignature.anyUsage],
  ];
  return (
    <>
      <span className="break">{subject}</span>
      {usable ? (
        <Mark kind="done" word={t.pdfSignature.usable} />
      ) : (
        <Mark kind="bad" word={t.pdfSignature.unusable} />
      )}
      {rows.map(([label, value]) => (
        <span key={label} className="small break">
          <span className="muted">{label}</span> {value}
        </span>
      ))}
    </>
  );
}

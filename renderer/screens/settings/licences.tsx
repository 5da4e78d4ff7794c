// Whose work the program is made with: a button, and the list of every package with its licence and its text.

import { Button } from 'antd';
import { useState } from 'react';
import { fetchLicences } from '../../api/files.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useLoaded } from '../../stores/evidence.ts';
import { useText } from '../../stores/use-text.ts';

export function LicencesButton() {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t.settings.licences}
      </Button>
      {open ? (
        <Dialog title={t.settings.licences} width={640} onClose={() => setOpen(false)}>
          <LicenceList />
        </Dialog>
      ) : null}
    </>
  );
}

function LicenceList() {
  const t = useText();
  const { value, failure, reload } = useLoaded('licences', 0, fetchLicences);
  if (failure) return <FailureNote failure={failure} onRetry={reload} />;
  if (!value) return <Loading />;
  return (
    <ScrollRegion className="licences" label={t.settings.licences}>
      {value.map(({ name, version, licence, text }) => (
        <details key={`${name} ${version}`}>
          <summary>
            <span className="break">
              {name} <span className="muted">{version}</span>
            </span>
            <span>{licence}</span>
          </summary>
          {text === null ? <p className="muted">{t.settings.licenceTextNone}</p> : <pre>{text}</pre>}
        </details>
      ))}
    </ScrollRegion>
  );
}

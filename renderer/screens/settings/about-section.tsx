// What this installation is: version, key, ledger, and whether its surroundings are in order.

import type { ReactNode } from 'react';
import type { DoctorItem } from '../../../shared/api/views.ts';
import { doctorSentence } from '../../../shared/text/doctor.ts';
import { KEY_PROTECTION } from '../../../shared/text/words.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Digest } from '../../components/digest.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { grouped } from '../../format/bytes.ts';
import { useCore } from '../../stores/core.ts';
import { useDoctor } from '../../stores/evidence.ts';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';
import { BrowserOffer } from './browser-offer.tsx';
import { LicencesButton } from './licences.tsx';

const MARKS: Record<DoctorItem['status'], MarkKind> = { ok: 'good', warning: 'warn', missing: 'bad' };

export function AboutSection() {
  const t = useText();
  const pick = usePick();
  const info = useCore((state) => state.info);
  if (!info) return <Loading />;
  return (
    <>
      <dl className="about">
        <Row label={t.settings.version}>
          {t.app.name} {info.version}
        </Row>
        <Row label={t.settings.shell}>{t.settings.shells[info.shell]}</Row>
        <Row label={t.settings.deviceKey}>
          {/^[0-9a-f]{64}$/.test(info.deviceKeyId) ? (
            <Digest label="" hex={info.deviceKeyId} />
          ) : (
            <span className="mono break">{info.deviceKeyId}</span>
          )}
        </Row>
        <Row label={t.settings.keyProtection}>{pick(KEY_PROTECTION[info.keyProtection])}</Row>
        <Row label={t.settings.ledgerOrigin}>
          <span className="mono">{info.ledgerOrigin}</span> <CopyButton text={info.ledgerOrigin} />
        </Row>
        <Row label={t.settings.ledgerSize}>{grouped(info.ledgerSize)}</Row>
        <Row label={t.settings.dataFolder}>
          <span className="mono break">{info.dataFolder}</span> <CopyButton text={info.dataFolder} />
        </Row>
        <Row label={t.settings.filing}>{t.settings.filingNone}</Row>
        <Row label={t.settings.licence}>
          Apache-2.0 <LicencesButton />
        </Row>
      </dl>
      <h2>{t.settings.checks}</h2>
      <Doctor />
    </>
  );
}

function Doctor() {
  const t = useText();
  const language = useLanguage();
  const { value, failure, reload } = useDoctor();
  if (failure) return <FailureNote failure={failure} onRetry={reload} />;
  if (!value) return <Loading />;
  return (
    <ul className="doctor">
      {value.map((item) => (
        <li key={item.id}>
          <Mark kind={MARKS[item.status]} word={t.settings.statuses[item.status]} />
          <span className="break">{doctorSentence(item, language)}</span>
          {item.code === 'browser-missing' ? <BrowserOffer onEnd={reload} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

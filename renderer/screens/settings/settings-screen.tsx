// 设置: sections on the left, one section on the right; every change is saved by the core and said to be.

import { Fragment, type ReactNode } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useCore } from '../../stores/core.ts';
import { buildHash, type SettingsSection } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { AboutSection } from './about-section.tsx';
import { ChainSection } from './chain-section.tsx';
import { EnvironmentSection } from './environment-section.tsx';
import { NotarySection } from './notary-section.tsx';
import { LedgerSection } from './ledger-section.tsx';
import { PdfSection } from './pdf-section.tsx';
import { BrowserSection, FoldersSection, GeneralSection, OperatorSection } from './plain-sections.tsx';
import { PlatformsSection } from './platforms-section.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { Sm2Section } from './sm2-section.tsx';
import { TsaSection } from './tsa-section.tsx';
import './settings.css';

/** Everything of SETTINGS_SECTIONS, by what it is about. */
const GROUPS = [
  { group: 'program', names: ['general', 'operator', 'notary', 'folders', 'about'] },
  { group: 'capture', names: ['environment', 'browser'] },
  { group: 'proofs', names: ['tsa', 'sm2', 'pdf', 'ledger', 'schedule', 'chain', 'platforms'] },
] as const satisfies readonly { group: string; names: readonly SettingsSection[] }[];

export default function SettingsScreen({ section }: { section: SettingsSection }) {
  const t = useText();
  return (
    <div className="two-zones settings-zones">
      <nav className="zone-list" aria-label={t.settings.listLabel}>
        <PageHead title={t.settings.title} />
        <div className="zone-list-scroll">
          {GROUPS.map(({ group, names }) => (
            <Fragment key={group}>
              <h2 id={`settings-${group}`} className="settings-group">
                {t.settings.groups[group]}
              </h2>
              <ul aria-labelledby={`settings-${group}`}>
                {names.map((name) => (
                  <li key={name}>
                    <a
                      className="list-item"
                      href={buildHash({ room: 'settings', section: name })}
                      aria-current={name === section ? 'true' : undefined}
                    >
                      {t.settings.sections[name]}
                    </a>
                  </li>
                ))}
              </ul>
            </Fragment>
          ))}
        </div>
      </nav>
      <section className="zone-page" aria-label={t.settings.sections[section]}>
        <PageHead title={t.settings.sections[section]} />
        <div className="settings-body">
          <Section section={section} />
        </div>
      </section>
    </div>
  );
}

const SECTIONS: Record<Exclude<SettingsSection, 'general'>, (props: { settings: Settings }) => ReactNode> = {
  operator: OperatorSection,
  notary: NotarySection,
  tsa: TsaSection,
  sm2: Sm2Section,
  pdf: PdfSection,
  ledger: LedgerSection,
  schedule: ScheduleSection,
  chain: ChainSection,
  platforms: PlatformsSection,
  environment: EnvironmentSection,
  browser: BrowserSection,
  folders: FoldersSection,
  about: AboutSection,
};

function Section({ section }: { section: SettingsSection }): ReactNode {
  const { settings, failure, load } = useCore();
  // Language and look can be changed even while the core is away.
  if (section === 'general') return <GeneralSection />;
  if (!settings) {
    return failure ? <FailureNote failure={failure} onRetry={() => void load()} /> : <Loading />;
  }
  const Chosen = SECTIONS[section];
  return <Chosen settings={settings} />;
}

// The quiet rail: the rooms that exist, how many captures run, language and keys.

import {
  CameraOutlined,
  FieldTimeOutlined,
  FileProtectOutlined,
  FolderOutlined,
  FormOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useCore } from '../stores/core.ts';
import { isOver, useJobs } from '../stores/jobs.ts';
import { buildHash, enterRoom, parseRoute, ROOMS, useRoute, type Room } from '../stores/route.ts';
import { useText } from '../stores/use-text.ts';

const ICONS: Record<Room, ReactNode> = {
  cases: <FolderOutlined aria-hidden />,
  capture: <CameraOutlined aria-hidden />,
  evidence: <FileProtectOutlined aria-hidden />,
  applications: <FormOutlined aria-hidden />,
  proofs: <FieldTimeOutlined aria-hidden />,
  verify: <SafetyCertificateOutlined aria-hidden />,
  settings: <SettingOutlined aria-hidden />,
};

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Rail({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  const t = useText();
  const room = useRoute((state) => state.route.room);
  const language = useCore((state) => state.language);
  const change = useCore((state) => state.change);
  const active = useJobs((state) => countActive(state.jobs));
  return (
    <nav className="rail" aria-label={t.rail.label}>
      <div className="rail-mark" lang={language}>
        {t.app.short}
      </div>
      {ROOMS.map((name) => (
        <a
          key={name}
          className="rail-room"
          href={buildHash(parseRoute(`#/${name}`))}
          aria-current={name === room ? 'page' : undefined}
          onClick={(event) => {
            event.preventDefault();
            enterRoom(name);
          }}
        >
          <RailIcon name={name} />
          {t.rooms[name]}
          {name === 'capture' && active > 0 ? (
            <span className="rail-count">
              {active}
              <span className="sr-only"> {t.capture.queueSummary(active, 0)}</span>
            </span>
          ) : null}
        </a>
      ))}
      <div className="rail-end">
        <button type="button" className="plain rail-small" onClick={onPalette}>
          {t.rail.commands}
          <kbd>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
        </button>
        <button type="button" className="plain rail-small" onClick={onKeys}>
          {t.rail.keys}
          <kbd>?</kbd>
        </button>
        <button
          type="button"
          className="plain rail-small"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          title={t.rail.languageHint}
          // The choice holds for this window even where the core does not answer.
          onClick={() => void change({ language: language === 'en' ? 'zh-CN' : 'en' }).catch(() => undefined)}
        >
          {t.rail.language}
        </button>
      </div>
    </nav>
  );
}

function RailIcon({ name }: { name: Room }) {
  return <span aria-hidden="true">{ICONS[name]}</span>;
}

function countActive(jobs: ReturnType<typeof useJobs.getState>['jobs']): number {
  let count = 0;
  for (const job of jobs?.values() ?? []) if (!isOver(job)) count += 1;
  return count;
}

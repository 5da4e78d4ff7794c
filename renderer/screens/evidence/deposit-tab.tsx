// 存证: what the depositor says of the files, and what became of each; a picture where one was kept.

import type { EvidenceDetail } from '../../../shared/api/views.ts';
import {
  DEPOSIT_TEMPLATES,
  isDepositCategory,
  type DepositField,
} from '../../../shared/deposit/categories.ts';
import type { DepositedFile, DepositRecord } from '../../../shared/evidence/deposit-record.ts';
import {
  categoryLabel,
  DEPOSIT_MODE,
  DEPOSIT_OUTCOME,
  DEPOSIT_REFUSAL,
  fieldLabel,
} from '../../../shared/text/deposit.ts';
import { Digest } from '../../components/digest.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { binarySize, grouped } from '../../format/bytes.ts';
import { useDepositRecord } from '../../stores/evidence.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { DepositWorks } from './deposit-works.tsx';
import '../deposit/deposit.css';

/** Longer lists stand in the package. */
const LISTED = 500;

export function DepositTab({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const loaded = useDepositRecord(item.id);
  if (loaded.failure) {
    return (
      <div className="page-failure">
        <FailureNote failure={loaded.failure} onRetry={loaded.reload} />
      </div>
    );
  }
  if (!loaded.value) return <Loading />;
  const { record } = loaded.value;
  if (!record) return <EmptyState title={t.deposit.noRecord} body={t.deposit.noRecordBody} />;
  return (
    <ScrollRegion className="tab-scroll" label={t.item.tabs.deposit}>
      <Said record={record} />
      <DepositWorks evidenceId={item.id} />
      <ul className="files">
        {record.files.slice(0, LISTED).map((file) => (
          <li key={file.path}>
            <FileRow file={file} />
          </li>
        ))}
        {record.refused.map(({ path, kind }) => (
          <Refused key={path} path={path} kind={kind} />
        ))}
      </ul>
      {record.files.length > LISTED ? (
        <p className="tab-hint small muted">{t.deposit.moreFiles(record.files.length - LISTED)}</p>
      ) : null}
      {record.emptyFolders.length > 0 ? (
        <p className="tab-hint small muted">
          {t.deposit.emptyFolders(record.emptyFolders.join(t.common.comma))}
        </p>
      ) : null}
    </ScrollRegion>
  );
}

function Said({ record }: { record: DepositRecord }) {
  const t = useText();
  const pick = usePick();
  return (
    <section className="deposit-fields" aria-label={t.deposit.said}>
      <dl className="fact-list">
        <div>
          <dt>{t.deposit.mode}</dt>
          <dd>
            {pick(DEPOSIT_MODE[record.mode])}
            {record.mode === 'digest-only' ? (
              <span className="muted"> {t.deposit.digestOnlyNote}</span>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>{t.deposit.category}</dt>
          <dd>
            <Foreign text={pick(categoryLabel(record.category))} />
          </dd>
        </div>
        {inOrder(record).map(([key, value]) => (
          <div key={key}>
            <dt>
              <Foreign text={pick(fieldLabel(key))} />
            </dt>
            <dd className="break deposit-value">
              <Foreign text={value} />
            </dd>
          </div>
        ))}
        {record.source.location === null ? null : (
          <div>
            <dt>{t.deposit.location}</dt>
            <dd className="mono break">
              <Foreign text={record.source.location} />
            </dd>
          </div>
        )}
      </dl>
      <p className="small muted">{t.deposit.saidHint}</p>
    </section>
  );
}

/** As the template asks for them; fields it does not know come last. */
function inOrder({ category, fields }: DepositRecord): readonly (readonly [string, string])[] {
  const asked: readonly DepositField[] = isDepositCategory(category) ? DEPOSIT_TEMPLATES[category] : [];
  const place = (key: string): number => {
    const at = asked.findIndex((field) => field.key === key);
    return at === -1 ? asked.length : at;
  };
  return Object.entries(fields).toSorted(([a], [b]) => place(a) - place(b));
}

function FileRow({ file }: { file: DepositedFile }) {
  const t = useText();
  const pick = usePick();
  return (
    <>
      <div className="file-head">
        <Foreign className="mono break" text={file.path} />
        <Mark kind={file.outcome === 'kept' ? 'good' : 'warn'} word={pick(DEPOSIT_OUTCOME[file.outcome])} />
        {file.size === null ? (
          <span className="small muted">{file.error}</span>
        ) : (
          <span className="small file-size" title={`${grouped(file.size)} B`}>
            {binarySize(file.size)}
          </span>
        )}
      </div>
      {file.modifiedAt === null ? null : (
        <p className="small muted">
          {t.deposit.modified} <Moment at={file.modifiedAt} />
        </p>
      )}
      {file.sha256 === null ? null : <Digest label="SHA-256" hex={file.sha256} />}
      {file.sm3 === null ? null : <Digest label="SM3" hex={file.sm3} />}
    </>
  );
}

function Refused({ path, kind }: DepositRecord['refused'][number]) {
  const pick = usePick();
  return (
    <li>
      <div className="file-head">
        <Foreign className="mono break" text={path} />
        <Mark kind="warn" word={pick(DEPOSIT_REFUSAL[kind])} />
      </div>
    </li>
  );
}

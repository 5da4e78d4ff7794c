// 取证 / 监测: pages that are captured again at intervals; the runs of the one that is chosen, with what changed.

import { Button, Select } from 'antd';
import { useState } from 'react';
import type { WatchRunView, WatchView } from '../../../shared/api/watches.ts';
import { heldBackSentence, heldBackWatch } from '../../../shared/text/held-back.ts';
import { changeSentences, intervalText } from '../../../shared/text/watch.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { caseOf, CaseField, chooseCase, isComplete } from '../../components/case-field.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { JobMark, Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { NotListed } from '../../components/not-listed.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { UrlsInput } from '../../components/urls-input.tsx';
import { readUrls, shortUrl } from '../../format/urls.ts';
import { changeWatch, createWatches, useWatches, useWatchRuns } from '../../stores/batches.ts';
import { buildHash, go, type Route } from '../../stores/route.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import './batch.css';

const watchRoute = (id: string | null): Route => ({
  room: 'capture',
  caseId: null,
  view: { name: 'watches', id },
});

export function WatchesScreen({ id }: { id: string | null }) {
  const t = useText();
  const language = useLanguage();
  const list = useWatches();
  const chosen = list.value?.find((watch) => watch.id === id) ?? null;
  return (
    <div className="two-zones">
      <section className="zone-list" aria-label={t.watch.listLabel}>
        <PageHead
          title={t.watch.title}
          actions={<Button onClick={() => go(watchRoute(null))}>{t.watch.add}</Button>}
        />
        {list.failure ? <FailureNote failure={list.failure} compact onRetry={list.reload} /> : null}
        {!list.value && list.loading ? <Loading /> : null}
        {list.value?.length === 0 ? <p className="batch-none muted">{t.watch.emptyTitle}</p> : null}
        <ul className="zone-list-scroll">
          {list.value?.map((watch) => (
            <li key={watch.id}>
              <a
                className="list-item"
                href={buildHash(watchRoute(watch.id))}
                aria-current={watch.id === id ? 'true' : undefined}
              >
                <strong className="cut">
                  <Foreign text={shortUrl(watch.url)} />
                </strong>
                <span className="list-item-line small muted">
                  <span>
                    {intervalText(watch.everyMinutes, language)}
                    {watch.state === 'paused' ? ` · ${t.watch.paused}` : ''}
                  </span>
                  <span>{t.watch.runs(watch.runs)}</span>
                </span>
                {watch.last && watch.last.heldBack !== null ? (
                  <span className="list-item-line small">
                    <Mark kind="bad" word={t.watch.heldBack} />
                  </span>
                ) : null}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="zone-page">
        {chosen ? <WatchPage key={chosen.id} watch={chosen} /> : <WatchForm />}
      </section>
    </div>
  );
}

const INTERVALS = [60, 360, 720, 1_440, 10_080] as const;

function WatchForm() {
  const t = useText();
  const language = useLanguage();
  const [text, setText] = useState('');
  const [every, setEvery] = useState<number>(1_440);
  const [choice, setChoice] = useState(() => chooseCase(null));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const lines = readUrls(text);
  const urls = lines.flatMap(({ url }) => (url === null ? [] : [url]));
  const wrong = lines.filter(({ problem }) => problem !== null && problem !== 'repeated');

  const add = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await createWatches({ urls, everyMinutes: every, ...caseOf(choice) });
      setText('');
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <PageHead title={t.watch.add} sub={t.watch.hint} />
      <form
        className="import-form fields"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label={t.capture.urls}
          hint={t.capture.urlsHint}
          error={wrong.length > 0 ? wrong.map(({ line }) => t.capture.line(line)).join(t.common.comma) : null}
        >
          {(props) => <UrlsInput {...props} rows={5} value={text} onText={setText} />}
        </Field>
        <Field label={t.watch.every}>
          {(props) => (
            <Select
              id={props.id}
              value={every}
              options={INTERVALS.map((value) => ({ value, label: intervalText(value, language) }))}
              onChange={setEvery}
            />
          )}
        </Field>
        <CaseField value={choice} onChange={setChoice} />
        {failure ? <FailureNote failure={failure} compact /> : null}
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          loading={busy}
          disabled={urls.length === 0 || wrong.length > 0 || !isComplete(choice)}
        >
          {t.watch.add}
        </Button>
      </form>
    </>
  );
}

function WatchPage({ watch }: { watch: WatchView }) {
  const t = useText();
  const language = useLanguage();
  const runs = useWatchRuns(watch.id);
  const [failure, setFailure] = useState<Failure | null>(null);
  const change = (action: 'pause' | 'resume' | 'remove' | 'run') => {
    setFailure(null);
    changeWatch({ id: watch.id, action }).then(
      () => action === 'remove' && go(watchRoute(null), { replace: true }),
      (error: unknown) => setFailure(toFailure(error)),
    );
  };
  const paused = watch.state === 'paused';
  const items = runs.value?.items ?? [];
  const total = runs.value?.total ?? 0;
  return (
    <>
      <PageHead
        title={<Foreign text={shortUrl(watch.url)} />}
        sub={
          <span className="batch-facts">
            <a href={buildHash({ room: 'cases', caseId: watch.caseId })}>{watch.caseName}</a>
            <span>{intervalText(watch.everyMinutes, language)}</span>
            <span>{t.watch.runs(watch.runs)}</span>
            {watch.missed > 0 ? <Mark kind="warn" word={t.watch.missed(watch.missed)} /> : null}
            {paused ? (
              <span>{t.watch.paused}</span>
            ) : (
              <span>
                {t.watch.next} <Moment at={watch.nextAt} />
              </span>
            )}
          </span>
        }
        actions={
          <>
            {paused ? null : <Button onClick={() => change('run')}>{t.watch.runNow}</Button>}
            <Button onClick={() => change(paused ? 'resume' : 'pause')}>
              {paused ? t.watch.resume : t.watch.pause}
            </Button>
            <Button danger onClick={() => change('remove')}>
              {t.watch.remove}
            </Button>
          </>
        }
      />
      <PageFailure failure={failure} compact />
      {!runs.value && runs.loading ? <Loading /> : null}
      <ul className="watch-runs" aria-label={t.watch.runsLabel}>
        {items.map((run, index) => (
          <li key={run.jobId ?? run.dueAt} className="watch-run">
            <Run run={run} first={index === total - 1} latest={index === 0} />
          </li>
        ))}
      </ul>
      <NotListed count={total - items.length} />
    </>
  );
}

function Run({ run, first, latest }: { run: WatchRunView; first: boolean; latest: boolean }) {
  const t = useText();
  const language = useLanguage();
  if (run.missed > 0) {
    return (
      <p className="watch-line">
        <Mark kind="warn" word={t.watch.missedRange(run.missed)} />
        <span className="muted">
          <Moment at={run.dueAt} /> {t.watch.until} <Moment at={run.missedUntil ?? run.dueAt} />
        </span>
      </p>
    );
  }
  const { changes } = run;
  const samples = changes?.text && changes.text !== 'unknown' ? changes.text.samples : [];
  return (
    <>
      <p className="watch-line">
        <Moment at={run.startedAt ?? run.dueAt} />
        {run.jobState ? <JobMark state={run.jobState} captureState={run.captureState} /> : null}
        {run.evidenceId ? (
          <a
            className="mono"
            href={buildHash({ room: 'evidence', item: { id: run.evidenceId, tab: 'picture' } })}
          >
            {run.evidenceId}
          </a>
        ) : null}
      </p>
      {run.heldBack === null ? null : (
        <p className="small">
          {heldBackSentence(run.heldBack, language)} {latest ? heldBackWatch(language) : null}
        </p>
      )}
      {changes ? (
        <ul className="watch-changes" aria-label={t.watch.against}>
          {changeSentences(changes, language).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p className="small muted">
          {first ? t.watch.first : run.evidenceId && run.heldBack === null ? t.watch.comparing : null}
        </p>
      )}
      {samples.length > 0 ? (
        <ul className="watch-samples" aria-label={t.watch.line}>
          {samples.map(({ sign, line }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines may repeat and never move
            <li key={index} data-sign={sign}>
              <span aria-hidden="true">{sign}</span> <Foreign text={line} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

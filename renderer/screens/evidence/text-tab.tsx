// 文本: the words of the page as they were extracted, as plain text and nothing else.

import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { fetchFile } from '../../api/files.ts';
import { useLoaded } from '../../stores/evidence.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useText } from '../../stores/use-text.ts';

const SHOWN_BYTES = 1_048_576;

export function TextTab({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const file = item.files.find(
    (candidate) => candidate.path.startsWith('data/') && candidate.mediaType.startsWith('text/plain'),
  );
  const loaded = useLoaded(`${item.id}/${file?.path ?? ''}`, 0, async () => {
    if (!file) return '';
    const range = file.sizeBytes > SHOWN_BYTES ? { range: { from: 0, to: SHOWN_BYTES - 1 } } : {};
    return await (await fetchFile(item.id, file.path, range)).text();
  });
  if (!file) return <EmptyState title={t.text.none} body={t.text.noneBody} />;
  if (loaded.failure) {
    return <PageFailure failure={loaded.failure} onRetry={loaded.reload} />;
  }
  if (loaded.value === null) return <Loading />;
  if (loaded.value.trim() === '') return <EmptyState title={t.text.none} body={t.text.noneOnPage} />;
  return (
    <ScrollRegion className="tab-scroll" label={t.item.tabs.text}>
      {file.sizeBytes > SHOWN_BYTES ? <p className="tab-hint small muted">{t.text.cut}</p> : null}
      <pre className="page-text">{loaded.value}</pre>
    </ScrollRegion>
  );
}

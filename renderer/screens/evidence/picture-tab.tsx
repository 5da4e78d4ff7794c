// 截图: the whole page as it was photographed; tiles one under another where the page was too tall for one picture.

import type { EvidenceDetail } from '../../../shared/api/views.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import { DemoMark } from '../../components/demo-mark.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { useFileUrls } from '../../components/file-picture.tsx';
import { PictureViewer } from '../../components/picture-viewer.tsx';
import { useText } from '../../stores/use-text.ts';

const WHOLE_PAGE = 'data/screenshot.png';
const PICTURES = [WHOLE_PAGE, 'data/viewport.png'];

/** Paths of the pictures to show, top to bottom; empty where there is none. */
function picturePaths(item: EvidenceDetail, record: CaptureRecord | null): readonly string[] {
  const present = new Set(item.files.map((file) => file.path));
  const whole = PICTURES.find((path) => present.has(path));
  if (whole === WHOLE_PAGE) return [whole];
  const tiles = (record?.artefacts ?? []).filter((made) => made.kind === 'tile' && present.has(made.path));
  if (tiles.length > 0) return tiles.map((tile) => tile.path).sort();
  if (whole) return [whole];
  const picture = item.files.find(
    (file) => file.mediaType.startsWith('image/') && file.path.startsWith('data/'),
  );
  return picture ? [picture.path] : [];
}

export function PictureTab({ item, record }: { item: EvidenceDetail; record: CaptureRecord | null }) {
  const t = useText();
  const paths = picturePaths(item, record);
  if (paths.length === 0) {
    const failed = item.state === 'FAILED';
    return (
      <EmptyState
        title={failed ? t.item.notObtained : t.item.noPicture}
        body={failed ? t.item.notObtainedBody : t.item.noPictureBody}
      />
    );
  }
  return (
    <>
      <Pictures key={item.id} id={item.id} paths={paths} />
      {item.demonstration ? <DemoMark /> : null}
    </>
  );
}

function Pictures({ id, paths }: { id: string; paths: readonly string[] }) {
  const { urls, failure } = useFileUrls(id, paths);
  if (failure) {
    return <PageFailure failure={failure} />;
  }
  return <PictureViewer urls={urls} />;
}

// 截图: the pictures of a page, one at a time: the whole of it (tiles one under another where it was too tall for one
// picture), its first screen, the page without what covered it, and what scrolls inside it.

import type { EvidenceDetail } from '../../../shared/api/views.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import { Choice } from '../../components/choice.tsx';
import { DemoMark } from '../../components/demo-mark.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { useFileUrls } from '../../components/file-picture.tsx';
import { PictureViewer } from '../../components/picture-viewer.tsx';
import { useText } from '../../stores/use-text.ts';

export type PictureKind = 'whole' | 'viewport' | 'dismissed' | `inner-${number}`;

interface Picture {
  readonly kind: PictureKind;
  /** Top to bottom. */
  readonly paths: readonly string[];
}

/** Those that the item has, the whole page first; of a file deposit its first picture. */
function picturesOf(item: EvidenceDetail, record: CaptureRecord | null): readonly Picture[] {
  const present = new Set(item.files.map((file) => file.path));
  const pictures: Picture[] = [];
  const add = (kind: PictureKind, ...paths: readonly string[]) => {
    if (paths.length > 0 && paths.every((path) => present.has(path))) pictures.push({ kind, paths });
  };
  const tiles = (record?.artefacts ?? []).filter((made) => made.kind === 'tile' && present.has(made.path));
  if (present.has('data/screenshot.png')) add('whole', 'data/screenshot.png');
  else add('whole', ...tiles.map((tile) => tile.path).sort());
  add('viewport', 'data/viewport.png');
  add('dismissed', 'data/screenshot-dismissed.png');
  for (let number = 1; number <= MAX_INNER; number++) {
    add(`inner-${number}`, `data/inner-${number}.png`);
  }
  if (pictures.length > 0) return pictures;
  const other = item.files.find(
    (file) => file.mediaType.startsWith('image/') && file.path.startsWith('data/'),
  );
  return other ? [{ kind: 'whole', paths: [other.path] }] : [];
}

/** Numbers looked for; captures of this version photograph three, and any of them may be missing. */
const MAX_INNER = 9;

interface Props {
  readonly item: EvidenceDetail;
  readonly record: CaptureRecord | null;
  /** Kept by the screen, so that a look at another tab does not lose it. */
  readonly chosen: PictureKind | null;
  readonly onChoose: (kind: PictureKind) => void;
}

export function PictureTab({ item, record, chosen, onChoose }: Props) {
  const t = useText();
  const pictures = picturesOf(item, record);
  const shown = pictures.find(({ kind }) => kind === chosen) ?? pictures[0];
  if (!shown) {
    const failed = item.state === 'FAILED';
    return (
      <EmptyState
        title={failed ? t.item.notObtained : t.item.noPicture}
        body={failed ? t.item.notObtainedBody : t.item.noPictureBody}
      />
    );
  }
  const nameOf = (kind: PictureKind) => {
    if (kind === 'viewport') return record?.recording ? t.pictures.atTheEnd : t.pictures.viewport;
    if (kind === 'whole' || kind === 'dismissed') return t.pictures[kind];
    return t.pictures.inner(Number(kind.slice('inner-'.length)));
  };
  return (
    <>
      {pictures.length > 1 ? (
        <div className="picture-choice">
          <Choice
            size="small"
            label={t.pictures.which}
            value={shown.kind}
            options={pictures.map(({ kind }) => ({ value: kind, label: nameOf(kind) }))}
            onChange={onChoose}
          />
        </div>
      ) : null}
      {pictures.length === 1 && shown.kind !== 'whole' ? (
        <p className="picture-choice small muted">{nameOf(shown.kind)}</p>
      ) : null}
      <Pictures key={`${item.id} ${shown.kind}`} id={item.id} paths={shown.paths} />
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

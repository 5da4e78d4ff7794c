// Where no browser is found: Chrome for Testing, fetched on request, with its progress.

import { Button } from 'antd';
import { FailureNote } from '../../components/failure-note.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { binarySize } from '../../format/bytes.ts';
import { useDownload } from '../../stores/download.ts';
import { useText } from '../../stores/use-text.ts';

export function BrowserOffer({ onEnd }: { onEnd: () => void }) {
  const t = useText();
  const { progress, failure, start } = useDownload();
  if (progress) {
    const { receivedBytes, totalBytes } = progress;
    return (
      <div>
        <ProgressLine
          value={totalBytes === 0 ? null : receivedBytes / totalBytes}
          label={t.settings.downloading}
        />
        <span className="small muted">
          {t.settings.downloading} {binarySize(receivedBytes)}
        </span>
      </div>
    );
  }
  return (
    <div>
      <Button size="small" onClick={() => void start().then(onEnd)}>
        {t.settings.downloadBrowser}
      </Button>
      {failure ? <FailureNote failure={failure} /> : null}
    </div>
  );
}

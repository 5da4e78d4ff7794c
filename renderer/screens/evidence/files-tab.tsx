// 文件: every payload file with both digests, whole on copy, and a way to save it.

import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { fetchFile, saveBlob } from '../../api/files.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Digest } from '../../components/digest.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { binarySize, grouped } from '../../format/bytes.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useText } from '../../stores/use-text.ts';

export function FilesTab({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = (path: string) => {
    setFailure(null);
    fetchFile(item.id, path).then(
      (blob) => saveBlob(blob, `${item.id}-${path.split('/').at(-1)}`),
      (error: unknown) => setFailure(toFailure(error)),
    );
  };
  return (
    <ScrollRegion className="tab-scroll" label={t.files.label}>
      <p className="tab-hint small muted">{t.files.hint}</p>
      <PageFailure failure={failure} />
      <ul className="files">
        {item.files.map((file) => (
          <li key={file.path}>
            <div className="file-head">
              <Foreign className="mono break" text={file.path} />
              <span className="small muted">{file.mediaType}</span>
              <span className="small file-size" title={`${grouped(file.sizeBytes)} B`}>
                {binarySize(file.sizeBytes)}
              </span>
              <Button
                size="small"
                type="text"
                icon={<DownloadOutlined aria-hidden />}
                aria-label={t.files.saveOne(file.path)}
                title={t.files.save}
                onClick={() => save(file.path)}
              />
            </div>
            <Digest label="SHA-256" hex={file.sha256} />
            <Digest label="SM3" hex={file.sm3} />
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}

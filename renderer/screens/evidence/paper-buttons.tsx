// The certificate and the report of the process, made now and saved as PDF.

import { FileProtectOutlined, FileTextOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { CERTIFICATE_PATH, REPORT_PATH } from '../../../shared/evidence/package-paths.ts';
import { toFailure } from '../../api/failure.ts';
import { fetchFile, saveBlob } from '../../api/files.ts';
import { useFailureSentence } from '../../components/failure-note.tsx';
import { useText } from '../../stores/use-text.ts';

const PAPERS = [
  { path: CERTIFICATE_PATH, word: 'certificate', icon: <FileProtectOutlined aria-hidden /> },
  { path: REPORT_PATH, word: 'report', icon: <FileTextOutlined aria-hidden /> },
] as const;

export function PaperButtons({ item }: { item: Pick<EvidenceDetail, 'id' | 'demonstration'> }) {
  const t = useText();
  const { message } = App.useApp();
  const sentence = useFailureSentence();
  const [making, setMaking] = useState<string | null>(null);
  const save = async (path: string) => {
    setMaking(path);
    try {
      const mark = item.demonstration ? '-演示DEMO' : '';
      saveBlob(await fetchFile(item.id, path), `${item.id}${mark}-${path}`);
    } catch (error) {
      const { happened, kept, next } = sentence(toFailure(error));
      void message.error([happened, kept, next].join(' '), 8);
    } finally {
      setMaking(null);
    }
  };
  return PAPERS.map(({ path, word, icon }) => (
    <Button
      key={path}
      icon={icon}
      loading={making === path}
      disabled={making !== null && making !== path}
      onClick={() => void save(path)}
    >
      {t.item[word]}
    </Button>
  ));
}

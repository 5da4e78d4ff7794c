// Under a list that the core hands out page by page: which rows these are, of how many, and the way to the others.

import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useText } from '../stores/use-text.ts';
import './pager.css';

interface Props {
  /** From 1. */
  readonly page: number;
  readonly pageRows: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

export function Pager({ page, pageRows, total, onPage }: Props) {
  const t = useText();
  const from = (page - 1) * pageRows + 1;
  return (
    <footer className="pager">
      <output className="small muted">
        {t.common.page(from, Math.min(total, from + pageRows - 1), total)}
      </output>
      <Button
        size="small"
        icon={<LeftOutlined aria-hidden />}
        aria-label={t.common.previousPage}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      />
      <Button
        size="small"
        icon={<RightOutlined aria-hidden />}
        aria-label={t.common.nextPage}
        disabled={page * pageRows >= total}
        onClick={() => onPage(page + 1)}
      />
    </footer>
  );
}

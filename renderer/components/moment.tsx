// A moment: local time with its offset; UTC and the exact text on hover, and one click away.

import { Tooltip } from 'antd';
import { useState } from 'react';
import { localTime, utcTime } from '../format/time.ts';
import { useText } from '../stores/use-text.ts';

export function Moment({ at, interactive = true }: { at: string; interactive?: boolean }) {
  const t = useText();
  const [utc, setUtc] = useState(false);
  const shown = utc ? utcTime(at) : localTime(at);
  if (!shown) return <span>{t.common.unknown}</span>;
  if (!interactive) {
    return (
      <time dateTime={at} title={utcTime(at)} className="moment">
        {shown}
      </time>
    );
  }
  return (
    <Tooltip title={utc ? localTime(at) : utcTime(at)} mouseEnterDelay={0.3}>
      <button type="button" className="plain moment" onClick={() => setUtc(!utc)}>
        <time dateTime={at}>{shown}</time>
      </button>
    </Tooltip>
  );
}

// How far: a line with its number. Unknown: it moves without a number.

import './progress-line.css';

export function ProgressLine({ value, label }: { value: number | null; label: string }) {
  const part = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div className="progress-line">
      <progress aria-label={label} max={1} {...(part === null ? {} : { value: part })} />
      <span className="small muted progress-number">{part === null ? '' : `${Math.round(part * 100)}%`}</span>
    </div>
  );
}

// A digest in groups of four, whole in two lines of 32, copied whole.

import { useState } from 'react';
import { digestLines } from '../format/digest.ts';
import { useText } from '../stores/use-text.ts';
import { CopyButton } from './copy-button.tsx';
import './digest.css';

export function Digest({ label, hex }: { label: string; hex: string }) {
  const t = useText();
  return (
    <div className="digest">
      <span className="digest-label small muted">{label}</span>
      <code className="digest-value" aria-label={`${label} ${hex}`}>
        {digestLines(hex).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </code>
      <CopyButton text={hex} label={`${t.common.copyDigest} ${label}`} />
    </div>
  );
}

/** The first groups of a digest, opened to the whole on click. */
export function FoldedDigest({ label, hex }: { label: string; hex: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  if (open) return <Digest label={label} hex={hex} />;
  return (
    <button type="button" className="plain digest-fold" onClick={() => setOpen(true)} title={hex}>
      <span className="small muted">{label}</span> <code>{digestLines(hex.slice(0, 16))[0]} …</code>
      <span className="sr-only">{t.common.more}</span>
    </button>
  );
}

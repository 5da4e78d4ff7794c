// A picture of any height: native scrolling (arrows, Page Up/Down, Home, End), zoom at the pointer with Ctrl/Cmd and
// the wheel or + and -, 0 fits the width, A shows actual size, drag moves, an overview strip jumps.

import { ColumnWidthOutlined, ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type PointerEvent,
  type RefObject,
} from 'react';
import { useText } from '../stores/use-text.ts';
import { grouped } from '../format/bytes.ts';
import { Loading } from './loading.tsx';
import { ScrollRegion } from './scroll-region.tsx';
import { useKeys } from './use-keys.ts';
import './picture-viewer.css';

const SMALLEST = 0.02;
const LARGEST = 8;

/**
 * In heights of what is shown. The strip takes width, and with it height, from a picture that fits the width: it goes
 * later than it came, or it would come and go for ever.
 */
const OVERVIEW_FROM = 2.5;
const OVERVIEW_UNTIL = 2.1;

interface Size {
  readonly width: number;
  readonly height: number;
}

export function PictureViewer({ urls }: { urls: readonly (string | null)[] }) {
  const t = useText();
  const box = useRef<HTMLElement>(null);
  const sizes = useSizes(urls);
  const width = Math.max(0, ...sizes.map((size) => size?.width ?? 0));
  const height = sizes.reduce((sum, size) => sum + (size?.height ?? 0), 0);
  const { scale, zoomBy, zoomTo, fitWidth } = useZoom(box, width, height);
  const [view, setView] = useState({ top: 0, shown: 0 });
  const [overview, setOverview] = useState(false);
  const isTall = view.shown > 0 && height > view.shown * (overview ? OVERVIEW_UNTIL : OVERVIEW_FROM);
  if (isTall !== overview) setOverview(isTall);
  const readView = () => {
    const element = box.current;
    if (element) setView({ top: element.scrollTop / scale, shown: element.clientHeight / scale });
  };
  const onLaidOut = useEffectEvent(readView);
  useEffect(() => {
    const frame = requestAnimationFrame(onLaidOut);
    return () => cancelAnimationFrame(frame);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the view changes when the layout does
  }, [scale, height]);

  useKeys({
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    '0': fitWidth,
    a: () => zoomTo(1),
  });
  const drag = useDrag(box);

  const from = Math.round(Math.max(0, view.top));
  const to = Math.round(Math.min(height, view.top + view.shown));
  return (
    <div className="viewer">
      <div className="viewer-bar">
        <span className="small muted viewer-facts">
          {width > 0 ? t.viewer.size(width, height) : ''}
          {height > view.shown && to > from ? (
            <span className="viewer-position">
              {grouped(from)}–{grouped(to)}
            </span>
          ) : null}
        </span>
        <Button
          size="small"
          type="text"
          icon={<ZoomOutOutlined aria-hidden />}
          aria-label={t.viewer.zoomOut}
          title={t.viewer.zoomOut}
          onClick={() => zoomBy(0.8)}
        />
        <span className="viewer-percent small" aria-live="polite">
          {Math.round(scale * 100)}%
        </span>
        <Button
          size="small"
          type="text"
          icon={<ZoomInOutlined aria-hidden />}
          aria-label={t.viewer.zoomIn}
          title={t.viewer.zoomIn}
          onClick={() => zoomBy(1.25)}
        />
        <Button
          size="small"
          type="text"
          icon={<ColumnWidthOutlined aria-hidden />}
          aria-label={t.viewer.fitWidth}
          title={t.viewer.fitWidth}
          onClick={fitWidth}
        />
        <Button
          size="small"
          type="text"
          icon={<ExpandOutlined aria-hidden />}
          aria-label={t.viewer.actual}
          title={t.viewer.actual}
          onClick={() => zoomTo(1)}
        />
      </div>
      <div className="viewer-stage">
        <ScrollRegion className="viewer-box" ref={box} label={t.viewer.label} onScroll={readView} {...drag}>
          {width === 0 ? <Loading text={t.viewer.loading} /> : null}
          <div className="viewer-sheet" style={{ width: width * scale, height: height * scale }}>
            {urls.map((url, index) =>
              url && sizes[index] ? (
                <img
                  key={url}
                  src={url}
                  alt=""
                  draggable={false}
                  style={{ width: sizes[index].width * scale, height: sizes[index].height * scale }}
                  className={scale >= 2 ? 'viewer-pixels' : undefined}
                />
              ) : null,
            )}
          </div>
        </ScrollRegion>
        {overview ? (
          <Overview
            urls={urls}
            sizes={sizes}
            height={height}
            from={from}
            to={to}
            onJump={(y) => box.current?.scrollTo({ top: y * scale - (view.shown * scale) / 2 })}
          />
        ) : null}
      </div>
    </div>
  );
}

/** Natural sizes, known before the pictures are laid out. */
function useSizes(urls: readonly (string | null)[]): readonly (Size | null)[] {
  const [sizes, setSizes] = useState<Readonly<Record<string, Size>>>({});
  const key = urls.join('\n');
  useEffect(() => {
    let current = true;
    for (const url of urls) {
      if (!url) continue;
      const image = new Image();
      image.addEventListener('load', () => {
        if (current)
          setSizes((before) => ({
            ...before,
            [url]: { width: image.naturalWidth, height: image.naturalHeight },
          }));
      });
      image.src = url;
    }
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- key names every url
  }, [key]);
  return urls.map((url) => (url ? (sizes[url] ?? null) : null));
}

/** 'fit' follows the width of the window until someone zooms. */
type Zoom = number | 'fit';

function useZoom(box: RefObject<HTMLElement | null>, width: number, height: number) {
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [boxWidth, setBoxWidth] = useState(0);
  const anchor = useRef<{ x: number; y: number; px: number; py: number } | null>(null);
  const fit = width > 0 && boxWidth > 0 ? bounded((boxWidth - 24) / width, SMALLEST, 2) : 1;
  const scale = zoom === 'fit' ? fit : zoom;

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setBoxWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  /** Keeps the given point of the box (its middle by default) over the same point of the picture. */
  const zoomTo = (next: number, at?: { x: number; y: number }) => {
    const element = box.current;
    if (!element || height === 0) return;
    const px = at?.x ?? element.clientWidth / 2;
    const py = at?.y ?? element.clientHeight / 2;
    anchor.current = { x: (element.scrollLeft + px) / scale, y: (element.scrollTop + py) / scale, px, py };
    setZoom(bounded(next, SMALLEST, LARGEST));
  };

  useLayoutEffect(() => {
    const kept = anchor.current;
    anchor.current = null;
    if (kept) box.current?.scrollTo({ left: kept.x * scale - kept.px, top: kept.y * scale - kept.py });
  }, [box, scale]);

  // React's wheel listeners are passive; zooming must keep the page from zooming with it.
  const onWheel = useEffectEvent((event: WheelEvent, element: HTMLElement) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const bounds = element.getBoundingClientRect();
    zoomTo(scale * Math.exp(-event.deltaY / 400), {
      x: event.clientX - bounds.x,
      y: event.clientY - bounds.y,
    });
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const listen = (event: WheelEvent) => onWheel(event, element);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [box]);

  return {
    scale,
    zoomTo,
    zoomBy: (factor: number) => zoomTo(scale * factor),
    fitWidth: () => setZoom('fit'),
  };
}

const bounded = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

function useDrag(box: RefObject<HTMLElement | null>) {
  const start = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const element = box.current;
      if (!element || event.button !== 0 || event.pointerType !== 'mouse') return;
      start.current = {
        x: event.clientX,
        y: event.clientY,
        left: element.scrollLeft,
        top: element.scrollTop,
      };
      element.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = start.current;
      if (!from) return;
      box.current?.scrollTo({
        left: from.left - (event.clientX - from.x),
        top: from.top - (event.clientY - from.y),
      });
    },
    onPointerUp() {
      start.current = null;
    },
    onPointerCancel() {
      start.current = null;
    },
  };
}

interface OverviewProps {
  readonly urls: readonly (string | null)[];
  readonly sizes: readonly (Size | null)[];
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly onJump: (y: number) => void;
}

/** For the pointer only: the keyboard has Home, End and Page Up/Down in the picture itself. */
function Overview({ urls, sizes, height, from, to, onJump }: OverviewProps) {
  const t = useText();
  const jump = (event: PointerEvent<HTMLDivElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    onJump(((event.clientY - bounds.y) / bounds.height) * height);
  };
  return (
    <div
      className="viewer-overview"
      aria-hidden="true"
      title={t.viewer.overview}
      onPointerDown={jump}
      onPointerMove={(event) => {
        if (event.buttons === 1) jump(event);
      }}
    >
      {urls.map((url, index) =>
        url && sizes[index] ? (
          <img
            key={url}
            src={url}
            alt=""
            draggable={false}
            style={{ height: `${(sizes[index].height / height) * 100}%` }}
          />
        ) : null,
      )}
      <i
        style={{
          top: `${(from / height) * 100}%`,
          height: `${Math.max(0.6, ((to - from) / height) * 100)}%`,
        }}
      />
    </div>
  );
}

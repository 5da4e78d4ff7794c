// A small picture of the page now and then, for a person who watches. The browser's own screencast: it draws nothing
// anew and waits for our acknowledgement, which is given at most twice a second.

import type { OpenPage } from './open-page.ts';

const FRAME_MS = 500;
const WIDTH = 480;

/** Returns stop(). Frames are a courtesy: whatever goes wrong with them leaves the capture alone. */
export async function startFrames(
  page: OpenPage,
  onFrame: (jpeg: Uint8Array) => void,
): Promise<() => Promise<void>> {
  const { session } = page;
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  session.on('Page.screencastFrame', (frame) => {
    if (stopped) return;
    onFrame(new Uint8Array(Buffer.from(frame.data, 'base64')));
    const timer = setTimeout(() => {
      timers.delete(timer);
      session.send('Page.screencastFrameAck', { sessionId: frame.sessionId }).catch(() => undefined);
    }, FRAME_MS);
    timers.add(timer);
  });
  await session
    .send('Page.startScreencast', {
      format: 'jpeg',
      quality: 50,
      maxWidth: WIDTH,
      maxHeight: WIDTH * 2,
      everyNthFrame: 2,
    })
    .catch(() => undefined);
  return async () => {
    if (stopped) return;
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    await session.send('Page.stopScreencast').catch(() => undefined);
  };
}

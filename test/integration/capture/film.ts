// Plays a recorded film in a Chromium of the test's own and looks at its pictures.

import { launch } from 'puppeteer-core';
import { findBrowser, pixels, type Pixels } from './harness.ts';

export interface Film {
  /** False: its end was not written, and only the picture that playing came to can be looked at. */
  readonly whole: boolean;
  readonly durationSeconds: number;
  readonly width: number;
  readonly height: number;
  /** PNG of what is shown at this moment. */
  frame(seconds: number): Promise<Buffer>;
  look(seconds: number): Promise<Pixels>;
  close(): Promise<void>;
}

export async function openFilm(webm: Buffer): Promise<Film> {
  const { path } = await findBrowser();
  const browser = await launch({
    executablePath: path,
    pipe: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage();
  const facts = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const video = document.createElement('video');
    video.id = 'film';
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
    document.body.append(video);
    await new Promise((resolve, reject) => {
      video.addEventListener('loadeddata', resolve, { once: true });
      video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'cannot be played')));
    });
    // A film whose end was not written has no index: it is played for a while and looked at there.
    const whole = Number.isFinite(video.duration);
    if (!whole) {
      await video.play();
      for (let tries = 0; !video.ended && video.currentTime < 1.5 && tries < 60; tries++) {
        await new Promise((resolve) => {
          setTimeout(resolve, 500);
        });
      }
      video.pause();
    }
    const durationSeconds = whole ? video.duration : video.currentTime;
    return { whole, durationSeconds, width: video.videoWidth, height: video.videoHeight };
  }, webm.toString('base64'));
  const frame = async (seconds: number): Promise<Buffer> => {
    const url = await page.evaluate(
      async (time) => {
        const video = document.querySelector<HTMLVideoElement>('#film')!;
        if (time !== null)
          await new Promise((resolve) => {
            video.addEventListener('seeked', resolve, { once: true });
            video.currentTime = time;
          });
        const canvas = document.createElement('canvas');
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        canvas.getContext('2d')!.drawImage(video, 0, 0);
        return canvas.toDataURL('image/png');
      },
      facts.whole ? seconds : null,
    );
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  };
  return {
    ...facts,
    frame,
    look: async (seconds) => pixels(await frame(seconds)),
    close: () => browser.close(),
  };
}

// Pages that attack whoever shows them: they hang, crash, flood, fill the disk, open windows, ask for everything.

import type { ServerResponse } from 'node:http';
import { page, route, send, sendHtml, type Route } from '../route.ts';

const script = (title: string, code: string): string =>
  page(
    title,
    `<h1 style="background:rgb(20,88,196);height:120px;margin:0">${title}</h1><script>${code}</script>`,
  );

/** Address and what its script does once the heading is there. */
const SCRIPTED: Readonly<Record<string, string>> = {
  'hang-now': 'for (;;);',
  'hang-again': 'setInterval(() => { for (;;); }, 50);',
  'hang-worker': `new Worker(URL.createObjectURL(new Blob(['for (;;);'])));`,
  'hang-unload': `addEventListener('beforeunload', (event) => { event.preventDefault(); for (;;); });
    setTimeout(() => { location.href = '/simple'; }, 200);`,
  'sync-xhr': `addEventListener('load', () => setTimeout(() => {
    const request = new XMLHttpRequest(); request.open('GET', '/silent', false); request.send(); }, 100));`,
  'dialog-loop': `addEventListener('load', () => setTimeout(() => { for (;;) { try { alert('again'); } catch {} } }, 0));`,
  'dialog-many': `addEventListener('load', () => { for (let n = 0; n < 40; n++) { try { confirm('sure ' + n); } catch {} } });`,
  'unload-dialog': `addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; });
    setTimeout(() => { location.href = '/simple'; }, 300);`,
  'close-itself': `setTimeout(() => window.close(), 50);`,
  'move-late': `setTimeout(() => { location.href = '/simple'; }, 1_200);`,
  'move-loop': `setTimeout(() => { location.href = '/hostile/move-loop?' + Math.random(); }, 30);`,
  'push-loop': `setInterval(() => { for (let n = 0; n < 200; n++) { try { history.pushState({}, '', '?' + Math.random()); } catch {} } }, 5);`,
  print: `for (let n = 0; n < 50; n++) print(); setInterval(() => print(), 20);`,
  windows: `for (let n = 0; n < 1_000; n++) window.open('/popped?' + n);`,
  console: `const text = 'x'.repeat(100_000); for (let n = 0; n < 20_000; n++) console.log(n + text);`,
  'console-giant': `const text = 'x'.repeat(536_000_000); console.log(text); console.log(text);`,
  'console-forever': `setInterval(() => { for (let n = 0; n < 2_000; n++) console.log('flood ' + n); }, 0);`,
  nodes: `const list = document.createElement('div'); document.body.append(list);
    for (let n = 0; n < 1_000_000; n++) { const node = document.createElement('i'); list.append(node); }`,
  'text-giant': `document.body.append('long '.repeat(40_000_000));`,
  requests: `let n = 0; setInterval(() => { for (let k = 0; k < 500; k++) fetch('/tick?' + n++).catch(() => {}); }, 0);`,
  memory: `const kept = []; setInterval(() => { for (let n = 0; n < 20; n++) kept.push(new Array(1_000_000).fill(Math.random())); }, 0);`,
  storage: `(async () => {
    const cache = await caches.open('fill'); const bytes = new Uint8Array(16 << 20);
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    for (let n = 0; ; n++) { try { await cache.put('/fill/' + n, new Response(bytes)); document.title = 'stored ' + n; }
      catch (error) { document.title = 'refused at ' + n + ': ' + error.name; break; } } })();`,
  database: `const open = indexedDB.open('fill', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('blobs');
    open.onsuccess = async () => { const bytes = new Uint8Array(8 << 20);
      for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      for (let n = 0; ; n++) { const done = await new Promise((resolve) => {
        const put = open.result.transaction('blobs', 'readwrite'); put.objectStore('blobs').put(bytes, n);
        put.oncomplete = () => resolve(true); put.onabort = () => resolve(false); });
        document.title = (done ? 'stored ' : 'refused at ') + n; if (!done) break; } };`,
  permissions: `const asked = []; const told = (name, promise) => promise.then((value) => asked.push(name + ': ' + (value?.state ?? value ?? 'granted')), (error) => asked.push(name + ': ' + error.name));
    Promise.all([
      told('camera', navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      told('notifications', Notification.requestPermission()),
      told('position', new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, () => reject({ name: 'NotAllowedError' })))),
      told('clipboard', navigator.clipboard.readText()),
      told('midi', navigator.requestMIDIAccess({ sysex: true })),
      told('files', 'showOpenFilePicker' in window ? showOpenFilePicker() : Promise.reject({ name: 'absent' })),
      told('screen', navigator.mediaDevices.getDisplayMedia({ video: true })),
    ]).then(() => { document.title = asked.join(', '); });
    try { navigator.registerProtocolHandler('web+cunan', '/simple?%s'); } catch {}
    setTimeout(() => { location.href = 'mailto:a@example.org'; }, 100);`,
  downloads: `for (let n = 0; n < 20; n++) { const link = document.createElement('a'); link.href = '/attachment?' + n; link.download = 'evil.exe'; document.body.append(link); link.click(); }
    const frame = document.createElement('iframe'); frame.src = '/hostile/endless-file'; document.body.append(frame);`,
  'download-self': `setTimeout(() => { location.href = '/attachment'; }, 100);`,
  frames: `for (let n = 0; n < 400; n++) { const frame = document.createElement('iframe'); frame.src = '/hostile/frames?' + Math.random(); document.body.append(frame); }`,
  workers: `for (let n = 0; n < 400; n++) new Worker(URL.createObjectURL(new Blob(['setInterval(() => {}, 1)'])));`,
  'endless-frame': `const frame = document.createElement('iframe'); frame.src = '/hostile/endless-page'; document.body.append(frame);`,
  'endless-body': `fetch('/hostile/endless-file').then(async (answer) => { const reader = answer.body.getReader(); for (;;) await reader.read(); });`,
};

function flow(response: ServerResponse, type: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { 'content-type': type, ...headers });
  const block = Buffer.alloc(1 << 18, 'endless ');
  const more = (): void => {
    while (!response.destroyed) {
      if (!response.write(block)) {
        response.once('drain', more);
        return;
      }
    }
  };
  more();
}

export const HOSTILE_ROUTES: readonly Route[] = [
  route(/^\/hostile\/endless-file$/, ({ response }) =>
    flow(response, 'application/octet-stream', { 'content-disposition': 'attachment; filename=endless.bin' }),
  ),
  route(/^\/hostile\/endless-page$/, ({ response }) => flow(response, 'text/html')),
  route(/^\/hostile\/nothing$/, ({ response }) => send(response, 'text/plain', '')),
  route(/^\/hostile\/[a-z-]+$/, ({ response, url }) => {
    const name = url.pathname.split('/').at(-1)!;
    sendHtml(response, script(name, SCRIPTED[name] ?? ''));
  }),
];

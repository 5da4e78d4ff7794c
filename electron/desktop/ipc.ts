// Puts the router on ipcMain. Only the top frame of our own page is heard; a reload or a crash ends what it had open.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { dialog, ipcMain, type WebContents, type WebFrameMain } from 'electron';
import type { ApiContext } from '../api/router.ts';
import { APP_ORIGIN, CHOOSE_CHANNEL, REPLY_CHANNEL, REQUEST_CHANNEL } from './channels.ts';
import { createIpcServer, type IpcServer } from './ipc-server.ts';

export function serveIpc(context: ApiContext): IpcServer {
  const server = createIpcServer(context);
  const watched = new WeakSet<WebContents>();

  ipcMain.on(REQUEST_CHANNEL, (event, message: unknown) => {
    const { sender, senderFrame } = event;
    if (!isOwnTopFrame(senderFrame, sender)) {
      context.log.warn('message from a foreign frame ignored');
      return;
    }
    if (!watched.has(sender)) {
      watched.add(sender);
      releaseWithPage(sender, server);
    }
    server.receive(
      {
        id: sender.id,
        send: (reply) => {
          if (!sender.isDestroyed()) sender.send(REPLY_CHANNEL, reply);
        },
      },
      message,
    );
  });
  ipcMain.handle(CHOOSE_CHANNEL, async (event, kind: unknown): Promise<readonly string[]> => {
    if (!isOwnTopFrame(event.senderFrame, event.sender)) return [];
    const what = kind === 'folder' ? 'openDirectory' : 'openFile';
    const { filePaths } = await dialog.showOpenDialog({ properties: [what, 'multiSelections'] });
    return filePaths;
  });
  return server;
}

function isOwnTopFrame(frame: WebFrameMain | null, sender: WebContents): boolean {
  return frame !== null && frame === sender.mainFrame && frame.origin === APP_ORIGIN;
}

function releaseWithPage(contents: WebContents, server: IpcServer): void {
  const id = contents.id;
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) server.release(id);
  });
  contents.on('render-process-gone', () => server.release(id));
  contents.once('destroyed', () => server.release(id));
}

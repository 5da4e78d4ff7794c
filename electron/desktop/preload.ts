// The only door between the page and the main process: messages out and back, the place of a file the person gave. Sandboxed, CommonJS when
// built. Not started in a real Electron so far: type-checked and tested against a fake.

import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { CunanBridge, IpcReply } from '../../shared/api/ipc.ts';
import { CHOOSE_CHANNEL, REPLY_CHANNEL, REQUEST_CHANNEL } from './channels.ts';

const bridge: CunanBridge = {
  send(message) {
    ipcRenderer.send(REQUEST_CHANNEL, message);
  },
  onMessage(callback) {
    // The event object stays here: it would hand ipcRenderer to the page.
    const listener = (_event: unknown, reply: IpcReply): void => callback(reply);
    ipcRenderer.on(REPLY_CHANNEL, listener);
    return () => {
      ipcRenderer.off(REPLY_CHANNEL, listener);
    };
  },
  pathOf: (file) => webUtils.getPathForFile(file),
  choose: (kind) => ipcRenderer.invoke(CHOOSE_CHANNEL, kind) as Promise<readonly string[]>,
};

contextBridge.exposeInMainWorld('cunan', bridge);

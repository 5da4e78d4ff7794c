// Electron as far as electron/desktop uses it: records what it is told, passes messages as structured clones between a
// fake page and the main process. It stands in for the package 'electron', which needs a binary that is not here.

import { EventEmitter } from 'node:events';

type Handler = (...args: never[]) => unknown;

export class FakeFrame {
  origin = 'app://cunan';
}

let nextId = 0;

export class FakeWebContents extends EventEmitter {
  readonly id = (nextId += 1);
  mainFrame = new FakeFrame();
  destroyed = false;
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;
  url = 'app://cunan/';

  send(channel: string, message: unknown): void {
    const clone: unknown = structuredClone(message);
    setImmediate(() => ipcRenderer.emit(channel, {}, clone));
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getURL(): string {
    return this.url;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.all;
  }
  readonly webContents = new FakeWebContents();
  readonly calls: string[] = [];
  readonly options: { webPreferences: Record<string, unknown>; show: boolean };

  constructor(options: { webPreferences: Record<string, unknown>; show: boolean }) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.calls.push(`load ${url}`);
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.calls.push('restore');
  }
  isMinimized(): boolean {
    return true;
  }
}

class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      this.handlers.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (handler: Handler): void => {
      this.handlers.set('request', handler);
    },
  };
  setPermissionRequestHandler(handler: Handler): void {
    this.handlers.set('permission', handler);
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.handlers.set('check', handler);
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.handlers.set('device', handler);
  }
}

export const session = { defaultSession: new FakeSession() };

class FakeApp extends EventEmitter {
  isPackaged = true;
  readonly exits: number[] = [];
  quits = 0;
  quit(): void {
    this.quits += 1;
    this.emit('before-quit', { preventDefault: () => {} });
  }
  exit(code: number): void {
    this.exits.push(code);
  }
}
export const app = new FakeApp();

export const protocol = {
  schemes: [] as unknown[],
  registerSchemesAsPrivileged(schemes: readonly unknown[]): void {
    protocol.schemes.push(...schemes);
  },
};

class FakeIpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => unknown): void {
    this.handlers.set(channel, handler);
  }
}
export const ipcMain = new FakeIpcMain();

class FakeIpcRenderer extends EventEmitter {
  /** The page that speaks. */
  contents = new FakeWebContents();
  frame: FakeFrame | null = null;
  send(channel: string, message: unknown): void {
    const clone: unknown = structuredClone(message);
    const event = { sender: this.contents, senderFrame: this.frame ?? this.contents.mainFrame };
    setImmediate(() => ipcMain.emit(channel, event, clone));
  }
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const event = { sender: this.contents, senderFrame: this.frame ?? this.contents.mainFrame };
    return ipcMain.handlers.get(channel)?.(event, ...args);
  }
}
export const ipcRenderer = new FakeIpcRenderer();

export const contextBridge = {
  exposed: new Map<string, unknown>(),
  exposeInMainWorld(name: string, value: unknown): void {
    contextBridge.exposed.set(name, value);
  },
};

export const Menu = {
  template: null as unknown,
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu(menu: unknown): void {
    Menu.template = menu;
  },
};

export const dialog = {
  response: 0,
  asked: [] as { message: string }[],
  async showMessageBox(options: { message: string }): Promise<{ response: number }> {
    dialog.asked.push(options);
    return { response: dialog.response };
  },
  showErrorBox(): void {},
  chosen: [] as string[],
  async showOpenDialog(options: { properties: string[] }): Promise<{ filePaths: string[] }> {
    return { filePaths: options.properties.includes('multiSelections') ? dialog.chosen : [] };
  },
};

/** A file that stands nowhere has no path. */
export const webUtils = { getPathForFile: (file: { path?: string }): string => file.path ?? '' };

/** A key store whose key can be lost and turned over. */
export const safeStorage = {
  available: true,
  backend: 'gnome_libsecret',
  key: 0x5a,
  reEncrypt: false,
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return safeStorage.available;
  },
  getSelectedStorageBackend: (): string => safeStorage.backend,
  async encryptStringAsync(text: string): Promise<Buffer> {
    return Buffer.from(Buffer.from(`v1${text}`).map((byte) => byte ^ safeStorage.key));
  },
  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const text = Buffer.from(sealed.map((byte) => byte ^ safeStorage.key)).toString();
    if (!text.startsWith('v1')) throw new Error('cannot decrypt');
    return { result: text.slice(2), shouldReEncrypt: safeStorage.reEncrypt };
  },
};

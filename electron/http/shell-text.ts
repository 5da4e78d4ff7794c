// What the launcher says at the terminal, in both languages on one line each.

export const SHELL_TEXT = {
  window: (url: string): string =>
    `存安取证已在应用窗口中打开（本机服务 ${url}，仅本机可用），关闭窗口即退出。 · Cunan is open in an app window (local service at ${url}, this computer only); closing the window ends it.`,
  address: (entry: string): string =>
    `请在本机的 Chromium、Chrome 或 Edge 中打开此一次性地址（10 分钟内有效）： · Open this one-time address in Chromium, Chrome or Edge on this computer (valid for 10 minutes):\n${entry}`,
  noDisplay: '没有图形界面，不打开窗口。 · There is no display, so no window is opened.',
  noBrowser:
    '没有找到可用的 Chromium、Chrome 或 Edge 来打开窗口。 · No Chromium, Chrome or Edge was found to open a window with.',
  alreadyRunning:
    '存安取证已在运行，可打开它的另一个窗口。 · Cunan is already running; here is one more window on it.',
  portTaken: '该端口已被占用，请换一个。 · The port is taken: choose another one.',
  ended: '存安取证已退出。 · Cunan has ended.',
  endedWithJobs: (count: number): string =>
    `存安取证已退出；${count} 个未完成的任务会在下次启动时继续。 · Cunan has ended; ${count} unfinished job(s) continue at the next start.`,
  building: '首次启动：正在构建界面…… · First start: building the app…',
  desktop: '正在启动存安取证桌面版（Electron）。 · Starting Cunan as a desktop app (Electron).',
  noElectron:
    '本机没有 Electron 程序，改用浏览器窗口。 · The Electron binary is not here: using a browser window instead.',
  downloading: '正在下载 Electron（约 110 MB，仅此一次）…… · Downloading Electron (about 110 MB, once only)…',
} as const;

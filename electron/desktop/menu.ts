// The application menu in the language of the settings: roles only, so that every entry is the system's own.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Language } from '../../shared/api/views.ts';

const LABELS = {
  'zh-CN': {
    about: '关于存安取证',
    hide: '隐藏存安取证',
    quit: '退出存安取证',
    edit: '编辑',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    view: '视图',
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    fullScreen: '全屏',
    window: '窗口',
    minimise: '最小化',
    close: '关闭',
    reload: '重新加载',
    devTools: '开发者工具',
  },
  en: {
    about: 'About Cunan',
    hide: 'Hide Cunan',
    quit: 'Quit Cunan',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    window: 'Window',
    minimise: 'Minimise',
    close: 'Close',
    reload: 'Reload',
    devTools: 'Developer Tools',
  },
} as const;

export interface MenuOptions {
  readonly language: Language;
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
}

export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(options)]));
}

export function menuTemplate({
  language,
  platform,
  devTools,
}: MenuOptions): readonly MenuItemConstructorOptions[] {
  const text = LABELS[language];
  const application: MenuItemConstructorOptions = {
    label: '存安取证',
    submenu: [
      { role: 'about', label: text.about },
      { type: 'separator' },
      { role: 'hide', label: text.hide },
      { type: 'separator' },
      { role: 'quit', label: text.quit },
    ],
  };
  const development: readonly MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload', label: text.reload },
    { role: 'toggleDevTools', label: text.devTools },
  ];
  return [
    ...(platform === 'darwin' ? [application] : []),
    {
      label: text.edit,
      submenu: [
        { role: 'undo', label: text.undo },
        { role: 'redo', label: text.redo },
        { type: 'separator' },
        { role: 'cut', label: text.cut },
        { role: 'copy', label: text.copy },
        { role: 'paste', label: text.paste },
        { role: 'selectAll', label: text.selectAll },
      ],
    },
    {
      label: text.view,
      submenu: [
        { role: 'resetZoom', label: text.resetZoom },
        { role: 'zoomIn', label: text.zoomIn },
        { role: 'zoomOut', label: text.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: text.fullScreen },
        ...(devTools ? development : []),
      ],
    },
    {
      label: text.window,
      submenu: [
        { role: 'minimize', label: text.minimise },
        platform === 'darwin' ? { role: 'close', label: text.close } : { role: 'quit', label: text.quit },
      ],
    },
  ];
}

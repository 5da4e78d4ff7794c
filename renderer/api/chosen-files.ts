// What a person dropped or chose: in the desktop shell paths of this computer, in a browser the files themselves with
// their places in the dropped folders.

import type { UploadEntry } from './uploads.ts';
import { session } from './session.ts';

export type Chosen =
  | { readonly kind: 'path'; readonly path: string; readonly name: string }
  | ({ readonly kind: 'file' } & UploadEntry);

/** From a file input; a folder's files carry their place in it. */
export function chosenFiles(files: Iterable<File>): readonly Chosen[] {
  return [...files].map(
    (file): Chosen => onThisComputer(file) ?? entry(file.webkitRelativePath || file.name, file),
  );
}

/** From a drop. Must be called while the event is handled: its items are gone afterwards. */
export function droppedFiles(data: DataTransfer): Promise<readonly Chosen[]> {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const found = items.map((item) => ({ file: item.getAsFile(), place: item.webkitGetAsEntry() }));
  return Promise.all(
    found.map(async ({ file, place }): Promise<readonly Chosen[]> => {
      const known = file && onThisComputer(file);
      if (known) return [known];
      if (place?.isDirectory) return walk(place as FileSystemDirectoryEntry, place.name);
      return file ? [entry(file.name, file)] : [];
    }),
  ).then((lists) => lists.flat());
}

/** Asks with the system's own dialog; null where this shell has none. */
export async function askForPaths(kind: 'file' | 'folder'): Promise<readonly Chosen[] | null> {
  if (session.shell !== 'desktop') return null;
  const paths = await session.bridge.choose(kind);
  return paths.map((path) => ({ kind: 'path', path, name: nameOf(path) }));
}

function onThisComputer(file: File): Chosen | null {
  if (session.shell !== 'desktop') return null;
  const path = session.bridge.pathOf(file);
  return path === '' ? null : { kind: 'path', path, name: nameOf(path) };
}

function entry(path: string, file: File): Chosen {
  return { kind: 'file', path: path.normalize('NFC'), file };
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

async function walk(folder: FileSystemDirectoryEntry, path: string): Promise<readonly Chosen[]> {
  const reader = folder.createReader();
  const found: Chosen[] = [];
  // A reader gives at most a hundred at a time, and nothing at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const each of some) {
      const place = `${path}/${each.name}`;
      if (each.isDirectory) found.push(...(await walk(each as FileSystemDirectoryEntry, place)));
      else {
        const file = await new Promise<File>((resolve, reject) =>
          (each as FileSystemFileEntry).file(resolve, reject),
        );
        found.push(entry(place, file));
      }
    }
  }
}

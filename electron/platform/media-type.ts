// Media types of the files we write and of common deposited ones, by their ending; anything else is bytes.

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  zip: 'application/zip',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  webm: 'video/webm',
  mhtml: 'multipart/related',
  wacz: 'application/wacz',
  json: 'application/json',
  jsonl: 'application/jsonl',
  txt: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pem: 'application/x-pem-file',
  tsr: 'application/timestamp-reply',
};

export function mediaTypeOf(path: string): string {
  const ending = /\.([a-z0-9]+)$/.exec(path.toLowerCase())?.[1] ?? '';
  return TYPES[ending] ?? 'application/octet-stream';
}

// Names in and of an application package. None is made of what a person typed: names travel further than contents.

import { buildEvidenceId, isEvidenceId } from '../evidence/id.ts';

export const APPLICATION_PATH = 'application.json';
export const APPLICATION_README_PATH = 'README.txt';
export const APPLICATION_MANIFEST_PATH = 'manifest-sha256.txt';
export const APPLICATION_DSSE_PATH = 'signature/manifest.dsse.json';
export const APPLICATION_KEY_PATH = 'signature/signer.pub.pem';
export const APPLICATION_PAYLOAD_TYPE = 'application/vnd.cunan.application-manifest-sha256';
export const APPLICATION_ENDING = '.cunanapp';
export const ENCRYPTED_ENDING = '.cunanapp.age';

export const ATTACHMENT_KINDS = [
  'identity',
  'legal-representative',
  'power-of-attorney',
  'rights',
  'statement',
  'other',
] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** Like an evidence id, with A- in front: day, eight random characters, one check character. */
export function buildApplicationId(at: Date, random: Uint8Array): string {
  return `A${buildEvidenceId(at, random).slice(1)}`;
}

export function isApplicationId(text: string): boolean {
  return text.startsWith('A-') && isEvidenceId(`E${text.slice(1)}`);
}

export function evidencePath(id: string): string {
  return `evidence/${id}.zip`;
}

/** @param number from 1. @param name whatever has the ending; an unusual one becomes .bin. */
export function attachmentPath(number: number, kind: AttachmentKind, name: string): string {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin';
  return `attachments/${String(number).padStart(3, '0')}-${kind}.${ending}`;
}

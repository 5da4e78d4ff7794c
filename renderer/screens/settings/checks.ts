// Hints while someone types; the core checks again with shared/api/inputs.

export const isShortName = (text: string): boolean => /^[a-z0-9-]{1,32}$/.test(text);
export const isOid = (text: string): boolean => /^[0-2](\.\d+)+$/.test(text);
export const isContract = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text);

export function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && text.length <= 2_048;
}

export const isTimeOfDay = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

// Why a capture has no block of a chain from before it, as its statement says it: both languages in one text, because
// the statement is signed once. Read back in one language where it is shown.

const ABSENT = {
  'not-configured': { zh: '未配置区块链', en: 'no chain configured' },
  'no-answer': { zh: '节点没有答复', en: 'the node did not answer' },
  interrupted: { zh: '取证已中断', en: 'the capture was interrupted' },
} as const;

/** @param cause an error code, named behind the sentence. */
export function beaconAbsent(why: keyof typeof ABSENT, cause: string | null = null): string {
  const { zh, en } = ABSENT[why];
  return `${zh} ${en}${cause === null ? '' : `: ${cause}`}`;
}

/** A part of such a text in one language; null where it is none of ours. */
export function beaconAbsentWords(stored: string, language: 'zh-CN' | 'en'): string | null {
  const found = Object.values(ABSENT).find(({ zh, en }) => stored === `${zh} ${en}`);
  return found ? (language === 'en' ? found.en : found.zh) : null;
}

// Names that the main process and the preload agree on.

export const REQUEST_CHANNEL = 'cunan:request';
export const REPLY_CHANNEL = 'cunan:reply';
export const CHOOSE_CHANNEL = 'cunan:choose';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://cunan';

// What the shells and the renderer's index.html agree on: addresses, and the two places that a server fills in.

/** tRPC's endpoint (queries, mutations, and events as server-sent events). */
export const API_PATH = '/api';
/** GET /files/<evidence id>/<path, each segment percent-encoded>, with Range; bearer in the Authorization header. */
export const FILES_PATH = '/files';
/** Pieces of files for a deposit (browser shell): /uploads/<set>/<number>, tus 1.0; bearer as above. */
export const UPLOADS_PATH = '/uploads';

/** Stands in index.html as content of <meta name="csp-nonce">; a shell replaces it by the nonce of its CSP header. */
export const NONCE_PLACEHOLDER = '__CUNAN_CSP_NONCE__';

/** Stands whole in index.html; the browser shell replaces it once, after a good ticket, by sessionBlock(bearer). */
export const SESSION_PLACEHOLDER = '<script type="application/json" id="cunan-session"></script>';

/** @param bearer hex or base64url only, so that nothing needs escaping. */
export function sessionBlock(bearer: string): string {
  return SESSION_PLACEHOLDER.replace('></script>', `>${JSON.stringify({ bearer })}</script>`);
}

/** Content-Security-Policy of the renderer's pages, the same in both shells. @param nonce base64 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    'media-src blob:',
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

// Security headers of every answer. The app's page has its policy in shared/api/page.ts; here stand those of the
// entry page, of data and of captured files.

import type { ServerResponse } from 'node:http';

/** The empty entry page: one script of its own, one form to this origin. */
export function entryPolicy(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

export const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Our own scripts: a worker is held to the policy of its script's answer, and the verification worker hashes in wasm. */
export const SCRIPT_POLICY = `${DATA_POLICY}; script-src 'self' 'wasm-unsafe-eval'`;
/** Captured content: even where a browser shows it, it has an opaque origin and runs nothing. */
export const CAPTURED_POLICY = `${DATA_POLICY}; sandbox`;

export function securityHeaders(policy: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
  };
}

export function setSecurityHeaders(response: ServerResponse, policy: string): void {
  for (const [name, value] of Object.entries(securityHeaders(policy))) response.setHeader(name, value);
}

// A logged-in session for captures: cookies that a person exported from a browser, or a name and password for HTTP
// authentication. Secrets: they cross the boundary once, stay in memory (electron/jobs/held-sessions.ts) and are written
// neither to the jobs table nor to logs, settings or packages.

import { z } from 'zod';

const noControl = /^[^\p{Cc};]*$/u;

export const cookieInput = z
  .object({
    name: z.string().max(4_096).regex(noControl),
    value: z.string().max(8_192).regex(noControl),
    /** Lower case, without a leading dot. */
    domain: z.string().min(1).max(253),
    /** Sent to this very host, not to those below it. */
    hostOnly: z.boolean(),
    path: z.string().max(4_096).startsWith('/').regex(noControl),
    secure: z.boolean(),
    httpOnly: z.boolean(),
    sameSite: z.enum(['Strict', 'Lax', 'None']).nullable(),
    /** Seconds since 1970; null: until the browser ends. */
    expires: z.number().min(0).max(1e12).nullable(),
  })
  .strict();
export type SessionCookie = z.infer<typeof cookieInput>;

export const sessionInput = z
  .object({
    cookies: z.array(cookieInput).max(5_000).default([]),
    login: z
      .object({
        /** The one host whose question is answered. */
        host: z.string().trim().min(1).max(253),
        user: z.string().min(1).max(256),
        password: z.string().max(1_024),
      })
      .strict()
      .nullable()
      .default(null),
  })
  .strict();
export type SessionInput = z.infer<typeof sessionInput>;

// All fixture pages by path. Each is there for one thing that captures get wrong; see routes/*.ts.

import type { Route } from './route.ts';
import { ANSWER_ROUTES } from './routes/answers.ts';
import { ASSET_ROUTES } from './routes/assets.ts';
import { HANGING_ROUTES } from './routes/hanging.ts';
import { LAYOUT_ROUTES } from './routes/layout.ts';
import { HOSTILE_ROUTES } from './routes/hostile.ts';
import { LAZY_ROUTES } from './routes/lazy.ts';
import { MOVING_ROUTES } from './routes/moving.ts';
import { OPTION_ROUTES } from './routes/options.ts';
import { SESSION_ROUTES } from './routes/session.ts';
import { WALL_ROUTES } from './routes/walls.ts';
import { MEDIA_ROUTES } from './routes/media.ts';
import { SCRIPT_ROUTES } from './routes/scripts.ts';
import { WIRE_ROUTES } from './routes/wire.ts';

export const ROUTES: readonly Route[] = [
  ...ASSET_ROUTES,
  ...HANGING_ROUTES,
  ...LAYOUT_ROUTES,
  ...LAZY_ROUTES,
  ...MOVING_ROUTES,
  ...ANSWER_ROUTES,
  ...SCRIPT_ROUTES,
  ...SESSION_ROUTES,
  ...WALL_ROUTES,
  ...OPTION_ROUTES,
  ...HOSTILE_ROUTES,
  ...WIRE_ROUTES,
  ...MEDIA_ROUTES,
];

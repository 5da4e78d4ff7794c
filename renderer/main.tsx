// Entry of the renderer: the same page in the desktop shell and in the browser shell.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from './api/session.ts';
import { App } from './app/app.tsx';
import { startFeed } from './stores/feed.ts';
import { startRouting } from './stores/route.ts';
import './app/base.css';
import './app/rows.css';
import './app/shell.css';

startRouting();
if (session.shell !== 'none') startFeed();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App authorised={session.shell !== 'none'} />
  </StrictMode>,
);

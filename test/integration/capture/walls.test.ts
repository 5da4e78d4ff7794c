// Challenge pages, sign-in walls and pages without content: captured as they are, and labelled by what they show.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageLabelsOf } from '../../../shared/evidence/page-labels.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, removeFolders, type Captured } from './harness.ts';
import { hardPage } from './hard-page.ts';

let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

const labels = ({ record }: Captured): readonly string[] => pageLabelsOf(record).map(({ code }) => code);

describe('labels', () => {
  hardPage(
    {
      n: 33,
      name: 'challenge page (a local one, modelled on Cloudflare’s; no real one was asked)',
      expected: 'COMPLETE with its status, labelled page-challenge by the sign that was seen',
    },
    async () => {
      const captured = await capture(`${site.url}/challenge`);
      expect(captured.record.state).toBe('COMPLETE');
      expect(captured.record.httpStatus).toBe(403);
      expect(labels(captured)).toEqual(['page-challenge', 'page-error']);
      expect((await captured.read('data/text.txt')).toString()).toContain('Verifying you are human');
      const [first] = pageLabelsOf(captured.record);
      return `${captured.record.state}, HTTP 403, page-challenge (${first?.details['sign']})`;
    },
  );

  test.each([
    ['/slider', ['page-challenge']],
    ['/members/7', ['page-login-wall']],
    ['/soft-404', ['page-error']],
    ['/blank', ['page-blank']],
  ])('%s: %s', async (path, expected) => {
    const captured = await capture(site.url + path);
    expect(captured.record.state).toBe('COMPLETE');
    expect(labels(captured)).toEqual(expected);
  });
});

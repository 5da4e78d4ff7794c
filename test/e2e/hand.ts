// The hand that works the app in these specs: it clicks and types as a person does, counts what that takes, keeps a
// picture of every state (test/results/e2e, git-ignored) and whatever the page's console complained about.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import type { RunningApp } from './shells.ts';

const OUT = join(import.meta.dirname, '../results/e2e');

export interface Hand {
  readonly page: Page;
  readonly complaints: readonly string[];
  clicks(): number;
  click(target: Locator): Promise<void>;
  /** The button of that very name, in an open dialog where there is one. */
  press(name: string): Promise<void>;
  /** A room of the rail. */
  enter(room: string): Promise<void>;
  /** Tab until the focus is on the control of that name. */
  tabTo(name: string): Promise<void>;
  shot(name: string): Promise<void>;
}

export function takeInHand({ page }: RunningApp, prefix: string): Hand {
  const complaints: string[] = [];
  let clicks = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // What the core refuses with a reason (4xx), the app shows in its own words.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  mkdirSync(OUT, { recursive: true });
  const hand: Hand = {
    page,
    complaints,
    clicks: () => clicks,
    async click(target) {
      clicks += 1;
      await target.click();
    },
    async press(name) {
      const dialog = page.getByRole('dialog');
      const within = (await dialog.count()) > 0 ? dialog : page.locator('main');
      await hand.click(within.getByRole('button', { name, exact: true }));
    },
    async enter(room) {
      await hand.click(page.locator('.rail').getByRole('link', { name: room }));
    },
    async tabTo(name) {
      for (let steps = 0; steps < 60; steps++) {
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element?.matches('a, button, input, textarea, summary, [role=tab]')) return '';
          const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
          const label = labels ? [...(element.labels ?? [])].map((each) => each.textContent).join(' ') : '';
          return [element.getAttribute('aria-label'), label, element.textContent].filter(Boolean).join(' ');
        });
        if (focused.includes(name)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the keyboard does not reach ${name}`);
    },
    async shot(name) {
      // Tooltips and messages come and go within 200 ms.
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(OUT, `${prefix}-${name}.png`) });
    },
  };
  return hand;
}

/**
 * What axe finds wrong, one line per element. Runs within the one page: the desktop shell has no second one to open.
 * @param rules 'colours': contrast only, for a screen whose structure was examined in the other theme
 */
export async function axeComplaints(
  page: Page,
  rules: 'all' | 'colours' = 'all',
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (rules === 'colours') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`),
  );
}

/** Drops files on the page as the file manager does. */
export async function dropFiles(
  page: Page,
  target: Locator,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const given = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  const dataTransfer = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: 'application/zip' }));
    }
    return transfer;
  }, given);
  await target.dispatchEvent('dragover', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
}

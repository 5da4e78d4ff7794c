// The pipe to the browser: messages in any cut, and those that are too long.

import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createPipeTransport } from '../../../electron/capture/browser/pipe-transport.ts';

async function heard(chunks: readonly (string | Buffer)[]) {
  const read = new PassThrough();
  const transport = createPipeTransport(new PassThrough(), read, {
    maxAnswerBytes: 4_000,
    maxEventBytes: 1_000,
  });
  const messages: string[] = [];
  const { promise: closed, resolve: onclose } = Promise.withResolvers<void>();
  Object.assign(transport, { onclose, onmessage: (message: string) => messages.push(message) });
  for (const chunk of chunks) read.write(chunk);
  read.end();
  read.on('end', () => read.destroy());
  await closed;
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  return { messages, dropped: transport.dropped };
}

it('messages come whole and in order, however they are cut, letters of several bytes included', async () => {
  const all = Buffer.from(
    ['{"method":"证据"}', '{"id":1,"result":{}}', '{"id":2}'].map((text) => `${text}\0`).join(''),
  );
  const bytes = Array.from(all, (_, index) => all.subarray(index, index + 1));
  for (const chunks of [[all], bytes, [all.subarray(0, 13), all.subarray(13)]]) {
    const { messages, dropped } = await heard(chunks);
    expect(messages).toEqual(['{"method":"证据"}', '{"id":1,"result":{}}', '{"id":2}']);
    expect(dropped).toBe(0);
  }
});

it('an event that is too long is dropped, and the next one is heard', async () => {
  const { messages, dropped } = await heard([
    `{"method":"x","text":"${'a'.repeat(900)}`,
    `${'a'.repeat(900)}"}\0{"method":"y"}\0`,
  ]);
  expect(messages).toEqual(['{"method":"y"}']);
  expect(dropped).toBe(1);
});

it('an answer that is too long becomes an error for whoever asked, in its session', async () => {
  const long = `{"id":7,"result":{"data":"${'a'.repeat(5_000)}"},"sessionId":"AB12"}`;
  const { messages, dropped } = await heard([
    long.slice(0, 3_000),
    `${long.slice(3_000)}\0{"id":8,"result":{}}\0`,
  ]);
  expect(messages.map((text) => JSON.parse(text))).toEqual([
    { id: 7, error: { code: -32_000, message: expect.stringContaining('4000') }, sessionId: 'AB12' },
    { id: 8, result: {} },
  ]);
  expect(dropped).toBe(1);
});

it('what a longest-allowed answer holds arrives', async () => {
  const { messages } = await heard([`{"id":7,"result":"${'a'.repeat(3_900)}"}\0`]);
  expect(messages[0]).toHaveLength(3_920);
});

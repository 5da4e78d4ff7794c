// A platform's receipt for recipes: submit and poll as a BTOE-like service answers them.

import { toBase64 } from '../../../shared/bytes/base64.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { encodePlatformReceipt } from '../../../shared/chain/platform-receipt.ts';

const answer = (data: object): string => toBase64(toUtf8(JSON.stringify({ code: 0, data })));

export function platformReceiptOf(sm3: string, simulated: boolean): Uint8Array {
  const at = '2026-11-22T21:05:00.000Z';
  const url = 'https://gateway.example/v1/evidences';
  return encodePlatformReceipt({
    format: 'cunan-platform/1',
    platform: 'example',
    title: '某存证平台',
    simulated,
    transport: 'verified-tls',
    digest: { algorithm: 'sm3', hex: sm3 },
    clientRef: `cunan-${sm3.slice(0, 40)}`,
    fields: {
      evidenceNumber: 'EV7',
      txHash: '0xab',
      blockHeight: '88',
      blockHash: null,
      time: '2026-11-23 05:05',
    },
    pointers: {
      evidenceNumber: '/data/id',
      txHash: '/data/tx',
      blockHeight: '/data/height',
      blockHash: null,
      time: '/data/time',
    },
    exchanges: [
      {
        what: 'submit',
        at,
        url,
        status: 200,
        request: toBase64(toUtf8(`{"hash":"${sm3}"}`)),
        response: answer({ id: 'EV7' }),
      },
      {
        what: 'poll',
        at,
        url: `${url}/EV7`,
        status: 200,
        request: '',
        response: answer({ id: 'EV7', tx: '0xab', height: 88, time: '2026-11-23 05:05' }),
      },
    ],
  });
}

// What a certificate says: what is missing stands there as plainly as what is present, and pages cannot flood it.

import { describe, expect, it } from 'vitest';
import { buildCertificate, type Paper } from '../../../shared/certificate/model.ts';
import { ANCHOR, attestation, certificateInput, LEDGER, STAMP } from './sample.ts';

function textOf(model: Paper, zh: string): string {
  const rows = model.blocks.flatMap((block) => (block.kind === 'facts' ? block.rows : []));
  const row = rows.find(({ label }) => label.zh === zh);
  expect(row, zh).toBeDefined();
  return row!.values
    .map(({ lead, text, en }) => `${lead ? `${lead.zh} ${lead.en}: ` : ''}${text}${en ? ` ${en}` : ''}`)
    .join('\n');
}

function closing(model: Paper): string {
  return model.cover.statement.map(({ zh }) => zh).join('\n');
}

describe('with everything', () => {
  const model = buildCertificate(certificateInput());
  it('has time, ledger, chain and both digests of the statement', () => {
    expect(textOf(model, '时间戳 tsa-one')).toBe('2026-11-23 05:00:12 +08:00');
    expect(textOf(model, '时间戳机构')).toContain('0f3a');
    expect(textOf(model, '上链方式')).toContain('叶序号 41，共 42 条');
    expect(textOf(model, '登记')).toContain('41');
    expect(textOf(model, '区块链 some-chain')).toMatch(/检查点根 Checkpoint root: (cd){32}$/);
    expect(textOf(model, '证据声明 SHA-256')).toMatch(/^[0-9a-f]{64}$/);
    expect(textOf(model, '证据声明 SM3')).toMatch(/^[0-9a-f]{64}$/);
    expect(closing(model)).not.toMatch(/未取得|未上链/);
    expect(model.demonstration).toBe(false);
  });

  it('names who cosigned the ledger, by whose clock and key, and who has not yet', () => {
    const vkey = 'office.example/w1+01234567+AbCd';
    const cosigned = attestation({
      kind: 'witness',
      provider: 'office',
      subject: 'checkpoint',
      at: '2026-11-22T22:00:00.000Z',
      facts: [
        { key: 'size', value: '57' },
        { key: 'witness', value: vkey },
      ],
    });
    const asked = { ...cosigned, provider: 'notary', state: 'pending', at: null, facts: [] } as const;
    const with2 = buildCertificate(certificateInput({ attestations: [LEDGER, cosigned, asked] }));
    expect(textOf(with2, '账本见证人 office')).toMatch(
      /^加签时间（见证人时钟） [^:]*: 2026-11-23 06:00:00 \+08:00\n账本大小 [^:]*: 57\n见证公钥 [^:]*: office\.example\/w1\+01234567\+AbCd$/,
    );
    expect(textOf(with2, '账本见证人 notary')).toContain('待处理，尚未取得');
    expect(textOf(model, '账本见证人')).toBe('无 None');
  });

  it('never promises what we do not promise', () => {
    expect(JSON.stringify(model)).not.toMatch(/不可篡改|具有法律效力|法院认可/);
    expect(closing(model)).toContain('不构成公证书或司法鉴定意见');
    expect(textOf(model, '实名认证')).toBe('未认证 Not verified');
    expect(textOf(model, '备案编号')).toBe('未备案 Not filed');
    expect(textOf(model, '环境检查')).toBe('未执行 Not performed');
  });
});

describe('what is missing', () => {
  it('no authority, no chain, not in the ledger yet', () => {
    const model = buildCertificate(certificateInput({ attestations: [], input: { checkpoint: null } }));
    expect(textOf(model, '时间戳')).toContain('未取得第三方时间戳，所示时间为取证设备时间');
    expect(textOf(model, '区块链')).toBe('未上链 Not anchored');
    expect(textOf(model, '本机账本')).toBe('尚未入账本 Not logged yet');
    expect(textOf(model, '账本检查点根')).toBe('尚未入账本 Not logged yet');
    expect(closing(model)).toMatch(/^没有受信任的第三方时间戳[^]*不证明文件于该时间已存在[^]*未上链/);
  });

  it('asked for, not obtained', () => {
    const pending = { state: 'pending', at: null } as const;
    const attestations = [attestation(pending), { ...ANCHOR, ...pending, facts: [] }, LEDGER];
    const model = buildCertificate(certificateInput({ attestations }));
    expect(textOf(model, '时间戳 tsa-one')).toContain('待处理，尚未取得');
    expect(textOf(model, '区块链 some-chain')).toContain('待处理，尚未上链');
    expect(closing(model)).toMatch(/^没有受信任的第三方时间戳[^]*不证明文件于该时间已存在[^]*未上链/);
  });

  it('a time-stamp whose root is not trusted says no time, a trusted one does', () => {
    const untrusted = closing(buildCertificate(certificateInput({ attestations: [STAMP] })));
    expect(untrusted).toMatch(/^没有受信任的第三方时间戳/);
    expect(untrusted).not.toContain('所示时间已存在，');
    const trusted = closing(buildCertificate(certificateInput({ input: { timeTrusted: true } })));
    expect(trusted).toMatch(/^所列文件的哈希值至迟于受信任的时间戳所示时间已存在/);
    expect(trusted).not.toContain('没有受信任');
  });

  it('configured no longer: as if it had never been asked', () => {
    const gone = { ...ANCHOR, state: 'not-configured', at: null, facts: [] } as const;
    expect(textOf(buildCertificate(certificateInput({ attestations: [gone] })), '区块链')).toContain(
      '未上链',
    );
  });

  it('a demonstration proves nothing, wherever in the chain of proof it is', () => {
    for (const attestations of [
      [{ ...STAMP, demonstration: true }, LEDGER],
      [LEDGER, { ...ANCHOR, demonstration: true }],
    ]) {
      const model = buildCertificate(certificateInput({ attestations }));
      expect(model.demonstration).toBe(true);
      expect(JSON.stringify(model)).toContain('不具证明力');
      expect(closing(model)).toMatch(/^没有受信任的第三方时间戳/);
    }
    expect(buildCertificate(certificateInput({ facts: { demonstration: true } })).demonstration).toBe(true);
  });

  it('no name, no page, no record', () => {
    const operator = {
      name: null,
      organisation: null,
      verification: 'unverified',
      verificationMethod: null,
    } as const;
    const model = buildCertificate(
      certificateInput({
        record: null,
        facts: {
          operator,
          state: 'FAILED',
          finalUrl: null,
          title: null,
          httpStatus: null,
          reasons: [
            {
              code: 'no-main-document',
              details: {
                error: 'capture/name-not-resolved',
                cause: 'net::ERR_NAME_NOT_RESOLVED',
                host: 'gone.example',
              },
            },
          ],
        },
      }),
    );
    expect(textOf(model, '取证人')).toBe('未填写 Not stated');
    expect(textOf(model, '结果')).toMatch(
      /^失败 Failed\n域名“gone\.example”无法解析。.*ERR_NAME_NOT_RESOLVED$/,
    );
    expect(textOf(model, 'TLS 证书')).toContain('None');
    expect(textOf(model, '浏览器沙箱')).toBe('无 None');
    expect(textOf(model, '证据名称')).toBe('https://shop.example/item?id=7');
  });
});

it('answers every recommended field, absent or not, of captures and deposits', () => {
  const all = Array.from({ length: 30 }, (_, n) => n + 1);
  // 14 the appendix, 29 the statement on the first page.
  for (const change of [
    {},
    { attestations: [], record: null, input: { checkpoint: null, processLog: null } },
  ]) {
    const { blocks } = buildCertificate(certificateInput(change));
    const fields = new Set(
      blocks.flatMap((block) => (block.kind === 'facts' ? block.rows.map(({ field }) => field) : [])),
    );
    expect(all.filter((field) => !fields.has(field))).toEqual([29]);
  }
});

function checkedStamp(trustedStamps: readonly string[]): string {
  return textOf(buildCertificate(certificateInput({ input: { trustedStamps } })), '时间戳验证');
}

it('a time-stamp says whether its root is trusted, one by one', () => {
  expect(checkedStamp([STAMP.id])).toMatch(/^根证书受信任：CN=Root/);
  expect(checkedStamp([])).toMatch(/^根证书不受信任：CN=Root/);
});

it('the first page shows a trusted time-stamp before an untrusted one, and the doubt where none is trusted', () => {
  const early = { ...STAMP, id: 'A-0', at: '2026-11-22T20:00:00.000Z' };
  const cover = (trustedStamps: readonly string[]): string =>
    JSON.stringify(
      buildCertificate(
        certificateInput({ attestations: [early, STAMP], input: { trustedStamps, timeTrusted: true } }),
      ).cover,
    );
  expect(cover([STAMP.id])).toContain('2026-11-23 05:00:12');
  expect(cover([STAMP.id])).not.toContain('根证书不受信任');
  expect(cover([])).toContain('2026-11-23 04:00:00');
  expect(cover([])).toContain('不受信任');
});

it('pages cannot flood it: long texts and lists are cut and say so; addresses and digests never', () => {
  const requestedUrl = `https://shop.example/${'q'.repeat(8_000)}`;
  const reasons = Array.from({ length: 200 }, (_, n) => ({
    code: 'resource-failed' as const,
    details: { url: `https://cdn.example/${n}/${'a'.repeat(8_000)}`, error: 'net::ERR_FAILED' },
  }));
  const facts = { requestedUrl, title: '题'.repeat(8_000), state: 'PARTIAL', reasons } as const;
  const model = buildCertificate(certificateInput({ facts }));
  expect(textOf(model, '证据名称')).toMatch(/^题{300}…（共 8000 字，全文见证据声明/);
  expect(textOf(model, '结果').split('\n')).toHaveLength(22);
  expect(textOf(model, '结果')).toContain('另有 180 项');
  expect(textOf(model, '目标网址')).toBe(requestedUrl);
});

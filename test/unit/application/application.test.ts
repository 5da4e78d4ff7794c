import { describe, expect, it } from 'vitest';
import { assert, asyncProperty, integer, nat } from 'fast-check';
import { checkApplication } from '../../../shared/application/check-application.ts';
import { buildApplication, parseApplication } from '../../../shared/application/application.ts';
import { cleanForm, formMisfits } from '../../../shared/application/form.ts';
import { isCreditCode, isResidentId, maskIdNumber } from '../../../shared/application/identity-numbers.ts';
import { attachmentPath, isApplicationId } from '../../../shared/application/paths.ts';
import { readApplication } from '../../../shared/application/read-application.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import {
  access,
  containerOf,
  EVIDENCE_ZIP,
  FORM,
  packed,
  sampleApplication,
  verify,
} from '../../fakes/application.ts';
import { DEVICE, hashers } from '../../vectors/ingredients.ts';
import { count } from '../../tools.ts';

const check = (bytes: Uint8Array) => checkApplication(access(bytes), { hashers }, verify);
const problemsOf = async (bytes: Uint8Array) =>
  (await readApplication(access(bytes), { hashers })).problems.map(({ code, details }) =>
    [code, details['path'] ?? details['fault'] ?? details['reason']].join(' ').trim(),
  );

const application = await sampleApplication();
const good = await packed(application);
const evidencePath = application.evidence[0]!.path;

describe('an application package', () => {
  it('comes back as it was packed, with its evidence verified', async () => {
    const { reading, evidence, verdict } = await check(good);
    expect(reading.problems).toEqual([]);
    expect(reading.application).toEqual(application);
    expect(reading.signerKeyId).toBe(DEVICE.keyId);
    expect(evidence[0]).toMatchObject({ otherItem: false, report: { verdict: 'valid' } });
    expect(verdict).toBe('valid');
    expect(isApplicationId(application.id)).toBe(true);
  });

  it('has the same bytes for the same input', async () => {
    expect(await packed(await sampleApplication())).toEqual(good);
  });

  it('names nobody outside application.json', async () => {
    const { files } = await readApplication(access(good), { hashers });
    expect([...files.keys()].join('\n')).not.toMatch(/公司|示例|9135/);
    const readme = files.get('README.txt')!;
    const text = new TextDecoder().decode(await readme.access.read(0, readme.sizeBytes));
    expect(text).not.toMatch(/示例|9135|测试人/);
    expect(text).toContain('自行取证后申请');
  });

  it('is found out when evidence is exchanged, though the manifest is made anew', async () => {
    const other = EVIDENCE_ZIP.slice();
    other[200]! ^= 1;
    const swapped = await packed(application, (files) => files.set(evidencePath, other));
    expect(await problemsOf(swapped)).toEqual([
      `file-changed ${evidencePath}`,
      `file-changed ${evidencePath}`,
    ]);
    const { verdict, evidence } = await check(swapped);
    expect([verdict, evidence[0]!.report]).toEqual(['invalid', null]);
  });

  it('is invalid where a listed package is another item', async () => {
    const lying = await sampleApplication({
      evidence: [{ ...application.evidence[0]!, statementSm3: '0'.repeat(64) }],
    });
    const { verdict, evidence, reading } = await check(await packed(lying));
    expect(reading.problems).toEqual([]);
    expect([verdict, evidence[0]!.otherItem]).toEqual(['invalid', true]);
  });

  it('refuses files that nobody listed, missing ones, and a stranger’s list', async () => {
    const extra = await packed(application, (files) => files.set('attachments/002-other.exe', toUtf8('MZ')));
    expect(await problemsOf(extra)).toEqual([
      'file-not-listed attachments/002-other.exe',
      'file-not-listed attachments/002-other.exe',
    ]);
    const without = await packed(application, (files) => files.delete(application.attachments[0]!.path));
    expect(new Set(await problemsOf(without))).toEqual(
      new Set([`file-missing ${application.attachments[0]!.path}`]),
    );
    const unsigned = await packed(application, (files) => files.delete('signature/manifest.dsse.json'));
    expect(await problemsOf(unsigned)).toEqual(['file-missing signature/manifest.dsse.json']);
    const edited = await packed(application, (files) =>
      files.set('manifest-sha256.txt', files.get('manifest-sha256.txt')!.slice(0, -1)),
    );
    expect(await problemsOf(edited)).toContain('signature-differs');
  });

  it('says that a newer format could not be checked', async () => {
    const bytes = toUtf8('{"format":"cunan-application/2"}');
    const newer = await packed(application, (files) => files.set('application.json', bytes));
    expect(await problemsOf(newer)).toContain('application-newer');
    expect(() => parseApplication(toUtf8('{"format":"cunan-application/1","surprise":1}'))).toThrow(
      'format/bad-application',
    );
  });

  it('is no container of hostile names, of another kind, or of too much', async () => {
    const hostile = [
      '../../etc/passwd',
      '/etc/passwd',
      'C:\\windows\\x',
      'attachments/con.txt',
      'attachments/\u202egpj.exe',
      'a/'.repeat(40) + 'x',
    ];
    for (const name of hostile) {
      const bytes = containerOf(new Map([[name, toUtf8('x')]]));
      const { application: read, problems } = await readApplication(access(bytes), { hashers });
      expect([name, read, problems.length > 0]).toEqual([name, null, true]);
    }
    expect(await problemsOf(toUtf8('no zip at all'))).toEqual(['container-bad zip-not-a-zip']);
    const many = new Map(
      Array.from({ length: 1_300 }, (_, i) => [`attachments/${i}`, new Uint8Array(0)] as const),
    );
    expect(await problemsOf(containerOf(many))).toEqual(['container-bad zip-too-many-entries']);
  });

  it('never stays good with one byte flipped', async () => {
    await assert(
      asyncProperty(nat(good.length - 1), integer({ min: 1, max: 255 }), async (at, mask) => {
        const flipped = good.slice();
        flipped[at]! ^= mask;
        // Anything that names a defect of our own (a TypeError, say) would reject here.
        expect((await check(flipped)).verdict).toBe('invalid');
      }),
      { numRuns: count(40, 2_000) },
    );
  });

  it('takes no personal data into the names of attachments', () => {
    expect(attachmentPath(7, 'rights', '张三330106199001011234.JPG')).toBe('attachments/007-rights.jpg');
    expect(attachmentPath(8, 'other', 'no ending')).toBe('attachments/008-other.bin');
    expect(attachmentPath(9, 'other', 'x.tar gz/../..')).toBe('attachments/009-other.bin');
  });
});

describe('the form', () => {
  it('is complete, and says field by field what is amiss', () => {
    expect(formMisfits(FORM)).toEqual([]);
    const { applicantPhone: _phone, legalRepresentative: _legal, ...rest } = FORM;
    const bad = {
      ...rest,
      applicantIdNumber: '91350100M000100Y44',
      agentName: '代理人',
      urls: 'https://a.example/\njavascript:alert(1)',
      copies: '0',
      appliedOn: '2026-02-30',
      statement: 'a\u202eb',
      promise: 'no',
      surprise: 'x',
    };
    expect(formMisfits(bad).map(({ key, problem }) => `${key} ${problem}`)).toEqual([
      'applicantIdNumber field-credit-code',
      'applicantPhone field-missing',
      'legalRepresentative field-missing',
      'agentIdType field-missing',
      'agentIdNumber field-missing',
      'agentPhone field-missing',
      'urls field-url',
      'statement field-bad-character',
      'copies field-count',
      'appliedOn field-date',
      'promise field-consent',
      'surprise field-unknown',
    ]);
    expect(cleanForm({ a: '  x ', b: ' ' })).toEqual({ a: 'x' });
    expect(() => buildApplication({ ...application, form: bad })).toThrow('format/bad-application');
  });

  it('knows resident identity numbers by their check digit and date (GB 11643)', () => {
    // The standard's own example numbers.
    expect(['11010519491231002X', '440524188001010014', '11010519491231002x'].map(isResidentId)).toEqual([
      true,
      true,
      true,
    ]);
    const wrong = [
      '110105194912310021',
      '11010519490231002X',
      '1101051949123100',
      '01010519491231002X',
      '一二',
    ];
    expect(wrong.map(isResidentId)).toEqual([false, false, false, false, false]);
    for (let digit = 0; digit < 17; digit++) {
      const text = '11010519491231002X';
      const changed = text.slice(0, digit) + ((Number(text[digit]) + 1) % 10) + text.slice(digit + 1);
      expect([digit, isResidentId(changed)]).toEqual([digit, false]);
    }
  });

  it('knows social credit codes by their check character (GB 32100)', () => {
    expect(['91350100M000100Y43', '91110000600037341L', '911100007109310123'].map(isCreditCode)).toEqual([
      true,
      true,
      false,
    ]);
    expect(['91350100M000100Y34', '91350100M000100Y4', '9135O100M000100Y43'].map(isCreditCode)).toEqual([
      false,
      false,
      false,
    ]);
    expect(maskIdNumber('91350100M000100Y43')).toBe('913*************43');
  });
});

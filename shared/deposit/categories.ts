// The data categories of file deposits and what each asks for. Data, not code: a new template is a new entry, its words
// stand in shared/text/deposit.ts. What is filled in is the depositor's word; it is sealed and printed, never proven.

export const DEPOSIT_CATEGORIES = [
  'contract',
  'music',
  'image',
  'finance',
  'education',
  'supply-chain',
  'special-equipment',
  'e-government',
  'original-work',
  'other',
] as const;
export type DepositCategory = (typeof DEPOSIT_CATEGORIES)[number];

/** line: one line; text: several; date: YYYY-MM-DD; money: a decimal number; isrc: International Standard Recording Code. */
export type DepositFieldType = 'line' | 'text' | 'date' | 'money' | 'isrc';

export interface DepositField<Key extends string = string> {
  readonly key: Key;
  readonly type: DepositFieldType;
  readonly required: boolean;
}

function must<Key extends string>(key: Key, type: DepositFieldType = 'line'): DepositField<Key> {
  return { key, type, required: true };
}

function may<Key extends string>(key: Key, type: DepositFieldType = 'line'): DepositField<Key> {
  return { key, type, required: false };
}

const NOTE = may('note', 'text');

export const DEPOSIT_TEMPLATES = {
  contract: [
    must('parties'),
    may('contractNo'),
    may('signedOn', 'date'),
    may('amount', 'money'),
    may('currency'),
    may('term'),
    may('signing'),
    NOTE,
  ],
  music: [
    must('work'),
    may('lyricist'),
    may('composer'),
    may('performer'),
    may('rightsHolder'),
    may('isrc', 'isrc'),
    may('createdOn', 'date'),
    may('publishedOn', 'date'),
    NOTE,
  ],
  image: [
    must('work'),
    may('author'),
    may('rightsHolder'),
    may('createdOn', 'date'),
    may('place'),
    may('device'),
    may('publishedOn', 'date'),
    NOTE,
  ],
  finance: [
    must('institution'),
    may('dataKind'),
    may('accountNo'),
    may('periodFrom', 'date'),
    may('periodTo', 'date'),
    may('currency'),
    NOTE,
  ],
  education: [
    must('holder'),
    may('school'),
    may('degree'),
    may('major'),
    may('certificateNo'),
    may('issuedOn', 'date'),
    NOTE,
  ],
  'supply-chain': [
    must('product'),
    may('batchNo'),
    may('documentKind'),
    may('documentNo'),
    may('shipper'),
    may('consignee'),
    may('happenedOn', 'date'),
    NOTE,
  ],
  'special-equipment': [
    must('equipmentKind'),
    may('equipmentCode'),
    may('registrationNo'),
    may('place'),
    may('maintainer'),
    may('technician'),
    may('maintenanceKind'),
    may('happenedOn', 'date'),
    may('result'),
    may('nextOn', 'date'),
    NOTE,
  ],
  'e-government': [
    must('authority'),
    may('documentKind'),
    may('documentNo'),
    may('matter'),
    may('issuedOn', 'date'),
    NOTE,
  ],
  'original-work': [
    must('work'),
    may('workKind'),
    may('author'),
    may('rightsHolder'),
    may('createdOn', 'date'),
    may('publishedOn', 'date'),
    may('creation', 'text'),
    NOTE,
  ],
  other: [may('subject'), NOTE],
} as const satisfies Readonly<Record<DepositCategory, readonly DepositField[]>>;

type KeyOf<C extends DepositCategory> = (typeof DEPOSIT_TEMPLATES)[C][number]['key'];
export type DepositFieldKey = KeyOf<DepositCategory>;

export const MAX_LINE_CHARS = 300;
export const MAX_TEXT_CHARS = 4_000;

export function isDepositCategory(value: string): value is DepositCategory {
  return (DEPOSIT_CATEGORIES as readonly string[]).includes(value);
}

/** Why a value does not fit; the words stand in shared/text. */
export type FieldProblem =
  | 'field-unknown'
  | 'field-missing'
  | 'field-too-long'
  | 'field-one-line'
  | 'field-date'
  | 'field-money'
  | 'field-isrc';

export interface FieldMisfit {
  readonly key: string;
  readonly problem: FieldProblem;
}

/** What is filled in, without blanks and empty fields. */
export function cleanFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  const filled = Object.entries(fields).map(([key, value]) => [key, value.trim().normalize('NFC')] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

/** Of clean fields, in the order of the template; unknown ones last. */
export function fieldMisfits(
  category: DepositCategory,
  fields: Readonly<Record<string, string>>,
): readonly FieldMisfit[] {
  const template: readonly DepositField[] = DEPOSIT_TEMPLATES[category];
  const found = template.flatMap((field): readonly FieldMisfit[] => {
    const value = Object.hasOwn(fields, field.key) ? fields[field.key] : undefined;
    const problem = value === undefined ? missing(field) : valueProblem(field.type, value);
    return problem === null ? [] : [{ key: field.key, problem }];
  });
  const known = new Set(template.map(({ key }) => key));
  const unknown = Object.keys(fields).filter((key) => !known.has(key));
  return [...found, ...unknown.map((key): FieldMisfit => ({ key, problem: 'field-unknown' }))];
}

function missing({ required }: DepositField): FieldProblem | null {
  return required ? 'field-missing' : null;
}

function valueProblem(type: DepositFieldType, value: string): FieldProblem | null {
  if (type === 'text') return value.length > MAX_TEXT_CHARS ? 'field-too-long' : null;
  if (value.length > MAX_LINE_CHARS) return 'field-too-long';
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(value)) return 'field-one-line';
  if (type === 'date') return isDate(value) ? null : 'field-date';
  if (type === 'money') return /^-?\d{1,15}(?:\.\d{1,4})?$/.test(value) ? null : 'field-money';
  if (type === 'isrc') return /^[A-Z]{2}-?[A-Z0-9]{3}-?\d{2}-?\d{5}$/.test(value) ? null : 'field-isrc';
  return null;
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(value);
}

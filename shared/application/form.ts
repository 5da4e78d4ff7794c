// The application form (公证程序规则 第17条): which fields there are, what each may hold, what is amiss. Data, not code:
// a value is text, an empty one is left out. Words of fields, choices and problems stand in shared/text/application.ts.

import { isCreditCode, isResidentId } from './identity-numbers.ts';

export type FieldType = 'line' | 'text' | 'date' | 'choice' | 'count' | 'urls' | 'phone' | 'consent';

export const CHOICES = {
  applicantType: ['person', 'organisation'],
  applicantIdType: ['resident-id', 'credit-code', 'passport', 'travel-permit', 'other'],
  agentIdType: ['resident-id', 'passport', 'travel-permit', 'lawyer-licence', 'other'],
  purpose: ['litigation', 'administrative-complaint', 'platform-complaint', 'own-records', 'other'],
  rightKind: ['copyright', 'trademark', 'patent', 'personality', 'unfair-competition', 'contract', 'other'],
  delivery: ['pick-up', 'post', 'electronic'],
} as const;

export interface FormField {
  readonly key: string;
  readonly type: FieldType;
  readonly required: boolean;
}

export const FORM_SECTIONS = {
  applicant: [
    { key: 'applicantType', type: 'choice', required: true },
    { key: 'applicantName', type: 'line', required: true },
    { key: 'applicantIdType', type: 'choice', required: true },
    { key: 'applicantIdNumber', type: 'line', required: true },
    { key: 'applicantAddress', type: 'line', required: true },
    { key: 'applicantPhone', type: 'phone', required: true },
    { key: 'legalRepresentative', type: 'line', required: false },
  ],
  agent: [
    { key: 'agentName', type: 'line', required: false },
    { key: 'agentIdType', type: 'choice', required: false },
    { key: 'agentIdNumber', type: 'line', required: false },
    { key: 'agentPhone', type: 'phone', required: false },
  ],
  matter: [
    { key: 'office', type: 'line', required: true },
    { key: 'matter', type: 'line', required: true },
    { key: 'purpose', type: 'choice', required: true },
    { key: 'purposeNote', type: 'line', required: false },
    { key: 'placeOfUse', type: 'line', required: false },
    { key: 'documentNames', type: 'text', required: false },
    { key: 'urls', type: 'urls', required: false },
    { key: 'respondent', type: 'line', required: false },
  ],
  rights: [
    { key: 'rightKind', type: 'choice', required: true },
    { key: 'rightProof', type: 'text', required: false },
    { key: 'interest', type: 'text', required: true },
    { key: 'statement', type: 'text', required: true },
    { key: 'witnesses', type: 'line', required: false },
  ],
  delivery: [
    { key: 'copies', type: 'count', required: true },
    { key: 'translation', type: 'line', required: false },
    { key: 'delivery', type: 'choice', required: true },
    { key: 'deliveryAddress', type: 'line', required: false },
    { key: 'appliedOn', type: 'date', required: true },
    { key: 'remarks', type: 'text', required: false },
    { key: 'promise', type: 'consent', required: true },
  ],
} as const satisfies Readonly<Record<string, readonly FormField[]>>;

export type FormSection = keyof typeof FORM_SECTIONS;
export type FormKey = (typeof FORM_SECTIONS)[FormSection][number]['key'];
export type ChoiceKey = keyof typeof CHOICES;
/** Values by field. Hostile text where it comes from a file. */
export type ApplicationForm = Readonly<Record<string, string>>;

const FIELDS: readonly FormField[] = Object.values(FORM_SECTIONS).flat();

export const FORM_KEYS: readonly string[] = FIELDS.map(({ key }) => key);

export const FORM_LIMITS = { lineChars: 300, textChars: 4_000, urls: 1_000, urlsChars: 200_000 } as const;

export type FormProblem =
  | 'field-unknown'
  | 'field-missing'
  | 'field-too-long'
  | 'field-one-line'
  | 'field-bad-character'
  | 'field-date'
  | 'field-choice'
  | 'field-count'
  | 'field-url'
  | 'field-phone'
  | 'field-consent'
  | 'field-resident-id'
  | 'field-credit-code'
  | 'field-id-type';

export interface FormMisfit {
  readonly key: string;
  readonly problem: FormProblem;
}

/** Without blanks around values and without empty fields. */
export function cleanForm(form: ApplicationForm): Record<string, string> {
  const filled = Object.entries(form).map(([key, value]) => [key, value.trim().normalize('NFC')] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

/** Of a clean form, in the order of the form; unknown fields last. Empty: it can be handed in. */
export function formMisfits(form: ApplicationForm): readonly FormMisfit[] {
  const found = FIELDS.flatMap((field): readonly FormMisfit[] => {
    const value = valueOf(form, field.key);
    const problem =
      value === null
        ? field.required || neededHere(form, field.key)
          ? 'field-missing'
          : null
        : (valueProblem(field, value) ?? numberProblem(form, field.key, value));
    return problem === null ? [] : [{ key: field.key, problem }];
  });
  const unknown = Object.keys(form).filter((key) => !FORM_KEYS.includes(key));
  return [...found, ...unknown.map((key): FormMisfit => ({ key, problem: 'field-unknown' }))];
}

function valueOf(form: ApplicationForm, key: string): string | null {
  return Object.hasOwn(form, key) ? form[key]! : null;
}

/** What other answers make necessary. */
function neededHere(form: ApplicationForm, key: string): boolean {
  if (key === 'legalRepresentative') return valueOf(form, 'applicantType') === 'organisation';
  if (key === 'agentIdType' || key === 'agentIdNumber' || key === 'agentPhone')
    return valueOf(form, 'agentName') !== null;
  if (key === 'agentName') return valueOf(form, 'agentIdNumber') !== null;
  if (key === 'purposeNote') return valueOf(form, 'purpose') === 'other';
  if (key === 'deliveryAddress') return valueOf(form, 'delivery') === 'post';
  return false;
}

/** C0 but line ends and tab, DEL, C1, direction marks and overrides, byte order mark. */
const BAD_CHARACTER =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

function valueProblem({ key, type }: FormField, value: string): FormProblem | null {
  if (!value.isWellFormed() || BAD_CHARACTER.test(value)) return 'field-bad-character';
  if (type === 'urls') return urlsProblem(value);
  if (type === 'text') return value.length > FORM_LIMITS.textChars ? 'field-too-long' : null;
  if (value.length > FORM_LIMITS.lineChars) return 'field-too-long';
  if (/[\r\n\t]/.test(value)) return 'field-one-line';
  if (type === 'date') return isDate(value) ? null : 'field-date';
  if (type === 'count') return /^[1-9]\d?$/.test(value) ? null : 'field-count';
  if (type === 'phone') return /^\+?[\d\- ()（）转]{5,40}$/.test(value) ? null : 'field-phone';
  if (type === 'consent') return value === 'yes' ? null : 'field-consent';
  if (type === 'choice')
    return (CHOICES[key as ChoiceKey] as readonly string[]).includes(value) ? null : 'field-choice';
  return null;
}

/** One address a line, http or https. */
export function urlsOf(value: string): readonly string[] {
  return value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function urlsProblem(value: string): FormProblem | null {
  const urls = urlsOf(value);
  if (value.length > FORM_LIMITS.urlsChars || urls.length > FORM_LIMITS.urls) return 'field-too-long';
  return urls.every((url) => /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url)) ? null : 'field-url';
}

function numberProblem(form: ApplicationForm, key: string, value: string): FormProblem | null {
  if (key === 'applicantIdType' && value === 'credit-code')
    return valueOf(form, 'applicantType') === 'person' ? 'field-id-type' : null;
  if (key !== 'applicantIdNumber' && key !== 'agentIdNumber') return null;
  const type = valueOf(form, key === 'agentIdNumber' ? 'agentIdType' : 'applicantIdType');
  if (type === 'resident-id' && !isResidentId(value)) return 'field-resident-id';
  if (type === 'credit-code' && !isCreditCode(value)) return 'field-credit-code';
  return null;
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(value);
}

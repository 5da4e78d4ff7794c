// Words of applications for notarisation: fields, choices, what is amiss, what a reader found, where one stands.

import type { ChoiceKey, FormKey, FormProblem, FormSection } from '../application/form.ts';
import type { AttachmentKind } from '../application/paths.ts';
import type { ApplicationProblem } from '../application/read-application.ts';
import type { ApplicationState } from '../api/applications.ts';
import type { Bilingual } from './fill.ts';

export const APPLICATION_STATE: Readonly<Record<ApplicationState, Bilingual>> = {
  draft: { zh: '草稿', en: 'Draft' },
  packaging: { zh: '正在生成', en: 'Being made' },
  packaged: { zh: '已生成申请包', en: 'Package made' },
  uploading: { zh: '正在上传', en: 'Being sent' },
  uploaded: { zh: '已上传', en: 'Sent' },
};

export const FORM_SECTION: Readonly<Record<FormSection, Bilingual>> = {
  applicant: { zh: '申请人', en: 'Applicant' },
  agent: { zh: '代理人（没有可不填）', en: 'Agent (if there is one)' },
  matter: { zh: '申请事项', en: 'What is applied for' },
  rights: { zh: '权利与情况说明', en: 'Rights and circumstances' },
  delivery: { zh: '份数、领取与承诺', en: 'Copies, delivery and declaration' },
};

export const FORM_FIELD: Readonly<Record<FormKey, Bilingual>> = {
  applicantType: { zh: '申请人类型', en: 'Kind of applicant' },
  applicantName: { zh: '姓名或名称', en: 'Name' },
  applicantIdType: { zh: '证件类型', en: 'Kind of identity document' },
  applicantIdNumber: { zh: '证件号码', en: 'Number of the document' },
  applicantAddress: { zh: '住所', en: 'Address' },
  applicantPhone: { zh: '联系电话', en: 'Telephone' },
  legalRepresentative: { zh: '法定代表人', en: 'Legal representative' },
  agentName: { zh: '代理人姓名', en: 'Agent’s name' },
  agentIdType: { zh: '代理人证件类型', en: 'Kind of agent’s document' },
  agentIdNumber: { zh: '代理人证件号码', en: 'Number of agent’s document' },
  agentPhone: { zh: '代理人电话', en: 'Agent’s telephone' },
  office: { zh: '公证处', en: 'Notary office' },
  matter: { zh: '公证事项', en: 'Notarial matter' },
  purpose: { zh: '公证书用途', en: 'Purpose of use' },
  purposeNote: { zh: '用途说明', en: 'Purpose in words' },
  placeOfUse: { zh: '使用地', en: 'Place of use' },
  documentNames: { zh: '申请公证的文书名称', en: 'Documents to be notarised' },
  urls: { zh: '网址清单', en: 'Addresses' },
  respondent: { zh: '被申请方（如知道）', en: 'Other party (if known)' },
  rightKind: { zh: '权利类型', en: 'Kind of right' },
  rightProof: { zh: '权利证明', en: 'Proof of the right' },
  interest: { zh: '利害关系说明', en: 'Interest in the matter' },
  statement: { zh: '情况说明（理由、用途、取得方法）', en: 'Statement (reason, use, how it was obtained)' },
  witnesses: { zh: '证人', en: 'Witnesses' },
  copies: { zh: '需要份数', en: 'Copies' },
  translation: { zh: '语言与译文', en: 'Language and translation' },
  delivery: { zh: '领取方式', en: 'Delivery' },
  deliveryAddress: { zh: '邮寄地址', en: 'Postal address' },
  appliedOn: { zh: '申请日期', en: 'Date of application' },
  remarks: { zh: '其他', en: 'Other remarks' },
  promise: { zh: '承诺', en: 'Declaration' },
};

export const PROMISE: Bilingual = {
  zh: '我承诺所填内容和所提交的材料真实、合法，并知道虚假申请的法律责任。',
  en: 'I declare that what I state and hand in is true and lawful, and know the liability for a false application.',
};

export const CHOICE: { readonly [K in ChoiceKey]: Readonly<Record<string, Bilingual>> } = {
  applicantType: {
    person: { zh: '自然人', en: 'Natural person' },
    organisation: { zh: '法人或其他组织', en: 'Organisation' },
  },
  applicantIdType: {
    'resident-id': { zh: '居民身份证', en: 'Resident identity card' },
    'credit-code': { zh: '统一社会信用代码', en: 'Unified social credit code' },
    passport: { zh: '护照', en: 'Passport' },
    'travel-permit': { zh: '港澳台居民通行证', en: 'Travel permit (Hong Kong, Macau, Taiwan)' },
    other: { zh: '其他', en: 'Other' },
  },
  agentIdType: {
    'resident-id': { zh: '居民身份证', en: 'Resident identity card' },
    passport: { zh: '护照', en: 'Passport' },
    'travel-permit': { zh: '港澳台居民通行证', en: 'Travel permit (Hong Kong, Macau, Taiwan)' },
    'lawyer-licence': { zh: '律师执业证', en: 'Lawyer’s licence' },
    other: { zh: '其他', en: 'Other' },
  },
  purpose: {
    litigation: { zh: '诉讼', en: 'Litigation' },
    'administrative-complaint': { zh: '行政投诉', en: 'Administrative complaint' },
    'platform-complaint': { zh: '平台投诉', en: 'Complaint to a platform' },
    'own-records': { zh: '自存', en: 'Own records' },
    other: { zh: '其他', en: 'Other' },
  },
  rightKind: {
    copyright: { zh: '著作权', en: 'Copyright' },
    trademark: { zh: '商标权', en: 'Trade mark' },
    patent: { zh: '专利权', en: 'Patent' },
    personality: { zh: '人格权', en: 'Personality right' },
    'unfair-competition': { zh: '不正当竞争', en: 'Unfair competition' },
    contract: { zh: '合同', en: 'Contract' },
    other: { zh: '其他', en: 'Other' },
  },
  delivery: {
    'pick-up': { zh: '自取', en: 'Picked up' },
    post: { zh: '邮寄', en: 'By post' },
    electronic: { zh: '电子送达', en: 'Electronic' },
  },
};

export const FORM_PROBLEM: Readonly<Record<FormProblem, Bilingual>> = {
  'field-unknown': { zh: '没有这个栏目', en: 'There is no such field' },
  'field-missing': { zh: '请填写', en: 'Fill this in' },
  'field-too-long': { zh: '太长', en: 'Too long' },
  'field-one-line': { zh: '只能是一行', en: 'One line only' },
  'field-bad-character': { zh: '含有不可见的控制字符', en: 'Contains invisible control characters' },
  'field-date': { zh: '日期应为 2026-01-31 这样的格式', en: 'A date like 2026-01-31' },
  'field-choice': { zh: '请选择', en: 'Choose one' },
  'field-count': { zh: '1 到 99 的整数', en: 'A whole number from 1 to 99' },
  'field-url': { zh: '每行一个 http 或 https 网址', en: 'One http or https address a line' },
  'field-phone': { zh: '不是电话号码', en: 'No telephone number' },
  'field-consent': { zh: '提交申请需要作出承诺', en: 'An application needs this declaration' },
  'field-resident-id': {
    zh: '身份证号有误（校验位或日期不符）',
    en: 'Not a valid number (check digit or date)',
  },
  'field-credit-code': { zh: '统一社会信用代码有误（校验位不符）', en: 'Not a valid code (check character)' },
  'field-id-type': { zh: '自然人没有统一社会信用代码', en: 'A person has no social credit code' },
};

export const ATTACHMENT_KIND: Readonly<Record<AttachmentKind, Bilingual>> = {
  identity: { zh: '身份证或营业执照', en: 'Identity card or business licence' },
  'legal-representative': { zh: '法定代表人证明', en: 'Proof of the legal representative' },
  'power-of-attorney': { zh: '授权委托书', en: 'Power of attorney' },
  rights: { zh: '权利证明', en: 'Proof of the right' },
  statement: { zh: '情况说明', en: 'Statement' },
  other: { zh: '其他', en: 'Other' },
};

export const APPLICATION_PROBLEM: Readonly<Record<ApplicationProblem['code'], Bilingual>> = {
  'container-bad': {
    zh: '文件不是完好的申请包（{fault}）',
    en: 'The file is no sound application package ({fault})',
  },
  'container-repacked': {
    zh: '申请包被别的工具改写过',
    en: 'The package was written anew by another tool',
  },
  'file-compressed': {
    zh: '{path} 不是按申请包的规定存放的',
    en: '{path} is not stored as an application package stores it',
  },
  'file-missing': { zh: '缺少 {path}', en: '{path} is missing' },
  'file-not-listed': { zh: '{path} 不在清单中', en: '{path} is not on the list' },
  'file-changed': { zh: '{path} 与清单不符', en: '{path} is not what the list says' },
  'file-damaged': { zh: '{path} 已损坏（{fault}）', en: '{path} is damaged ({fault})' },
  'application-unreadable': {
    zh: '申请内容无法读取：{reason}',
    en: 'The application cannot be read: {reason}',
  },
  'application-newer': {
    zh: '申请包是更新版本的软件生成的，本版本无法检查',
    en: 'Made by a newer version of the software: this version cannot check it',
  },
  'manifest-unreadable': { zh: '清单无法读取：{reason}', en: 'The manifest cannot be read: {reason}' },
  'signature-unreadable': { zh: '签名无法读取：{reason}', en: 'The signature cannot be read: {reason}' },
  'signature-differs': { zh: '签名不是对这份清单作出的', en: 'The signature is not over this manifest' },
  'signature-bad': { zh: '签名不成立', en: 'The signature does not hold' },
};

// Words of file deposits: categories, fields of their templates, what became of a file.

import type { DepositCategory, DepositFieldKey } from '../deposit/categories.ts';
import type { DepositMode, DepositOutcome, DepositRefusal } from '../evidence/deposit-record.ts';
import type { Bilingual } from './fill.ts';

export const DEPOSIT_CATEGORY: Readonly<Record<DepositCategory, Bilingual>> = {
  contract: { zh: '合同', en: 'Contract' },
  music: { zh: '音乐', en: 'Music' },
  image: { zh: '图片', en: 'Image' },
  finance: { zh: '金融数据', en: 'Financial data' },
  education: { zh: '学历证书', en: 'Education certificate' },
  'supply-chain': { zh: '供应链', en: 'Supply chain' },
  'special-equipment': { zh: '特种设备维护', en: 'Special equipment maintenance' },
  'e-government': { zh: '电子政务', en: 'E-government record' },
  'original-work': { zh: '原创作品', en: 'Original work' },
  other: { zh: '其他', en: 'Other' },
};

export const DEPOSIT_FIELD: Readonly<Record<DepositFieldKey, Bilingual>> = {
  parties: { zh: '签约方', en: 'Parties' },
  contractNo: { zh: '合同编号', en: 'Contract No.' },
  signedOn: { zh: '签订日期', en: 'Signed on' },
  amount: { zh: '金额', en: 'Amount' },
  currency: { zh: '币种', en: 'Currency' },
  term: { zh: '期限', en: 'Term' },
  signing: { zh: '签署方式', en: 'How it was signed' },
  work: { zh: '作品名称', en: 'Title of the work' },
  workKind: { zh: '作品类型', en: 'Kind of work' },
  lyricist: { zh: '词作者', en: 'Lyricist' },
  composer: { zh: '曲作者', en: 'Composer' },
  performer: { zh: '表演者', en: 'Performer' },
  author: { zh: '作者', en: 'Author' },
  rightsHolder: { zh: '权利人', en: 'Rights holder' },
  isrc: { zh: 'ISRC 编码', en: 'ISRC' },
  createdOn: { zh: '创作完成日期', en: 'Completed on' },
  publishedOn: { zh: '首次发表日期', en: 'First published on' },
  creation: { zh: '创作说明', en: 'How it was created' },
  place: { zh: '地点', en: 'Place' },
  device: { zh: '拍摄设备', en: 'Camera or device' },
  institution: { zh: '机构', en: 'Institution' },
  dataKind: { zh: '数据类型', en: 'Kind of data' },
  accountNo: { zh: '账户或流水号', en: 'Account or serial No.' },
  periodFrom: { zh: '期间起', en: 'Period from' },
  periodTo: { zh: '期间止', en: 'Period to' },
  holder: { zh: '持证人', en: 'Holder' },
  school: { zh: '颁发院校', en: 'Issued by' },
  degree: { zh: '学历或学位', en: 'Degree' },
  major: { zh: '专业', en: 'Major' },
  certificateNo: { zh: '证书编号', en: 'Certificate No.' },
  issuedOn: { zh: '颁发日期', en: 'Issued on' },
  product: { zh: '产品', en: 'Product' },
  batchNo: { zh: '批次号', en: 'Batch No.' },
  documentKind: { zh: '单据或文书类型', en: 'Kind of document' },
  documentNo: { zh: '单据号或文号', en: 'Document No.' },
  shipper: { zh: '发货方', en: 'Shipper' },
  consignee: { zh: '收货方', en: 'Consignee' },
  happenedOn: { zh: '发生日期', en: 'Date' },
  equipmentKind: { zh: '设备种类', en: 'Kind of equipment' },
  equipmentCode: { zh: '设备代码', en: 'Equipment code' },
  registrationNo: { zh: '使用登记证编号', en: 'Registration No.' },
  maintainer: { zh: '维护保养单位', en: 'Maintained by' },
  technician: { zh: '作业人员', en: 'Technician' },
  maintenanceKind: { zh: '维护保养类型', en: 'Kind of maintenance' },
  result: { zh: '结果', en: 'Result' },
  nextOn: { zh: '下次日期', en: 'Next due on' },
  authority: { zh: '机关', en: 'Authority' },
  matter: { zh: '事项', en: 'Matter' },
  subject: { zh: '主题', en: 'Subject' },
  note: { zh: '备注', en: 'Note' },
};

export const DEPOSIT_MODE: Readonly<Record<DepositMode, Bilingual>> = {
  copy: { zh: '保存原件副本', en: 'Byte-identical copy' },
  'digest-only': { zh: '只存摘要', en: 'Digests only' },
};

export const DEPOSIT_OUTCOME: Readonly<Record<DepositOutcome, Bilingual>> = {
  kept: { zh: '完整', en: 'Whole' },
  changed: { zh: '读取时被改动', en: 'Changed while read' },
  unreadable: { zh: '无法读取', en: 'Unreadable' },
  vanished: { zh: '已消失', en: 'Gone' },
};

export const DEPOSIT_REFUSAL: Readonly<Record<DepositRefusal, Bilingual>> = {
  symlink: { zh: '符号链接', en: 'Symbolic link' },
  special: { zh: '特殊文件', en: 'Special file' },
  name: { zh: '文件名不是有效文字', en: 'Name is no valid text' },
};

/** A category of another version is shown as it stands. */
export function categoryLabel(category: string): Bilingual {
  const known = (DEPOSIT_CATEGORY as Readonly<Record<string, Bilingual>>)[category];
  return Object.hasOwn(DEPOSIT_CATEGORY, category) && known ? known : { zh: category, en: category };
}

export function fieldLabel(key: string): Bilingual {
  const known = (DEPOSIT_FIELD as Readonly<Record<string, Bilingual>>)[key];
  return Object.hasOwn(DEPOSIT_FIELD, key) && known ? known : { zh: key, en: key };
}

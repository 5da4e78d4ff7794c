// Why a container was refused, in one sentence each.

import type { ZipFaultCode } from '../zip/fault.ts';
import type { Bilingual } from './fill.ts';

export const ZIP_SENTENCES: Record<ZipFaultCode, Bilingual> = {
  'zip-not-a-zip': { zh: '这不是 ZIP 文件，或文件被截断。', en: 'This is no ZIP file, or it was cut off.' },
  'zip-no-end-record': {
    zh: '文件末尾没有 ZIP 目录记录：文件被截断，或后面附加了内容。',
    en: 'No ZIP end record at the end: the file was cut off or something was appended.',
  },
  'zip-end-records-differ': {
    zh: 'ZIP 的两份结尾记录互相矛盾。',
    en: 'The two end records of the ZIP contradict each other.',
  },
  'zip-comment': {
    zh: 'ZIP 带有注释：没有任何签名覆盖这些字节。',
    en: 'The ZIP carries a comment: bytes that nothing covers.',
  },
  'zip-multi-disk': { zh: '分卷 ZIP 不被接受。', en: 'A ZIP in several volumes is not accepted.' },
  'zip-too-many-entries': { zh: '条目过多（{count}）。', en: 'Too many entries ({count}).' },
  'zip-stray-bytes': {
    zh: '偏移 {offset} 处有不属于任何条目的字节。',
    en: 'Bytes at offset {offset} belong to no entry.',
  },
  'zip-truncated': { zh: '偏移 {offset} 处的内容不完整。', en: 'Cut off at offset {offset}.' },
  'zip-bad-header': { zh: '偏移 {offset} 处的条目头损坏。', en: 'A damaged header at offset {offset}.' },
  'zip-bad-extra': { zh: '{path} 的附加字段损坏。', en: 'Damaged extra field of {path}.' },
  'zip-bad-name': {
    zh: '有条目的文件名不合规（编码、控制字符或非规范 Unicode）。',
    en: 'An entry’s name is not acceptable (encoding, control characters or Unicode form).',
  },
  'zip-name-too-long': { zh: '偏移 {offset} 处的文件名过长。', en: 'A name at offset {offset} is too long.' },
  'zip-unsafe-path': { zh: '路径不安全：{path}。', en: 'Unsafe path: {path}.' },
  'zip-duplicate-name': {
    zh: '同一文件名出现两次：{path}（{other}）。',
    en: 'One name stands twice: {path} ({other}).',
  },
  'zip-encrypted': { zh: '{path} 已加密，无法核对。', en: '{path} is encrypted.' },
  'zip-unknown-flags': { zh: '{path} 带有不认识的标志。', en: '{path} has unknown flags.' },
  'zip-unknown-method': {
    zh: '{path} 使用了不支持的压缩方法 {method}。',
    en: '{path} uses unsupported compression method {method}.',
  },
  'zip-link': { zh: '{path} 是链接或设备，不是文件。', en: '{path} is a link or device, not a file.' },
  'zip-size-lies': { zh: '{path} 的实际大小与声明不符。', en: '{path} does not have the size it declares.' },
  'zip-overlap': { zh: '{path} 与另一条目重叠。', en: '{path} overlaps another entry.' },
  'zip-headers-differ': {
    zh: '{path} 的条目头与目录不一致。',
    en: 'Header and directory disagree about {path}.',
  },
  'zip-number-too-large': { zh: 'ZIP 中的数值过大。', en: 'A number in the ZIP is too large.' },
  'zip-bad-deflate': { zh: '{path} 的压缩数据损坏。', en: 'The compressed data of {path} is damaged.' },
  'zip-crc-mismatch': {
    zh: '{path} 的校验码不一致：内容被改动。',
    en: 'The checksum of {path} differs: it was changed.',
  },
};

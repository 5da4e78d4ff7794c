// Pictures of pages that do not exist, drawn from SVG: a shop with an infringing photograph, long and short.

import sharp from 'sharp';

const CARD_HEIGHT = 420;

function card(x: number, y: number, index: number): string {
  const hue = (index * 47) % 360;
  return `<g transform="translate(${x} ${y})">
    <rect width="280" height="380" fill="#fff" stroke="#e5e5e5"/>
    <rect width="280" height="260" fill="hsl(${hue} 45% 78%)"/>
    <path d="M0 260 L90 ${120 + (index % 5) * 14} L150 200 L210 ${140 + (index % 3) * 20} L280 260Z" fill="hsl(${hue} 40% 55%)"/>
    <circle cx="220" cy="60" r="26" fill="hsl(${(hue + 40) % 360} 70% 88%)"/>
    <text x="16" y="296" font-size="17" fill="#222">山色系列装饰画 第${index + 1}款</text>
    <text x="16" y="340" font-size="22" font-weight="700" fill="#c0392b">¥ ${128 + index * 7}.00</text>
    <text x="264" y="340" font-size="14" fill="#888" text-anchor="end">已售 ${index * 13 + 4}</text>
  </g>`;
}

function page(height: number): string {
  const rows = Math.max(0, Math.floor((height - 420) / CARD_HEIGHT));
  const cards = Array.from({ length: rows * 4 }, (_, index) =>
    card(50 + (index % 4) * 300, 380 + Math.floor(index / 4) * CARD_HEIGHT, index),
  ).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="${height}" font-family="Noto Sans CJK SC">
    <rect width="1280" height="${height}" fill="#fafafa"/>
    <rect width="1280" height="72" fill="#2c3e50"/>
    <text x="50" y="46" font-size="26" fill="#fff" font-weight="700">云山画坊 旗舰店</text>
    <text x="1230" y="44" font-size="16" fill="#cfd8dc" text-anchor="end">首页　全部商品　新品　联系客服</text>
    <rect x="50" y="100" width="1180" height="230" fill="#dfe6e9"/>
    <path d="M50 330 L350 160 L560 280 L800 140 L1010 260 L1230 180 L1230 330Z" fill="#95a5a6"/>
    <text x="90" y="180" font-size="40" font-weight="700" fill="#2c3e50">秋季新品 全场包邮</text>
    <text x="90" y="226" font-size="20" fill="#2c3e50">原创摄影 正版授权（演示页面，内容虚构）</text>
    ${cards}
  </svg>`;
}

const made = new Map<string, Promise<Buffer>>();

function once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = made.get(key);
  if (known) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

export function screenshotPng(height: number): Promise<Buffer> {
  return once(`png-${height}`, () =>
    sharp(Buffer.from(page(height)), { limitInputPixels: false })
      .png()
      .toBuffer(),
  );
}

/** What a thumbnail of a page looks like while it scrolls by. @param offset 0..1 */
export function frameJpeg(offset: number): Promise<Buffer> {
  const top = Math.round(offset * 20) * 60;
  return once(`jpg-${top}`, async () =>
    sharp(await screenshotPng(2_400))
      .extract({ left: 0, top, width: 1_280, height: 800 })
      .resize(320)
      .jpeg({ quality: 70 })
      .toBuffer(),
  );
}

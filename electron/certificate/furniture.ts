// What stands on every page: the number above, page x of y below, the demonstration mark across.

import type { Paper } from '../../shared/certificate/paper.ts';
import { APP_NAME, SAY } from '../../shared/text/certificate.ts';
import { filled } from '../../shared/text/fill.ts';
import { DEMONSTRATION } from '../../shared/text/words.ts';
import { widthOf, type Line } from './lines.ts';
import type { Pen } from './pen.ts';
import { DEMO, MARGIN, mm, PAGE, QUIET, RIGHT, RULE } from './sheet.ts';

export function drawFurniture(pen: Pen, paper: Paper): void {
  const { doc } = pen;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    pen.ornament(() => drawHeader(pen, paper, page > 0), 'Pagination');
    pen.ornament(() => drawFooter(pen, paper, page + 1, count), 'Pagination');
    if (paper.demonstration) pen.ornament(() => drawDemonstrationMark(pen), 'Pagination');
  }
}

function small(text: string): Line {
  return [{ text, face: 'text', size: 7, colour: QUIET }];
}

function drawHeader(pen: Pen, { title, number }: Paper, withTitle: boolean): void {
  const y = mm(15);
  const mark = `${APP_NAME.zh} ${APP_NAME.en}`;
  pen.line(small(withTitle ? `${title.zh}  ${title.en}` : mark), MARGIN, y);
  const right = [
    ...small(`${SAY.number.zh} ${SAY.number.en} `),
    { ...small(number)[0]!, face: 'mono' as const },
  ];
  pen.line(right, RIGHT - widthOf(right, pen.fonts), y);
  pen.doc
    .lineWidth(0.4)
    .strokeColor(RULE)
    .moveTo(MARGIN, y + 4)
    .lineTo(RIGHT, y + 4)
    .stroke();
}

function drawFooter(pen: Pen, { number }: Paper, page: number, pages: number): void {
  const y = PAGE.height - mm(13);
  const text = filled(SAY.pageOf, { page, pages });
  const right = small(`${text.zh}  ${text.en}`);
  pen.line(small(number), MARGIN, y);
  pen.line(right, RIGHT - widthOf(right, pen.fonts), y);
}

function drawDemonstrationMark(pen: Pen): void {
  const { doc } = pen;
  const line: Line = [{ text: DEMONSTRATION.zh, face: 'bold', size: 84, colour: DEMO }];
  doc.save();
  doc.rotate(-35, { origin: [PAGE.width / 2, PAGE.height / 2] });
  doc.fillOpacity(0.13);
  pen.line(line, (PAGE.width - widthOf(line, pen.fonts)) / 2, PAGE.height / 2 + 28);
  doc.restore();
  doc.fillOpacity(1);
}

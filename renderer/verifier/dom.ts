// Elements without markup: every text becomes a text node, so that nothing foreign is ever parsed as HTML.

export type Child = Node | string | null;

export interface Props {
  readonly [attribute: string]: string | boolean | ((event: Event) => void) | undefined;
}

/** Attributes by name; `on…` functions are listeners, true sets an empty attribute, false and undefined none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child !== null) node.append(child);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A stroke drawing on a 24 x 24 grid; decoration beside a word, so hidden from readers. */
export function drawing(paths: readonly string[], className: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', className);
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

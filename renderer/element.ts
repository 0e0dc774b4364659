/**
 * Makes elements. Text goes in as text only; there is no way here to parse markup.
 * @module
 */

/** Attributes by name; `true` sets an empty one, `false` leaves it out. */
export type Attributes = Readonly<Record<string, string | boolean>>;

/** An element with attributes and children; strings become text nodes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Sets `text` only when it differs, so that screen readers are not told the same twice. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of one path on a 24 × 24 grid, hidden from screen readers. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  setAttributes(svg, { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' });
  const shape = document.createElementNS(SVG, 'path');
  setAttributes(shape, { d: path });
  svg.append(shape);
  return svg;
}

/** The icons of the window. */
export const ICONS = {
  microphone:
    'M12 14.5a3.5 3.5 0 0 0 3.5-3.5V6a3.5 3.5 0 1 0-7 0v5a3.5 3.5 0 0 0 3.5 3.5Zm6.5-4.25a.75.75 0 0 0-1.5 0V11a5 5 0 0 1-10 0v-.75a.75.75 0 0 0-1.5 0V11a6.5 6.5 0 0 0 5.75 6.46v2.04H9a.75.75 0 0 0 0 1.5h6a.75.75 0 0 0 0-1.5h-2.25v-2.04A6.5 6.5 0 0 0 18.5 11v-.75Z',
  stop: 'M8 6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2Z',
  copy: 'M9 3h8a2.5 2.5 0 0 1 2.5 2.5V15A2.5 2.5 0 0 1 17 17.5H9A2.5 2.5 0 0 1 6.5 15V5.5A2.5 2.5 0 0 1 9 3Zm0 1.5a1 1 0 0 0-1 1V15a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V5.5a1 1 0 0 0-1-1H9ZM5 7.6v10.9A1.5 1.5 0 0 0 6.5 20h8.9a2.5 2.5 0 0 1-1.9 1.5h-7A3 3 0 0 1 3.5 18.5v-9A2.5 2.5 0 0 1 5 7.6Z',
  clear:
    'M10 4.5h4a1 1 0 0 1 1 1v.25H9V5.5a1 1 0 0 1 1-1ZM7.5 5.75V5.5A2.5 2.5 0 0 1 10 3h4a2.5 2.5 0 0 1 2.5 2.5v.25h3a.75.75 0 0 1 0 1.5h-.8l-.9 11A2.5 2.5 0 0 1 15.3 20.5H8.7a2.5 2.5 0 0 1-2.5-2.25l-.9-11h-.8a.75.75 0 0 1 0-1.5h3Zm-.7 1.5.9 10.85a1 1 0 0 0 1 .9h6.6a1 1 0 0 0 1-.9l.9-10.85H6.8Z',
  restore:
    'M8.3 4.2a.75.75 0 0 1 0 1.06L6.06 7.5H14a6 6 0 0 1 0 12H9a.75.75 0 0 1 0-1.5h5a4.5 4.5 0 1 0 0-9H6.06l2.24 2.24a.75.75 0 1 1-1.06 1.06L3.72 8.78a.75.75 0 0 1 0-1.06L7.24 4.2a.75.75 0 0 1 1.06 0Z',
  options:
    'M6 10.25a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5Zm6 0a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5Zm6 0a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5Z',
} as const;

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) target.setAttribute(name, value === true ? '' : value);
  }
}

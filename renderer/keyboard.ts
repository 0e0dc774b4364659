/**
 * Keys that work wherever the focus is: Space (unless a control wants it), Control or Command + Enter, Escape.
 * @module
 */

/** What the keys do. */
export interface Keys {
  toggle(): void;
  stop(): void;
}

/** Listens for the whole life of the window. */
export function setupKeyboard(keys: Keys): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.repeat) return;
    if (event.key === 'Escape') {
      keys.stop();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      keys.toggle();
    } else if (event.key === ' ' && !hasModifier(event) && !takesSpace(event.target)) {
      // Otherwise the page would scroll, too.
      event.preventDefault();
      keys.toggle();
    }
  });
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
}

/** True for controls in which Space has a meaning of its own. */
function takesSpace(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, select, input, summary, a, textarea') !== null
  );
}

/**
 * Keeps the decoders of others from writing to the terminal: they report a broken file with `console.error`.
 * @module
 */

/** More complaints than this about one block of bytes, and the decoder is going round in circles. */
const MOST_COMPLAINTS = 200;

/** Thrown out of a decoder that does not stop complaining. */
export class EndlessComplaints extends Error {
  override readonly name = 'EndlessComplaints';
}

/**
 * Runs a synchronous action with `console.error` silenced.
 * @throws EndlessComplaints when the action complains without end: this is what stops a decoder whose loop
 *   only ends when an error goes away.
 */
export function quietly<T>(action: () => T): T {
  const { error } = console;
  let complaints = 0;
  console.error = () => {
    complaints++;
    if (complaints > MOST_COMPLAINTS) throw new EndlessComplaints('Cannot decode: broken data');
  };
  try {
    return action();
  } finally {
    console.error = error;
  }
}

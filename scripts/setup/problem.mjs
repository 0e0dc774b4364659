/**
 * A set-up step that cannot go on: what is wrong, and the exact line that mends it.
 * @module
 */

/** Shown as one line, never with a stack trace. */
export class SetupProblem extends Error {
  /**
   * @param {string} message What is wrong, without a full stop.
   * @param {string} mend The exact action that mends it.
   */
  constructor(message, mend) {
    super(message);
    this.name = 'SetupProblem';
    this.mend = mend;
  }
}

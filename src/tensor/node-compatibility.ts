/**
 * Mends Node's `util` before tfjs-node 4.22.0 loads: it calls `util.isNullOrUndefined`, which Node 23
 * removed (Electron 45 carries Node 24). Remove this file with the first tfjs-node that stops calling it.
 * @module
 */
import util from 'node:util';

/** Puts `util.isNullOrUndefined` back where Node lacks it; does nothing where it exists. */
export function mendNodeUtil(): void {
  const target = util as unknown as Record<string, unknown>;
  target['isNullOrUndefined'] ??= (value: unknown): boolean =>
    value === null || value === undefined;
}

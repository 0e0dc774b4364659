/**
 * A row-major matrix of 32-bit floats: the one record in which features and posteriors travel.
 * @module
 */

/** `data[row * columns + column]`, length `rows * columns`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/**
 * Wraps `data` without copying it.
 * @throws RangeError if the length is not `rows * columns`.
 */
export function matrix(rows: number, columns: number, data: Float32Array): Matrix {
  if (data.length !== rows * columns) {
    throw new RangeError(
      `Cannot make a ${rows} × ${columns} matrix as it needs ${rows * columns} values: current count is ${data.length}`,
    );
  }
  return { rows, columns, data };
}

/** A view (no copy) of rows `start` to `end` (exclusive). */
export function rowsOf(m: Matrix, start: number, end: number): Matrix {
  return matrix(end - start, m.columns, m.data.subarray(start * m.columns, end * m.columns));
}

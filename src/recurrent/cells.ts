/**
 * The cells by name.
 * @module
 */
import type { CellName, RecurrentCell } from './cell';
import { GRU } from './gru-cell';
import { LSTM } from './lstm-cell';
import { SIMPLE_RNN } from './simple-rnn-cell';

/** Every cell that a spec may name. */
export const CELLS: Readonly<Record<CellName, RecurrentCell>> = {
  'simple-rnn': SIMPLE_RNN,
  lstm: LSTM,
  gru: GRU,
};

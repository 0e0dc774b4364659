/**
 * The ports of the cell's graphs.
 * @module
 */
import { LSTM } from '../../../src/recurrent/lstm-cell';
import { describePorts } from './cell-ports';

describePorts(LSTM);

/**
 * The ports of the cell's graphs.
 * @module
 */
import { SIMPLE_RNN } from '../../../src/recurrent/simple-rnn-cell';
import { describePorts } from './cell-ports';

describePorts(SIMPLE_RNN);

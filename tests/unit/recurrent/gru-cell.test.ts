/**
 * The ports of the cell's graphs.
 * @module
 */
import { GRU } from '../../../src/recurrent/gru-cell';
import { describePorts } from './cell-ports';

describePorts(GRU);

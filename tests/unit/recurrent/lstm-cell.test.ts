/**
 * The ports of the cell's graphs; its values are tested in cell-reference.test.ts and recurrent-layer.test.ts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { LSTM } from '../../../src/recurrent/lstm-cell';
import { GraphBuilder } from '../../../src/tensor/graph-builder';

const SHAPE = { batch: 2, steps: 3, inputSize: 4, units: 5 };

function graph(build: (g: GraphBuilder) => void): GraphBuilder {
  const g = new GraphBuilder();
  build(g);
  return g;
}

describe('LSTM', () => {
  const forward = graph((g) => {
    LSTM.forward(g, 'forward', SHAPE, true);
  });
  const backward = graph((g) => {
    LSTM.backward(g, 'forward', SHAPE);
  });

  it('forward() gives output, states and tape, and without the tape nothing more than it must', () => {
    const ports = ['y', ...LSTM.states, ...LSTM.tape].map((name) => `forward/${name}`);
    expect([...forward.outputPorts.keys()].sort()).toEqual(ports.sort());
    const small = graph((g) => {
      LSTM.forward(g, 'forward', SHAPE, false);
    });
    expect(small.outputPorts.size).toBe(1 + LSTM.states.length);
  });

  it('backward() takes the tape in the shape in which forward() gives it', () => {
    for (const name of ['y', ...LSTM.tape]) {
      const port = `forward/${name}`;
      expect(backward.inputPorts.get(port)?.shape, name).toEqual(
        forward.outputPorts.get(port)!.shape,
      );
    }
  });

  it('backward() gives a gradient for every weight, in its shape', () => {
    for (const [name, shape] of Object.entries(LSTM.parameterShapes(4, 5))) {
      expect(backward.outputPorts.get(`forward/d${name}`)?.shape, name).toEqual(shape);
    }
  });
});

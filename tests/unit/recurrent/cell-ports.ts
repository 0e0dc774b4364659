/**
 * What the graphs of every cell must promise each other; their values are tested in cell-reference.test.ts and
 * recurrent-layer.test.ts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { RecurrentCell } from '../../../src/recurrent/cell';
import { GraphBuilder } from '../../../src/tensor/graph-builder';

const SHAPE = { batch: 2, steps: 3, inputSize: 4, units: 5 };

function graph(build: (g: GraphBuilder) => void): GraphBuilder {
  const g = new GraphBuilder();
  build(g);
  return g;
}

/** Tests the ports of one cell. */
export function describePorts(cell: RecurrentCell): void {
  describe(cell.name, () => {
    const forward = graph((g) => {
      cell.forward(g, 'forward', SHAPE, true);
    });
    const backward = graph((g) => {
      cell.backward(g, 'forward', SHAPE);
    });

    it('forward() gives output, states and tape, and without the tape nothing more than it must', () => {
      const ports = ['y', ...cell.states, ...cell.tape].map((name) => `forward/${name}`);
      expect([...forward.outputPorts.keys()].sort()).toEqual(ports.sort());
      const small = graph((g) => {
        cell.forward(g, 'forward', SHAPE, false);
      });
      expect(small.outputPorts.size).toBe(1 + cell.states.length);
    });

    it('backward() takes the tape in the shape in which forward() gives it', () => {
      for (const name of ['y', ...cell.tape]) {
        const port = `forward/${name}`;
        const { shape } = forward.outputPorts.get(port)!;
        expect(backward.inputPorts.get(port)?.shape, name).toEqual(shape);
      }
    });

    it('backward() tells the norm of the gradient at every step', () => {
      expect(backward.outputPorts.get('forward/norms')?.shape).toEqual([SHAPE.steps]);
    });

    it('backward() gives a gradient for every weight, in its shape', () => {
      for (const [name, shape] of Object.entries(cell.parameterShapes(4, 5))) {
        expect(backward.outputPorts.get(`forward/d${name}`)?.shape, name).toEqual(shape);
      }
    });
  });
}

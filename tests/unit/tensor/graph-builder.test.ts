/**
 * Building graphs: names, shapes, refusals.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Symbolic } from '../../../src/tensor/graph-builder';

describe('GraphBuilder', () => {
  it('scope() puts the name of the layer before the names of its nodes', () => {
    const g = new GraphBuilder();
    const node = g.scope('layer', () =>
      g.scope('gate', () => g.add('Tanh', [], {}, [{ shape: [] }])),
    );
    expect(node[0]!.name).toMatch(/^layer\/gate\/Tanh_/);
  });

  it('add() numbers the outputs of one node as TensorFlow does', () => {
    const g = new GraphBuilder();
    const [first, second] = g.add('Split', [], {}, [{ shape: [1] }, { shape: [2] }]);
    expect(second!.name).toBe(`${first!.name}:1`);
  });

  it('constant() stores equal constants once and keeps different shapes apart', () => {
    const g = new GraphBuilder();
    const a = g.constant(Int32Array.of(1, 2));
    expect(g.constant(Int32Array.of(1, 2))).toBe(a);
    expect(g.constant(Int32Array.of(1, 2), [2, 1])).not.toBe(a);
    expect(g.constant(Float32Array.of(1, 2))).not.toBe(a);
  });

  it('constant() refuses a shape that the values do not fill', () => {
    expect(() => new GraphBuilder().constant(Int32Array.of(1), [2])).toThrow(/needs 2 values/);
  });

  it('input() and output() refuse a name that is taken', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [1]);
    expect(() => g.input('x', [1])).toThrow(RangeError);
    g.output('y', x);
    expect(() => {
      g.output('y', x);
    }).toThrow(RangeError);
    expect([...g.inputPorts.keys(), ...g.outputPorts.keys()]).toEqual(['x', 'y']);
  });

  it.each([[[2.5]], [[NaN]], [[-2]], [[Infinity, 2]]])('input() refuses the shape %j', (shape) => {
    const g = new GraphBuilder('float32', 'mine');
    expect(() => g.input('x', shape)).toThrow(/input x to graph mine as its sizes must be whole/);
  });

  it('feedBack() refuses a node that there is not', () => {
    const g = new GraphBuilder();
    const x = g.input('x', []);
    expect(() => {
      g.feedBack({ ...x, name: 'gone' }, x);
    }).toThrow(/as there is no gone/);
  });

  it('body() takes in what a node needs from outside, once, and add() knows it only there', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2]);
    const loop = { name: 'mine', entered: new Map<string, Symbolic>() };
    const [inside] = g.body(loop, () => {
      g.add('Tanh', [x], {}, [x]);
      return g.add('Tanh', [x], {}, [x]);
    });
    expect([...loop.entered.keys()]).toEqual([x.name]);
    expect(inside!.loop).toBe(loop);
    expect(g.leave(inside!).loop).toBeUndefined();
    expect(() => g.add('Tanh', [inside!], {}, [x])).toThrow(/belongs to the body of loop mine/);
  });

  it('encode() gives the same bytes for the same graph', () => {
    const bytes = (): Uint8Array => {
      const g = new GraphBuilder();
      g.output('y', g.input('x', [2, 3]));
      return g.encode();
    };
    expect(bytes()).toEqual(bytes());
  });
});

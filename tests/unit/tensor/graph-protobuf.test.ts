/**
 * The SavedModel's bytes, read back with the protobuf classes that tfjs-node ships: an independent reader.
 * @module
 */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { encodeSavedModel } from '../../../src/tensor/graph-protobuf';

interface NodeReader {
  getName(): string;
  getOp(): string;
  getInputList(): string[];
  getAttrMap(): { get(name: string): { getS_asU8(): Uint8Array; getType(): number } };
}
interface ModelReader {
  getMetaGraphsList(): {
    getMetaInfoDef(): { getTagsList(): string[] };
    getGraphDef(): { getNodeList(): NodeReader[] };
    getSignatureDefMap(): {
      get(name: string): { getInputsMap(): { keys(): Iterator<string> }; getMethodName(): string };
    };
  }[];
}
const { SavedModel } = createRequire(import.meta.url)(
  '@tensorflow/tfjs-node/dist/proto/api_pb.js',
) as { SavedModel: { deserializeBinary(bytes: Uint8Array): ModelReader } };

describe('encodeSavedModel()', () => {
  const port = { tensor: 'x', dtype: 'float32', shape: [2, -1] } as const;
  const bytes = encodeSavedModel(
    [
      { name: 'x', op: 'Placeholder', inputs: [], attributes: { dtype: { type: 'float32' } } },
      { name: 'y', op: 'Tanh', inputs: ['x'], attributes: { T: { type: 'float32' } } },
      {
        name: 'z',
        op: 'Enter',
        inputs: ['x'],
        attributes: { T: { type: 'resource' }, frame_name: { s: 'loop' } },
      },
    ],
    new Map([['x', port]]),
    new Map([['y', { ...port, tensor: 'y' }]]),
  );
  const graph = SavedModel.deserializeBinary(bytes).getMetaGraphsList()[0]!;

  it('writes the nodes in order with their inputs', () => {
    const nodes = graph.getGraphDef().getNodeList();
    expect(nodes.map((n) => [n.getName(), n.getOp(), n.getInputList()])).toEqual([
      ['x', 'Placeholder', []],
      ['y', 'Tanh', ['x']],
      ['z', 'Enter', ['x']],
    ]);
  });

  it('writes words and the numbers of element types', () => {
    const attributes = graph.getGraphDef().getNodeList()[2]!.getAttrMap();
    expect(new TextDecoder().decode(attributes.get('frame_name').getS_asU8())).toBe('loop');
    expect(attributes.get('T').getType()).toBe(20); // DT_RESOURCE
  });

  it('tags the graph for serving and names the inputs of its signature', () => {
    expect(graph.getMetaInfoDef().getTagsList()).toEqual(['serve']);
    const signature = graph.getSignatureDefMap().get('serving_default');
    expect(signature.getMethodName()).toBe('tensorflow/serving/predict');
    expect(signature.getInputsMap().keys().next().value).toBe('x');
  });
});

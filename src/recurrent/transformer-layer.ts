/**
 * A Transformer encoder layer as graphs, forward and backward, with normalisation first.
 * Source: Vaswani et al. 2017, section 3.1; the order is that of Xiong et al. 2020, "On Layer Normalization in the
 * Transformer Architecture", figure 1b, which needs no warm-up to train:
 *   a = x + m₁ ∘ attention(normal₁(x))   y = a + m₂ ∘ contract(relu(expand(normal₂(a))))
 * m₁ and m₂ are dropout masks, ones where nothing is dropped.
 * @module
 */
import type { GraphBuilder } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import { dense } from './dense';
import {
  asTape,
  prefixed,
  weightGradientsOf,
  within,
  type ForwardResult,
  type GraphLayer,
  type Symbolics,
  type Values,
} from './graph-layer';
import { layerNormalisation } from './layer-normalisation';
import { selfAttention, type SelfAttentionShape } from './self-attention';

/** Sizes of the layer. */
export interface TransformerShape extends SelfAttentionShape {
  /** Units of the layer inside, usually four times the features. */
  readonly innerSize: number;
}

interface Parts {
  readonly normalFirst: GraphLayer;
  readonly attention: GraphLayer;
  readonly normalSecond: GraphLayer;
  readonly expand: GraphLayer;
  readonly contract: GraphLayer;
}

function partsOf(shape: TransformerShape): Parts {
  const x = [shape.steps, shape.batch, shape.features];
  return {
    normalFirst: layerNormalisation(x),
    attention: selfAttention(shape),
    normalSecond: layerNormalisation(x),
    expand: dense(x, shape.innerSize, 'relu'),
    contract: dense([shape.steps, shape.batch, shape.innerSize], shape.features),
  };
}

function forward(g: GraphBuilder, v: Values, parts: Parts): ForwardResult {
  const tape: Record<string, Symbolics[string]> = {};
  const run = (name: keyof Parts, own: Symbolics): Symbolics[string] => {
    const result = g.scope(name, () => parts[name].forward(g, within(v, name, own)));
    Object.assign(tape, asTape(name, result));
    return result.outputs['y']!;
  };
  const normal = run('normalFirst', { x: v('x') });
  const seen = run('attention', { x: normal, padding: v('padding') });
  const middle = op.add(g, v('x'), op.multiply(g, seen, v('maskFirst')));
  const inner = run('expand', { x: run('normalSecond', { x: middle }) });
  const made = run('contract', { x: inner });
  const y = op.add(g, middle, op.multiply(g, made, v('maskSecond')));
  return { outputs: { y }, tape };
}

function backward(g: GraphBuilder, v: Values, gradients: Symbolics, parts: Parts): Symbolics {
  const made: Record<string, Symbolics[string]> = {};
  const run = (
    name: keyof Parts,
    dy: Symbolics[string],
    own: Symbolics = {},
  ): Symbolics[string] => {
    const result = g.scope(name, () => parts[name].backward(g, within(v, name, own), { y: dy }));
    Object.assign(made, weightGradientsOf(parts[name], name, result));
    return result['x']!;
  };
  const dy = gradients['y']!;
  const dMade = op.multiply(g, dy, v('maskSecond'));
  const dInner = run('contract', dMade, { x: v('expand/y') });
  const dNormal = run('expand', dInner, { x: v('normalSecond/y') });
  const dMiddle = op.add(g, dy, run('normalSecond', dNormal));
  const dSeen = op.multiply(g, dMiddle, v('maskFirst'));
  const dFirst = run('attention', dSeen, { x: v('normalFirst/y') });
  const dx = op.add(g, dMiddle, run('normalFirst', dFirst));
  return { ...made, x: dx };
}

/**
 * Inputs: `x` [S,B,F], `padding` [S,B], `maskFirst` and `maskSecond` [S,B,F]. Weights: those of the parts, under
 * `normalFirst/`, `attention/`, `normalSecond/`, `expand/` and `contract/`. Output: `y` [S,B,F].
 */
export function transformerLayer(shape: TransformerShape): GraphLayer {
  const parts = partsOf(shape);
  const x = [shape.steps, shape.batch, shape.features];
  const weights = Object.entries(parts as unknown as Record<string, GraphLayer>).map(
    ([name, part]) => prefixed(name, part.weights),
  );
  return {
    name: 'transformer-layer',
    inputs: { x, padding: x.slice(0, 2), maskFirst: x, maskSecond: x },
    fixed: ['padding', 'maskFirst', 'maskSecond'],
    weights: Object.assign({}, ...weights) as GraphLayer['weights'],
    forward: (g, v) => forward(g, v, parts),
    backward: (g, v, gradients) => backward(g, v, gradients, parts),
  };
}

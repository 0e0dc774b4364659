/**
 * A batch of words through the grapheme-to-phoneme network, forward and backward. The caller tidies.
 * T letters, S phones, B words; other sizes as in pronouncer-spec.ts.
 * @module
 */
import { CLASSES, under } from '../../language/g2p/pronouncer-spec';
import type { NamedTensors } from '../../recurrent/adamw';
import type { LayerRun } from '../../recurrent/compiled-layer';
import { prefixed } from '../../recurrent/graph-layer';
import type { LayerPass } from '../../recurrent/recurrent-layer';
import type { Tensor, Tensorflow } from '../../tensor/backend';
import type { PronunciationBatch } from './pronunciation-batch';
import type { PronunciationLayers } from './pronunciation-graphs';

/** What a pass works with. */
export interface PassParts {
  readonly tf: Tensorflow;
  readonly layers: PronunciationLayers;
  /** All weights by name. */
  readonly weights: Readonly<NamedTensors>;
  /** Dropout behind the encoder, [1, B, K]. */
  readonly encodedMask: Tensor;
  /** Dropout behind the second decoder, [1, B, D]. */
  readonly saidMask: Tensor;
}

/** What the backward pass needs of the forward pass. */
export interface PronunciationPass {
  readonly letters: NamedTensors;
  readonly read: LayerRun;
  readonly encoding: LayerPass;
  readonly encoded: Tensor;
  readonly bridged: LayerRun;
  readonly phones: NamedTensors;
  readonly before: LayerRun;
  readonly first: LayerPass;
  readonly asked: NamedTensors;
  readonly looked: LayerRun;
  readonly second: LayerPass;
  readonly said: NamedTensors;
  readonly output: LayerRun;
  /** [S · B, C], before the softmax. */
  readonly logits: Tensor;
}

/** From letters and the phones before each phone to logits. */
export function forwardPass(parts: PassParts, batch: PronunciationBatch): PronunciationPass {
  const { tf, layers, encodedMask, saidMask } = parts;
  const { size: B, letterSteps: T, phoneSteps: S } = batch;
  const of = (prefix: string): NamedTensors => under(parts.weights, prefix);
  const letters = { indices: tf.tensor2d(batch.letters, [T, B], 'int32') };
  const padding = tf.tensor2d(batch.padding, [T, B]);
  const read = layers.letters.forward(of('letters'), letters);
  const encoding = layers.encoder.forward(of('encoder'), [read.outputs['y']!], [padding]);
  const encoded = tf.mul<Tensor>(encoding.blocks[0]!, encodedMask);
  const bridged = layers.bridge.forward(of('bridge'), { encoded });
  const phones = { indices: tf.tensor2d(batch.previous, [S, B], 'int32') };
  const before = layers.phones.forward(of('phones'), phones);
  // What stands behind the end of a pronunciation has no weight in the loss: no state needs to be held.
  const never = tf.zeros([S, B]);
  const first = layers.first.forward(of('first'), [before.outputs['y']!], [never], {
    first: { state: bridged.outputs['state']! },
  });
  const asked = { queries: first.blocks[0]!, keys: encoded, values: encoded, padding };
  const looked = layers.attention.forward(of('attention'), asked);
  const context = looked.outputs['context']!;
  const looking = tf.concat([first.blocks[0]!, context], 2);
  const second = layers.second.forward(of('second'), [looking], [never]);
  const said = { x: tf.concat([tf.mul(second.blocks[0]!, saidMask), context], 2) };
  const output = layers.output.forward(of('output'), said);
  const logits = tf.reshape(output.outputs['y']!, [S * B, CLASSES]);
  return {
    ...{ letters, read, encoding, encoded, bridged, phones, before, first },
    ...{ asked, looked, second, said, output, logits },
  };
}

/**
 * From the gradient by the logits to the gradients by all weights, which are the caller's.
 * @param dLogits [S · B, C].
 */
export function backwardPass(
  parts: PassParts,
  batch: PronunciationBatch,
  pass: PronunciationPass,
  dLogits: Tensor,
): NamedTensors {
  const { tf, layers, encodedMask, saidMask } = parts;
  const { size: B, letterSteps: T, phoneSteps: S } = batch;
  const sizes = [saidMask.shape[2]!, encodedMask.shape[2]!]; // D and K, side by side
  const of = (prefix: string): NamedTensors => under(parts.weights, prefix);
  const zeros = (prefix: string): NamedTensors =>
    Object.fromEntries(Object.entries(of(prefix)).map(([name, w]) => [name, tf.zerosLike(w)]));
  const dOutput = layers.output.backward(of('output'), pass.said, pass.output, {
    y: tf.reshape(dLogits, [S, B, CLASSES]),
  });
  const [dSaid, dSeen] = tf.split(dOutput.inputs['x']!, sizes, 2) as [Tensor, Tensor];
  const dSecondOut = tf.mul<Tensor>(dSaid, saidMask);
  const second = layers.second.backward(of('second'), pass.second, [dSecondOut], zeros('second'));
  const [dFirst, dContext] = tf.split(second.dInputs[0]!, sizes, 2) as [Tensor, Tensor];
  const looked = layers.attention.backward(of('attention'), pass.asked, pass.looked, {
    context: tf.add(dSeen, dContext),
    weights: tf.zeros([B, S, T]),
  });
  const { queries, keys, values } = looked.inputs;
  const dFirstOut = tf.add<Tensor>(dFirst, queries!);
  const first = layers.first.backward(of('first'), pass.first, [dFirstOut], zeros('first'), {
    first: true,
  });
  const phones = layers.phones.backward(of('phones'), pass.phones, pass.before, {
    y: first.dInputs[0]!,
  });
  const ends = layers.bridge.backward(of('bridge'), { encoded: pass.encoded }, pass.bridged, {
    state: first.dFirst!['state']!,
  });
  const dEncoded = tf.addN([keys!, values!, ends.inputs['encoded']!]);
  const dEncoding = tf.mul<Tensor>(dEncoded, encodedMask);
  const read = layers.encoder.backward(of('encoder'), pass.encoding, [dEncoding], zeros('encoder'));
  const letters = layers.letters.backward(of('letters'), pass.letters, pass.read, {
    y: read.dInputs[0]!,
  });
  return {
    ...prefixed('letters', letters.weights),
    ...prefixed('encoder', { ...read.gradients }),
    ...prefixed('bridge', ends.weights),
    ...prefixed('phones', phones.weights),
    ...prefixed('first', { ...first.gradients }),
    ...prefixed('attention', looked.weights),
    ...prefixed('second', { ...second.gradients }),
    ...prefixed('output', dOutput.weights),
  };
}

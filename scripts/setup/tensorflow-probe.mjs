/**
 * Loads native TensorFlow and multiplies two matrices: run as a process of its own, because a library
 * that does not fit the processor ends the process that loads it.
 *
 * Prints one line of JSON, `{version, library, processors}`, or ends with another code than 0.
 * @module
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';

const load = createRequire(import.meta.url);
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// tfjs-node 4.22 calls two functions that Node 23 removed.
const util = load('node:util');
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const tf = load('@tensorflow/tfjs-node');
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync();
if (tf.getBackend() !== 'tensorflow' || product[0] !== 11) {
  process.stderr.write(`backend ${tf.getBackend()}, [1 2]·[3 4] = ${product[0]}\n`);
  process.exitCode = 1;
}
process.stdout.write(
  `${JSON.stringify({
    version: tf.version['tfjs-node'],
    library: /** @type {any} */ (tf.backend()).binding.TF_Version,
    processors: availableParallelism(),
  })}\n`,
);

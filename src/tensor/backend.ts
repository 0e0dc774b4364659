/**
 * The one door to TensorFlow: chooses the native backend, or WebAssembly where the native one is missing.
 * @module
 */
import type * as tfjs from '@tensorflow/tfjs';
import type * as tfjsNode from '@tensorflow/tfjs-node';
import { BugError, UserError, messageOf } from '../base/errors';
import { mendNodeUtil } from './node-compatibility';

/** Tensors, for the folders that may not import the library themselves. */
export type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';

/** The tensor library; eager operations work on both backends. */
export type Tensorflow = typeof tfjs;

/** `native`: libtensorflow, with compiled graphs. `wasm`: eager operations only, slower. */
export type BackendKind = 'native' | 'wasm';

/** What was loaded, and why not the faster one. */
export interface Backend {
  readonly tf: Tensorflow;
  readonly kind: BackendKind;
  /** Why the native library could not be loaded; empty when it was. */
  readonly nativeFailure: string;
}

/** An attribute of a kernel called by name. */
export type KernelAttribute =
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'dtype'; readonly value: 'float32' | 'int32' | 'int64' };

/** The part of tfjs-node's backend object that is used here; it has no public type. */
interface NativeBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeMultipleOutputs(
    name: string,
    attributes: readonly object[],
    inputs: readonly tfjs.Tensor[],
    outputs: number,
  ): tfjs.Tensor[];
}

let loading: Promise<Backend> | undefined;

/**
 * Threads are read from the environment once, when the library loads. Two recurrent directions run beside each
 * other as two operations, so the operations get the threads and each product stays on one.
 */
function chooseThreads(): void {
  process.env['TF_NUM_INTEROP_THREADS'] ??= '2';
  process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}

function loadNative(): typeof tfjsNode {
  mendNodeUtil();
  chooseThreads();
  // A static import would fail at load time where the native library is missing.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('@tensorflow/tfjs-node') as typeof tfjsNode;
}

async function load(): Promise<Backend> {
  if (process.env['SKALD_BACKEND'] !== 'wasm') {
    try {
      const tf = loadNative();
      return { tf, kind: 'native', nativeFailure: '' };
    } catch (error) {
      return loadWasm(messageOf(error).split('\n')[0] ?? '');
    }
  }
  return loadWasm('SKALD_BACKEND=wasm asks for WebAssembly');
}

async function loadWasm(nativeFailure: string): Promise<Backend> {
  const tf = await import('@tensorflow/tfjs');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const path = await import('node:path');
  wasm.setWasmPaths(
    path.join(
      path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')),
      'wasm-out',
    ) + path.sep,
  );
  if (!(await tf.setBackend('wasm'))) {
    throw new UserError(
      `Neither native TensorFlow (${nativeFailure}) nor WebAssembly could be started`,
      'run npm run setup, then skald doctor',
    );
  }
  return { tf, kind: 'wasm', nativeFailure };
}

/** Loads TensorFlow once; later calls return the same backend. */
export function loadBackend(): Promise<Backend> {
  return (loading ??= load());
}

/** The tensor library of {@link loadBackend}. */
export async function loadTensorflow(): Promise<Tensorflow> {
  return (await loadBackend()).tf;
}

/**
 * Runs one native kernel by its TensorFlow name, for those that tfjs does not wrap.
 * @param outputs How many tensors the kernel returns.
 * @throws BugError without the native library.
 */
export function runKernel(
  tf: Tensorflow,
  name: string,
  attributes: Readonly<Record<string, KernelAttribute>>,
  inputs: readonly tfjs.Tensor[],
  outputs: number,
): tfjs.Tensor[] {
  const backend = tf.backend() as unknown as NativeBackend;
  if (typeof backend.executeMultipleOutputs !== 'function') {
    throw new BugError(`Cannot run kernel ${name} as it needs the native backend`);
  }
  const { binding } = backend;
  const dtypes = {
    float32: binding['TF_FLOAT'],
    int32: binding['TF_INT32'],
    int64: binding['TF_INT64'],
  };
  const native = Object.entries(attributes).map(([key, attribute]) => {
    switch (attribute.type) {
      case 'bool':
        return { name: key, type: binding['TF_ATTR_BOOL'], value: attribute.value };
      case 'int':
        return { name: key, type: binding['TF_ATTR_INT'], value: attribute.value };
      case 'dtype':
        return { name: key, type: binding['TF_ATTR_TYPE'], value: dtypes[attribute.value] };
    }
  });
  return backend.executeMultipleOutputs(name, native, inputs, outputs);
}

/**
 * A program that speaks as scripts/benchmark/pytorch.py does, for tests without PyTorch.
 * @module
 */
import { chmodSync } from 'node:fs';
import type { ScratchFolder } from './scratch-folder';

const PROGRAM = `#!/usr/bin/env node
const lines = require('node:readline').createInterface(process.stdin);
console.log(JSON.stringify({ version: '0.0-test', threads: 1 }));
lines.on('line', (line) => {
  const { variant, action } = JSON.parse(line);
  if (action === 'values') {
    require('node:fs').writeFileSync(process.argv[3] + '/output.f32', new Float32Array([1, -2]));
  }
  const { PEER_FAILURE } = process.env;
  if (PEER_FAILURE) {
    console.error(PEER_FAILURE);
    process.exit(1);
  }
  const failed = action === 'prepare' && variant === 'compiled';
  console.log(JSON.stringify(failed ? { unavailable: 'no compiler' } : { seconds: 0.5 }));
});
`;

/**
 * Writes it; run it as `SKALD_PYTHON`, which gets the script's path and the folder. With `PEER_FAILURE` it says that at the
 * first request, and ends.
 */
export function writePeerScript(folder: ScratchFolder): string {
  const file = folder.write('python.js', PROGRAM);
  chmodSync(file, 0o700);
  return file;
}

/**
 * Puts PyTorch into a Python environment of its own, for `bench --engine`; nothing else needs it.
 *
 *   node scripts/benchmark/install-pytorch.mjs [PYTHON]
 *
 * PYTHON is the interpreter to start from (python3).
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../setup/paths.mjs';

const folder = join(ROOT, '.skald', 'pytorch');
const python = join(folder, 'bin', 'python3');
const requirements = join(ROOT, 'scripts', 'benchmark', 'requirements.txt');
const steps = [
  [process.argv[2] ?? 'python3', '-m', 'venv', folder],
  [python, '-m', 'pip', 'install', '--requirement', requirements],
];
for (const [program = '', ...args] of steps) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) {
    const why = error?.message ?? `exit code ${status}`;
    process.stderr.write(
      `${program} ${args.join(' ')} failed (${why}): mend that and run this again\n`,
    );
    process.exit(1);
  }
}
process.stdout.write(`SKALD_PYTHON=${python} npm run --silent skald -- bench --engine\n`);

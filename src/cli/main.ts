/**
 * Entry point of the command line: wires this process to `runCommandLine`, or starts it once more for a training.
 * @module
 */
import { environmentFor, startAgain } from './own-process';
import { runCommandLine } from './run';
import { processTerminal } from './terminal';

const args = process.argv.slice(2);
const environment = environmentFor(args, process.env, process.platform);
const running = environment ? startAgain(environment) : runCommandLine(args, processTerminal());
void running.then((code) => {
  process.exitCode = code;
});

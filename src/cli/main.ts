/**
 * Entry point of the command line: wires this process to `runCommandLine`.
 * @module
 */
import { runCommandLine } from './run';
import { processTerminal } from './terminal';

void runCommandLine(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});

/**
 * `skald train --compare`: trains networks that differ in one thing each, and writes how they differ.
 * @module
 */
import path from 'node:path';
import { CancelledError } from '../base/errors';
import { readComparison, runVariant, type VariantResult } from '../training/comparison';
import { comparisonPage } from '../training/comparison-page';
import { writeWhole } from '../training/write-whole';
import { userPath, type Terminal } from './terminal';

/**
 * Runs it.
 * @param file The comparison.
 * @param out Page of Markdown; to standard output without it.
 */
export async function compareNetworks(
  terminal: Terminal,
  file: string,
  out: string | undefined,
): Promise<0 | 1> {
  const comparison = await readComparison(userPath(terminal, file));
  const names = comparison.variants.map(({ name }) => name);
  const signal = terminal.interruption();
  const command = `npm run --silent skald -- train --compare training/${path.basename(file)}`;
  const results: VariantResult[] = [];
  const initial = new Set(
    comparison.variants.map(({ change }) => {
      const model = change['initial'] ?? comparison.base['initial'];
      return typeof model === 'string' ? model : undefined;
    }),
  );
  const page = (): string => comparisonPage(command, initial, results, names.slice(results.length));
  for (const [i, variant] of comparison.variants.entries()) {
    const prefix = `${i + 1} of ${names.length}, ${variant.name}: `;
    try {
      results.push(
        await runVariant(comparison, variant, {
          signal,
          onProgress(line) {
            terminal.note(prefix + line);
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof CancelledError && signal.aborted)) throw error;
      terminal.note('skald: stopped; the same command goes on from the last checkpoint');
      return 1;
    }
    // After each variant, since all of them take long.
    if (out !== undefined) await writeWhole(userPath(terminal, out), page());
  }
  if (out === undefined) terminal.write(page());
  return 0;
}

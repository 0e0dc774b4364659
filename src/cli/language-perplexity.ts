/**
 * `skald language perplexity`: how well a model expects texts.
 * @module
 */
import { readArpa } from '../language/arpa-reader';
import { readNgramFile } from '../language/ngram-file';
import { NgramModel } from '../language/ngram-model';
import { PerplexityMeter, type Perplexity } from '../language/perplexity';
import { textLines } from '../language/text-lines';
import { ReadingText } from '../text/reading-text';
import { parseCommand, usageError } from './command';
import { RecurrentPerplexity } from './recurrent-perplexity';
import { userPath, type Terminal } from './terminal';

/** Runs it. */
export async function perplexityCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { values, positionals: texts } = parseCommand('language', args, {
    model: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (values.model === undefined) throw usageError('language', '--model FILE is missing');
  if (texts.length === 0) throw usageError('language', 'TEXT is missing');
  const file = userPath(terminal, values.model);
  const begin = performance.now();
  const meter = await meterOf(file);
  const loadMs = Math.round(performance.now() - begin);
  const reading = new ReadingText(String);
  for (const text of texts) {
    for await (const line of textLines(userPath(terminal, text))) {
      for (const sentence of reading.sentences(line)) meter.add(sentence);
    }
  }
  const result = meter.result();
  terminal.write(
    values.json === true ? `${JSON.stringify({ ...result, loadMs })}\n` : readable(result, loadMs),
  );
}

async function meterOf(file: string): Promise<PerplexityMeter | RecurrentPerplexity> {
  if (file.endsWith('.safetensors')) return RecurrentPerplexity.open(file);
  const layers = /\.arpa(\.xz)?$/.test(file) ? await readArpa(file) : await readNgramFile(file);
  return new PerplexityMeter(new NgramModel(layers));
}

function readable(result: Perplexity, loadMs: number): string {
  return [
    `sentences                  ${result.sentences}`,
    `words                      ${result.words}`,
    `unknown                    ${result.unknown} (${(100 * result.unknownRate).toFixed(2)} %)`,
    `perplexity                 ${result.perplexity.toFixed(2)}`,
    `perplexity with unknown    ${result.perplexityWithUnknown.toFixed(2)}`,
    `model loaded in            ${loadMs} ms\n`,
  ].join('\n');
}

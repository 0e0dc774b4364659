/**
 * Perplexity by word of a recurrent language model, also through `skald language perplexity`.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeRecurrent, encodeRecurrent } from '../../../src/bundle/recurrent-file';
import { RecurrentPerplexity } from '../../../src/cli/recurrent-perplexity';
import { runCommandLine } from '../../../src/cli/run';
import { RecurrentScorer } from '../../../src/language/recurrent/recurrent-scorer';
import { scratchFolder } from '../../support/scratch-folder';
import { smallRecurrent } from '../language/recurrent/small-recurrent';
import { recordingTerminal } from './recording-terminal';

const scratch = scratchFolder();
const bytes = encodeRecurrent(smallRecurrent());
scratch.write('r.safetensors', bytes);
scratch.write('text.txt', 'The sea. Then the other sea!');

describe('RecurrentPerplexity', () => {
  it('counts words and ends of sentences, whatever the batch', async () => {
    const { spec, pieces, weights } = decodeRecurrent(Buffer.from(bytes), 'x');
    const scorer = (await RecurrentScorer.open(spec, pieces, weights))!;
    const [one] = scorer.score([['the', 'sea']]);
    const meter = await RecurrentPerplexity.open(join(scratch.path, 'r.safetensors'));
    expect(meter.result().perplexity).toBeNaN();
    for (let i = 0; i < 70; i++) meter.add(['the', 'sea']);
    const result = meter.result();
    expect(result).toMatchObject({ sentences: 70, words: 140, unknown: 0 });
    expect(result.perplexity).toBeCloseTo(Math.exp(-one! / 3), 3);
    meter.close();
    scorer.close();
  });
});

describe('skald language perplexity', () => {
  it('takes a recurrent model as it takes n-grams', async () => {
    const terminal = recordingTerminal(scratch.path);
    const args = ['language', 'perplexity', '--model', 'r.safetensors', 'text.txt', '--json'];
    expect(await runCommandLine(args, terminal)).toBe(0);
    expect(JSON.parse(terminal.output())).toMatchObject({ sentences: 2, words: 6, unknownRate: 0 });
  });
});

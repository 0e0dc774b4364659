/**
 * Phones learned step by step: cross entropy of every step's own phone, the blank counting as any other.
 * T steps, B utterances, C classes.
 * @module
 */
import { CrossEntropy } from '../recurrent/cross-entropy';
import type { Tensor } from '../tensor/backend';
import type { Batch } from './batch';

/** The loss for one number of classes. */
export class FrameLoss {
  private constructor(
    private readonly entropy: CrossEntropy,
    private readonly classes: number,
  ) {}

  /** @param classes C; the blank is the last. */
  static async compile(classes: number): Promise<FrameLoss> {
    return new FrameLoss(await CrossEntropy.compile(classes), classes);
  }

  /**
   * Mean loss of the steps whose targets are known (in silence all are blank), 0 without any, and its gradient
   * [T, B, C], the caller's.
   * @param logits [T, B, C]; stay the caller's.
   */
  run(
    logits: Tensor,
    { size: B, lengths, silent, targets }: Pick<Batch, 'size' | 'lengths' | 'silent' | 'targets'>,
  ): { loss: number; gradient: Tensor } {
    const rows = logits.shape[0] * B;
    const labels = new Int32Array(rows).fill(this.classes - 1);
    const weights = new Float32Array(rows);
    const known = lengths.map((length, b) => (targets[b] || silent[b] ? length : 0));
    const count = known.reduce((sum, length) => sum + length, 0);
    const weight = count === 0 ? 0 : 1 / count;
    for (const [b, length] of known.entries()) {
      for (let t = 0; t < length; t++) {
        labels[t * B + b] = targets[b]?.[t] ?? this.classes - 1;
        weights[t * B + b] = weight;
      }
    }
    const flat = logits.reshape([rows, this.classes]);
    const result = this.entropy.run(flat, labels, weights);
    const losses = result.losses.dataSync() as Float32Array;
    const gradient = result.gradient.reshape(logits.shape);
    for (const tensor of [flat, result.losses, result.gradient]) tensor.dispose();
    return { loss: losses.reduce((sum, loss) => sum + loss, 0), gradient };
  }

  /** Frees the native session. */
  close(): void {
    this.entropy.close();
  }
}

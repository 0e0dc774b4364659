/**
 * How the C library of Linux (glibc) keeps memory for a training. A step takes hundreds of megabytes in large pieces and
 * frees them again. As glibc comes, such pieces go back to the system at once, and every page is cleared anew when it is
 * touched again in the next step: a quarter of a training step is spent on that (docs/engine.md). Told to keep them, it
 * uses the same memory again, and the process stays as large as its largest step.
 * Source: mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD. Other C libraries do not know these names.
 * @module
 */

/** Read by glibc when a process starts, so they help only those that are started with them. */
const SETTINGS = {
  /** Larger pieces get a mapping of their own: 1 GiB. */
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  /** Free memory at the end that goes back to the system: 4 GiB. */
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
} as const;

/**
 * The environment for a process that trains.
 * @returns Nothing where it would change nothing: on other systems, or where somebody has chosen already.
 */
export function keepingMemory(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): NodeJS.ProcessEnv | undefined {
  const isChosen = Object.keys(SETTINGS).some((name) => environment[name] !== undefined);
  return platform !== 'linux' || isChosen ? undefined : { ...environment, ...SETTINGS };
}

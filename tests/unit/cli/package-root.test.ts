/**
 * The package is found wherever the code of it runs.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultModelFolder, packageRoot } from '../../../src/cli/package-root';

describe('packageRoot', () => {
  it('is the folder of our package.json', () => {
    expect(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).toContain('"name": "skald"');
  });
});

describe('defaultModelFolder', () => {
  it('is in the package', () => {
    expect(defaultModelFolder()).toBe(join(packageRoot(), 'models', 'english'));
  });
});

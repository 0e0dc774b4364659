/**
 * Tests of src/cli/setup-facts.ts, against the set-up of this checkout.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { parseSetupFacts, readSetupFacts } from '../../../src/cli/setup-facts';

describe('readSetupFacts', () => {
  it('finds what the tests themselves stand on', async () => {
    const facts = await readSetupFacts();
    expect(facts.wasm).toBe(true);
    expect(facts.electron.kind).not.toBe('missing');
    expect(facts.tensorflow.reason === undefined).toBe(facts.tensorflow.backend === 'native');
  });
});

describe('parseSetupFacts', () => {
  it('refuses facts of which one is missing', () => {
    expect(() => parseSetupFacts('{"wasm": true}')).toThrow(/need tensorflow, wasm/);
    expect(() => parseSetupFacts('null')).toThrow(/Cannot read/);
  });
});

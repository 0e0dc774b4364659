/**
 * Tests of src/cli/doctor-findings.ts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { findingsOf, isHealthy, type MachineFacts } from '../../../src/cli/doctor-findings';
import type { SetupFacts } from '../../../src/cli/setup-facts';

const SETUP: SetupFacts = {
  tensorflow: { backend: 'native', version: '4.22.0', library: '2.15.1', processors: 2 },
  wasm: true,
  electron: { kind: 'release', version: '45.4.1' },
  system: { missing: [], line: '' },
};
const WHOLE: MachineFacts = {
  node: '20.20.2',
  setup: SETUP,
  microphones: ['Desk microphone'],
  model: { folder: 'models/english' },
};

const stateOf = (facts: Partial<MachineFacts>, name: string): string | undefined =>
  findingsOf({ ...WHOLE, ...facts }).find((finding) => finding.name === name)?.state;
const withSetup = (setup: Partial<SetupFacts>): Partial<MachineFacts> => ({
  setup: { ...SETUP, ...setup },
});
const healthy = (facts: Partial<MachineFacts>): boolean =>
  isHealthy(findingsOf({ ...WHOLE, ...facts }));
const WITHOUT_NATIVE = { backend: 'wasm', reason: 'wrong processor' } as const;

describe('findingsOf', () => {
  it('is content with a whole machine and asks for nothing', () => {
    const findings = findingsOf(WHOLE);
    expect(findings.map((finding) => finding.state)).toEqual(findings.map(() => 'ok'));
    expect(findings.some((finding) => finding.mend !== undefined)).toBe(false);
  });

  it('has a mend for each finding that is not ok', () => {
    const findings = findingsOf({
      node: '18.0.0',
      setup: {
        tensorflow: WITHOUT_NATIVE,
        wasm: false,
        electron: { kind: 'missing' },
        system: { missing: ['sound'], line: 'sudo apt-get install -y libasound2' },
      },
      microphones: [],
      model: { folder: 'models/english', problem: 'Model is not there' },
    });
    expect(findings.map((finding) => finding.mend ?? '')).not.toContain('');
    expect(findings.every((finding) => finding.state !== 'ok')).toBe(true);
  });

  it('gives the line that installs system packages', () => {
    const system = { missing: ['sound'], line: 'sudo apt-get install -y libasound2' };
    const findings = findingsOf({ ...WHOLE, ...withSetup({ system }) });
    expect(findings.map((finding) => finding.mend)).toContain(system.line);
  });
});

describe('isHealthy', () => {
  it('does without native TensorFlow as long as WASM is there', () => {
    const tensorflow = WITHOUT_NATIVE;
    expect(stateOf(withSetup({ tensorflow }), 'native TensorFlow')).toBe('limited');
    expect(healthy(withSetup({ tensorflow }))).toBe(true);
    expect(healthy(withSetup({ tensorflow, wasm: false }))).toBe(false);
  });

  it('does without a microphone, since files are left', () => {
    expect(stateOf({ microphones: [] }, 'microphones')).toBe('limited');
    expect(healthy({ microphones: { problem: 'no sound server' } })).toBe(true);
  });

  it('does not do without Electron, system packages or a model', () => {
    expect(healthy(withSetup({ electron: { kind: 'missing' } }))).toBe(false);
    expect(healthy(withSetup({ system: { missing: ['sound'], line: 'x' } }))).toBe(false);
    expect(healthy({ model: { folder: 'm', problem: 'broken' } })).toBe(false);
  });

  it('takes the Electron for tests, and says that it is one', () => {
    const electron = { kind: 'test build', version: '25.1.1' } as const;
    expect(stateOf(withSetup({ electron }), 'Electron')).toBe('limited');
    expect(healthy(withSetup({ electron }))).toBe(true);
  });
});

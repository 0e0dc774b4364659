/**
 * Tests of src/cli/doctor.ts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { doctor, report } from '../../../src/cli/doctor';

describe('doctor', () => {
  it('refuses unknown arguments as wrong usage', async () => {
    await expect(doctor(['--nothing'])).rejects.toMatchObject({ exitCode: 2 });
    await expect(doctor(['superfluous'])).rejects.toMatchObject({ exitCode: 2 });
  });

  it('gives the same verdict as exit code and as JSON', async () => {
    let text = '';
    const code = await doctor(['--json'], (part) => (text += part));
    const { ok, findings } = JSON.parse(text) as { ok: boolean; findings: { state: string }[] };
    expect(ok).toBe(code === 0);
    expect(ok).toBe(findings.every((finding) => finding.state !== 'missing'));
  });
});

describe('report', () => {
  it('sets names in a column and the mend on a line of its own', () => {
    const text = report([
      { name: 'Node', state: 'ok', detail: '20' },
      { name: 'model', state: 'missing', detail: 'gone', mend: 'fetch it' },
    ]);
    expect(text).toBe('ok       Node   20\n' + 'missing  model  gone\n' + '         → fetch it\n');
  });
});

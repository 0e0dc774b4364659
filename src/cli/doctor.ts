/**
 * `skald doctor`: what is installed, which backend, which microphones, what is missing and what mends it.
 * @module
 */
import { listMicrophones } from '../audio/microphone';
import { UserError, messageOf } from '../base/errors';
import { verifyBundle } from '../bundle/load-bundle';
import { noMore, parseCommand } from './command';
import { findingsOf, isHealthy, type Finding, type MachineFacts } from './doctor-findings';
import { defaultModelFolder } from './package-root';
import { readSetupFacts } from './setup-facts';

/**
 * Looks at this machine and reports.
 * @param args What stands behind the command's name.
 * @param write Takes the report, standard output by default.
 * @returns 0 when everything that Skald needs is there, else 1.
 * @throws UserError (exit 2) for unknown arguments.
 */
export async function doctor(
  args: readonly string[],
  write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<0 | 1> {
  const { values, positionals } = parseCommand('doctor', args, { json: { type: 'boolean' } });
  noMore('doctor', positionals);
  const findings = findingsOf({
    node: process.versions.node,
    setup: await readSetupFacts(),
    microphones: microphoneNames(),
    model: await modelFacts(defaultModelFolder()),
  });
  const ok = isHealthy(findings);
  write(values.json === true ? `${JSON.stringify({ ok, findings })}\n` : report(findings));
  return ok ? 0 : 1;
}

/** Findings as lines: state, name and detail in columns, and under each problem what mends it. */
export function report(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map((finding) => finding.name.length));
  return findings
    .map(({ name, state, detail, mend }) => {
      const line = `${state.padEnd('limited'.length)}  ${name.padEnd(width)}  ${detail}\n`;
      return mend === undefined ? line : `${line}${' '.repeat('limited'.length + 2)}→ ${mend}\n`;
    })
    .join('');
}

function microphoneNames(): MachineFacts['microphones'] {
  try {
    return listMicrophones().map((microphone) => microphone.name);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

async function modelFacts(folder: string): Promise<MachineFacts['model']> {
  try {
    await verifyBundle(folder);
    return { folder };
  } catch (error) {
    if (error instanceof UserError) return { folder, problem: error.message, mend: error.mend };
    return { folder, problem: messageOf(error) };
  }
}

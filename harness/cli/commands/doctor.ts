import { Command } from 'commander';
import { MachineError } from '../../errors/harness-error.ts';
import { examineMachine } from '../../machine/doctor.ts';
import type { Finding, MachineReport } from '../../machine/finding.ts';
import { type Style, styleFor } from '../../reports/terminal/style.ts';
import type { Io } from '../io.ts';
import { addMachineOptions, type MachineFlags, onThisMachine } from '../machine-options.ts';
import { machineDemands } from '../prepare-machine.ts';
import { ReportedError } from '../reported-error.ts';

interface DoctorFlags extends MachineFlags {
  readonly json: boolean;
}

/** `pca-e2e doctor`: whether this machine can run the flow, and what to do where it cannot. Changes nothing. */
export function doctorCommand(io: Io): Command {
  return addMachineOptions(new Command('doctor'))
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples)
    .action((flags: DoctorFlags) => doctor(io, flags));
}

const examples = `
Ends with exit code 3 when a run cannot be made here.

Examples:
  pca-e2e doctor
  pca-e2e doctor --artifacts local            for artifacts that are built here
  pca-e2e doctor --provider existing --aws real --artifacts registry   for a run that needs no Docker
  pca-e2e doctor --json | jq -r .verdict      fit, fit-with-warnings, or unfit`;

async function doctor(io: Io, flags: DoctorFlags): Promise<void> {
  const { artifacts, json } = flags;
  const report = await examineMachine({ ...machineDemands(artifacts), ...onThisMachine(flags) });
  const style = styleFor(io.stdout, io.env);
  io.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${describeReport(report, style)}\n`);
  if (report.verdict === 'unfit') throw new ReportedError(new MachineError('This machine cannot run the flow'));
}

function describeReport({ findings, verdict }: MachineReport, style: Style): string {
  const verdicts = {
    fit: style.green('This machine can run the flow.'),
    'fit-with-warnings': style.yellow('This machine can run the flow; mind the warnings.'),
    unfit: style.red('This machine cannot run the flow yet.'),
  };
  return [...findings.flatMap((finding) => describeFinding(finding, style)), '', style.bold(verdicts[verdict])].join(
    '\n',
  );
}

function describeFinding({ severity, title, observed, expected, remedy }: Finding, style: Style): readonly string[] {
  if (severity === 'ok') return [`${style.passed} ${title}: ${observed}`];
  const mark = severity === 'fatal' ? style.failed : style.yellow('!');
  return [`${mark} ${title}: ${observed}`, `    expected: ${expected}`, ...(remedy ? [`    remedy:   ${remedy}`] : [])];
}

import type { Command } from 'commander';
import { installFlow } from '../flow/install-flow.ts';
import { planFlow } from '../flow/plan-flow.ts';
import { type RemainingWork, remainingWork } from '../flow/remaining-work.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { planLines } from '../reports/terminal/plan-lines.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { counted, namedVersions } from '../reports/wording.ts';
import { givenOptions } from './given-options.ts';
import type { Io } from './io.ts';
import type { WantedRun } from './wanted-run.ts';

export interface PlanRequest extends WantedRun {
  readonly until: StepId;
  readonly from: StepId | undefined;
  readonly json: boolean;
}

interface WorkRequest extends Pick<PlanRequest, 'run' | 'json'> {
  readonly work: RemainingWork;
}

/** Prints what a run would do. Touches nothing: no folder, no Docker, no network. */
export function printPlan(io: Io, command: Command, { run, continuing, until, from, json }: PlanRequest): void {
  const work = remainingWork(
    installFlow(() => undefined),
    continuing ?? { run, outputs: {} },
    { until, from },
  );
  printWork(io, command, { run, work, json });
}

/** Prints what this work on a run would do. */
export function printWork(io: Io, command: Command, { run, work, json }: WorkRequest): void {
  const steps = planFlow({ run, ...work });
  const settings = givenOptions(command).map((option) => ({
    option: option.long,
    value: command.getOptionValue(option.attributeName()) as unknown,
    from: sources[command.getOptionValueSource(option.attributeName()) ?? ''],
  }));
  if (json) {
    io.stdout.write(`${JSON.stringify({ run, settings, steps }, null, 2)}\n`);
    return;
  }
  const style = styleFor(io.stdout, io.env);
  const lines = [
    `${style.bold(`Plan of run ${run.id}`)}: ${counted(steps.length, 'step')}; nothing is done yet.`,
    `Folder    ${run.folder}`,
    `Versions  ${namedVersions(run.options.versions)
      .map((version) => version.join(' '))
      .join(', ')}`,
    ...settings.map(({ option, value, from: source }) => `Setting   ${option} ${String(value)} (${source})`),
    ...planLines(steps, style),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

const sources: Readonly<Record<string, string>> = { cli: 'flag', env: 'environment', config: 'file' };

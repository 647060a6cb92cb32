import { Command } from 'commander';
import { compatibilityWarnings } from '../../artifacts/compatibility/compatibility-warnings.ts';
import { type UpgradableComponent, upgradeWarnings } from '../../artifacts/compatibility/upgrade-warnings.ts';
import { artifactSource } from '../../artifacts/select-source.ts';
import { UsageError } from '../../errors/harness-error.ts';
import type { RunOptions } from '../../flow/run.ts';
import type { KeptRun } from '../../flow/run-state.ts';
import { readTrust } from '../../flow/upgrade/trust.ts';
import { planUpgrade, type Upgrade } from '../../flow/upgrade/upgrade.ts';
import { upgradeFlow } from '../../flow/upgrade/upgrade-flow.ts';
import { quoteCommand } from '../../process/quote-command.ts';
import { stepSummaryReports } from '../../reports/markdown/markdown-report.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { findKeptRun } from '../kept-run.ts';
import { addOutputOptions, type OutputFlags, openOutput } from '../output-options.ts';
import { performUpgrade } from '../perform-upgrade.ts';
import { printWork } from '../print-plan.ts';
import { ReportedError } from '../reported-error.ts';
import { addOtherVersionOptions, type VersionFlags, wantedVersionsOf } from '../version-options.ts';

interface UpgradeFlags extends Partial<VersionFlags>, OutputFlags {
  readonly runDir?: string;
  readonly dryRun: boolean;
}

/** `pca-e2e upgrade`: other versions of its components for a kept run, while it serves. */
export function upgradeCommand(io: Io): Command {
  const command = new Command('upgrade').option(
    '--run-dir <dir>',
    'folder of the run (default: the only kept run there is)',
  );
  return addOutputOptions(addOtherVersionOptions(command), 'report.json')
    .option('--dry-run', 'print the plan: steps, commands; touch nothing', false)
    .addHelpText('after', help)
    .action((flags: UpgradeFlags) => upgrade(io, flags, command));
}

const help = `
Upgrades the named components, one after the other, as their projects document it: cert-manager with its CRDs and the
issuer by helm, Istio in place by the new istioctl, then its sidecars by new pods. After each of them the checks of up are
made; then the root must be the same, and a renewal of Istio's CA reach a workload. Older versions go back the same way.
After an interruption the same command goes on.

Examples:
  pca-e2e upgrade --cert-manager 1.21.2 --issuer 1.12.0 --istio 1.31
  pca-e2e upgrade --issuer ../aws-privateca-issuer       to what a folder holds
  pca-e2e upgrade --istio 1.30                           and back
  pca-e2e upgrade --cert-manager 1.21.2 --dry-run        print what would be done, and do nothing`;

async function upgrade(io: Io, flags: UpgradeFlags, command: Command): Promise<void> {
  const kept = await findKeptRun(io, flags.runDir);
  refuseOtherKubernetes(kept, flags.kubernetes);
  const planned = planUpgrade(kept, wantedVersionsOf(flags));
  const { options } = planned;
  artifactSource(options.artifacts).checkVersions(options.versions, options.artifactSettings);
  for (const warning of warningsOf(planned)) io.stderr.write(`Note: ${warning}\n`);
  if (flags.dryRun) {
    const work = upgradeFlow(planned, () => readTrust(planned.outputs, neverAborted), noProgress);
    printWork(io, command, { run: { ...kept.run, options }, work, json: flags.json });
    return;
  }
  const output = openOutput(io, flags);
  const interrupt = interruptSignal();
  try {
    const reporters = [output.terminal, ...stepSummaryReports(io.env)];
    const { report, error } = await performUpgrade({ kept, upgrade: planned, reporters, signal: interrupt.signal });
    if (flags.json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (error === undefined) return;
    output.notes.write(`${whatToDo(kept, planned)}\n`);
    throw new ReportedError(error);
  } finally {
    output.dispose();
    interrupt.dispose();
  }
}

const neverAborted = new AbortController().signal;
const noProgress = () => undefined;

/** @throws UsageError for another Kubernetes than the run's. */
function refuseOtherKubernetes({ run }: KeptRun, asked: string | undefined): void {
  const { kubernetes } = run.options.versions;
  if (asked === undefined || asked === kubernetes) return;
  throw new UsageError(
    `Run ${run.id} has Kubernetes ${kubernetes}, which is its node's image: it cannot become ${asked}`,
    {
      remedy: 'Make another run with that version: pca-e2e up --kubernetes, or pca-e2e matrix.',
    },
  );
}

const warningsOf = ({ from, options }: Upgrade): readonly string[] => [
  ...upgradeWarnings(from, options.versions),
  ...compatibilityWarnings(options.versions),
];

/** What can be done with a run whose upgrade did not come to its end. */
function whatToDo({ run: { folder, options: former } }: KeptRun, { options, components }: Upgrade): string {
  const upgradeTo = ({ versions, artifactSettings: { checkouts } }: RunOptions) => {
    const named = components.flatMap((component) => [optionOf[component], checkouts[component] ?? versions[component]]);
    return quoteCommand(['npx', 'pca-e2e', 'upgrade', '--run-dir', folder, ...named]);
  };
  return [
    `To go on:       ${upgradeTo(options)}`,
    `To go back:     ${upgradeTo(former)}`,
    `What is wrong:  ${quoteCommand(['npx', 'pca-e2e', 'diagnose', '--run-dir', folder])}`,
  ].join('\n');
}

const optionOf: Readonly<Record<UpgradableComponent, string>> = {
  certManager: '--cert-manager',
  issuer: '--issuer',
  istio: '--istio',
};

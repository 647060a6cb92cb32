import { pinnedActions } from '../../matrix/emit/pinned-actions.ts';
import { readWorkflow, type Workflow, type WorkflowJob, type WorkflowStep } from './workflow.ts';

/** What in a workflow of GitHub Actions could hurt: whoever keeps it, or whoever is sent the bill. Empty when nothing does. */
export function workflowRisks(text: string): readonly string[] {
  const workflow = readWorkflow(text);
  const jobs = Object.entries(workflow.jobs);
  return [
    ...triggerRisks(workflow),
    ...text.split('\n').flatMap(actionRisks),
    ...jobs.flatMap(([name, job]) => jobRisks(workflow, job).map((risk) => `${name}: ${risk}`)),
  ];
}

function triggerRisks({ on, permissions, concurrency }: Workflow): readonly string[] {
  // Both run with the repository's rights on what a stranger has written.
  const dangerous = ['pull_request_target', 'workflow_run'].filter((trigger) => trigger in on);
  return [
    ...dangerous.map((trigger) => `starts on ${trigger}`),
    ...(JSON.stringify(permissions) === '{"contents":"read"}' ? [] : ['may do more than read']),
    ...(concurrency === undefined ? ['runs beside itself'] : []),
  ];
}

/** A line that uses an action must name the commit, and the version in words. */
function actionRisks(line: string): readonly string[] {
  const [, used] = /\buses: (.+)$/.exec(line) ?? [];
  if (used === undefined || used.startsWith('./')) return [];
  const isPinned = Object.values(pinnedActions).some(({ action, commit, version }) => {
    const [name, pin] = used.split('@');
    return (name === action || name?.startsWith(`${action}/`)) && pin === `${commit} # ${version}`;
  });
  return isPinned ? [] : [`uses ${used}, which is not pinned`];
}

function jobRisks(workflow: Workflow, job: WorkflowJob): readonly string[] {
  const paid = payingRisks(workflow, job);
  return [
    ...(job['timeout-minutes'] === undefined ? ['may run for six hours'] : []),
    ...(isTrusted(job) ? paid : strangerRisks(job)),
    ...job.steps.flatMap(stepRisks),
  ];
}

/** A job that nobody but the repository's own people can start, on what they have merged. */
const isTrusted = ({ if: condition = '', environment }: WorkflowJob) =>
  environment !== undefined && condition.includes('github.ref_name == github.event.repository.default_branch');

/** What a job must not have that runs what a stranger has written. */
function strangerRisks(job: WorkflowJob): readonly string[] {
  const text = JSON.stringify(job);
  return [
    ...(/secrets\.|secrets\[|github\.token/.test(text) ? ['is given a secret, and may run for a fork'] : []),
    ...(job.permissions === undefined ? [] : ['has permissions of its own, and may run for a fork']),
    ...(text.includes('--aws real') ? ['works in AWS, and may run for a fork'] : []),
  ];
}

/** What a job must have that works in an account of AWS. */
function payingRisks({ on }: Workflow, { if: condition = '', permissions, steps }: WorkflowJob): readonly string[] {
  const indexOf = (command: RegExp) => steps.findIndex(({ run }) => command.test(run ?? ''));
  const up = indexOf(/\bup .*--aws real/);
  const clean = indexOf(/\bclean --aws real/);
  const cleansUp = up >= 0 && clean > up && steps[clean]?.if?.includes('always()');
  const byHand = Object.keys(on).every((trigger) => ['workflow_dispatch', 'schedule'].includes(trigger));
  return [
    ...(byHand || condition.includes("github.event_name == 'workflow_dispatch'") ? [] : ['is not started by hand']),
    ...(JSON.stringify(permissions) === '{"contents":"read","id-token":"write"}' ? [] : ['has no token for AWS']),
    ...(cleansUp ? [] : ['may leave CAs in AWS']),
  ];
}

function stepRisks({ uses = '', with: given = {}, if: condition = '' }: WorkflowStep): readonly string[] {
  if (uses.startsWith('actions/checkout@') && given['persist-credentials'] !== false) {
    return ["leaves the repository's token in a file"];
  }
  if (uses.startsWith('actions/upload-artifact@') && !condition.includes('!cancelled()')) {
    return ['uploads nothing of a run that failed'];
  }
  return [];
}

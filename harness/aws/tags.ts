import { formatProcess, thisProcess } from '../process/process-identity.ts';

/** AWS tag on everything a run creates; its value is the run's id. */
export const runTagKey = 'istio-pca-e2e.run';

/** AWS tag with the run's own random value: of two runs of one id, it says whose something is. */
export const instanceTagKey = 'istio-pca-e2e.instance';

/** AWS tag that names the process that made it: what it left can be told from what another still works with. */
export const ownerTagKey = 'istio-pca-e2e.owner';

/** AWS tag that says where the run's folder is, which tells whether it is kept. */
export const runFolderTagKey = 'istio-pca-e2e.run-folder';

export interface AwsTag {
  readonly Key: string;
  readonly Value: string;
}

/** A run as its AWS tags name it. */
export interface RunInAws {
  readonly runId: string;
  /** Random, and no other run's; undefined for a run of a version that made none. */
  readonly instance?: string | undefined;
}

/** What a tag's value may be. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const tagValuePattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

/** The tags of everything that this run creates in AWS. */
export const runTags = ({ runId, instance, runFolder = '' }: RunInAws & { readonly runFolder?: string }): AwsTag[] => [
  { Key: runTagKey, Value: runId },
  ...(instance === undefined ? [] : [{ Key: instanceTagKey, Value: instance }]),
  { Key: ownerTagKey, Value: formatProcess(thisProcess()) },
  ...(tagValuePattern.test(runFolder) ? [{ Key: runFolderTagKey, Value: runFolder }] : []),
];

/** Whose something in AWS is, by its tags. */
export interface Maker extends RunInAws {
  /** The process, as a word; undefined when its tag was removed. */
  readonly owner: string | undefined;
  readonly folder: string | undefined;
}

export type ListedTags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** The run that something belongs to; undefined for what is not ours. */
export function makerOf(tags: ListedTags | undefined): Maker | undefined {
  const value = (key: string) => tags?.find((tag) => tag.Key === key)?.Value;
  const runId = value(runTagKey);
  if (runId === undefined) return undefined;
  return { runId, instance: value(instanceTagKey), owner: value(ownerTagKey), folder: value(runFolderTagKey) };
}

/** Whether something is that run's, and not another's of the same id. What a run without an instance made has no such tag either. */
export const isOfRun = (maker: RunInAws | undefined, { runId, instance }: RunInAws): boolean =>
  maker?.runId === runId && maker.instance === instance;

/** AWS tag on everything a run creates; its value is the run's id. */
export const runTagKey = 'istio-pca-e2e.run';

/** The tags of everything that this run creates in AWS. */
export const runTags = (runId: string) => [{ Key: runTagKey, Value: runId }];

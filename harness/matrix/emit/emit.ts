import type { EmitRequest } from './emit-request.ts';
import { githubWorkflow } from './github.ts';
import { gitlabPipeline } from './gitlab.ts';
import { kubernetesJob } from './kubernetes.ts';

const emitters = { github: githubWorkflow, gitlab: gitlabPipeline, kubernetes: kubernetesJob } as const;

/** Something that runs shards side by side. */
export type Engine = keyof typeof emitters;

export const engines = Object.keys(emitters) as readonly Engine[];

/** The file by which an engine runs a matrix in shards and merges their reports, as YAML. */
export function emitFor(engine: Engine, request: EmitRequest): string {
  return emitters[engine](request);
}

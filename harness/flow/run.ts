import { type ComponentVersions, defaultVersions } from '../artifacts/versions.ts';
import type { CaKeyAlgorithm } from '../aws/ca-plan.ts';

/** What the user asked of a run; read once at the edge, then never changed. */
export interface RunOptions {
  readonly provider: 'kind';
  readonly aws: 'mock';
  readonly artifacts: 'local' | 'registry';
  readonly versions: ComponentVersions;
  /** CAs in AWS, root included; the guide has 2. */
  readonly caDepth: number;
  readonly caKeyAlgorithm: CaKeyAlgorithm;
  /** Path length of the CA that signs Istio's; the guide: anything but 0. */
  readonly subordinatePathLength: number;
  readonly region: string;
}

/** The run that is made when nothing is asked for. */
export const defaultRunOptions: RunOptions = {
  provider: 'kind',
  aws: 'mock',
  artifacts: 'local',
  versions: defaultVersions,
  caDepth: 2,
  caKeyAlgorithm: 'RSA_2048',
  subordinatePathLength: 1,
  region: 'us-east-1',
};

/** One run of a flow: its identity, its folder and its options. */
export interface Run {
  /** Carried by the name or the labels of everything the run makes. */
  readonly id: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly options: RunOptions;
}

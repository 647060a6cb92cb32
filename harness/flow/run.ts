import { type ArtifactSettings, defaultArtifactSettings } from '../artifacts/artifact-settings.ts';
import { type ComponentVersions, defaultVersions } from '../artifacts/versions.ts';
import type { AwsAccess } from '../aws/aws-account.ts';
import type { CaKeyAlgorithm } from '../aws/ca-plan.ts';
import type { ExistingClusterChoice } from '../clusters/existing/open-existing.ts';
import { guideIstioCa, type IstioCaRequest } from '../kubernetes/istio-ca-certificate.ts';

/** A cluster of the user's that a run works in. */
export type ExistingClusterOptions = Omit<ExistingClusterChoice, 'needsDockerNetwork'>;

/** What the user asked of a run; read once at the edge, then never changed. */
export interface RunOptions {
  readonly provider: 'kind' | 'existing';
  /** The cluster that is there already, and what may be done in it; undefined for one that the run makes. */
  readonly existingCluster?: ExistingClusterOptions;
  readonly aws: 'mock' | 'real';
  /** How AWS itself is reached, and as whom; of no use with the mocked one. */
  readonly awsAccess: AwsAccess;
  /** A CA that is there already and signs Istio's, instead of a hierarchy that the run creates. */
  readonly issuingCaArn?: string;
  /** The most CAs of all runs together that may stand in an account and region of AWS itself. */
  readonly awsCaLimit: number;
  readonly artifacts: 'local' | 'registry';
  readonly artifactSettings: ArtifactSettings;
  readonly versions: ComponentVersions;
  /** CAs in AWS, root included; the guide has 2. */
  readonly caDepth: number;
  readonly caKeyAlgorithm: CaKeyAlgorithm;
  /** Path length of the CA that signs Istio's; the guide: anything but 0. */
  readonly subordinatePathLength: number;
  readonly region: string;
  /** What is asked of Istio's CA; the guide: 90 days, renewed 15 days before they end. */
  readonly istioCa: IstioCaRequest;
  /** Further `--set` assignments for `istioctl install`. */
  readonly istioSettings: readonly string[];
}

/** The run that is made when nothing is asked for. */
export const defaultRunOptions: RunOptions = {
  provider: 'kind',
  aws: 'mock',
  awsAccess: { fips: false },
  // Two runs of the guide's hierarchy, and what one killed run left.
  awsCaLimit: 6,
  artifacts: 'local',
  artifactSettings: defaultArtifactSettings,
  versions: defaultVersions,
  caDepth: 2,
  caKeyAlgorithm: 'RSA_2048',
  subordinatePathLength: 1,
  region: 'us-east-1',
  istioCa: guideIstioCa,
  istioSettings: [],
};

/** One run of a flow: its identity, its folder and its options. */
export interface Run {
  /** Carried by the name or the labels of everything the run makes. */
  readonly id: string;
  /** Random: what the run makes in AWS itself carries it. Undefined for runs that make nothing there, and older ones. */
  readonly instance?: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly options: RunOptions;
}

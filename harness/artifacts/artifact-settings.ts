import { UsageError } from '../errors/harness-error.ts';

/** Which build of Istio: the project's own, or Tetrate's (Tetrate Istio Subscription), which has a FIPS flavour. */
export const istioDistributions = ['istio', 'tetrate', 'tetratefips'] as const;
export type IstioDistribution = (typeof istioDistributions)[number];

/** Components that can be taken from a folder of one's own. */
export type CheckoutComponent = 'certManager' | 'issuer' | 'istio';

/** How artifacts are provided, beyond their versions. Plain data, without credentials: those stay where `docker login` put them. */
export interface ArtifactSettings {
  /** The image of the kind node, instead of the one that the source would choose. */
  readonly nodeImage?: string;
  readonly istioDistribution?: IstioDistribution;
  /** The hub of Istio's images, instead of its project's on Docker Hub. */
  readonly istioHub?: string;
  /** Their tag, instead of the version. */
  readonly istioTag?: string;
  /** Absolute paths of folders that components are built from, instead of a released version. Only the local source builds. */
  readonly checkouts: Readonly<Partial<Record<CheckoutComponent, string>>>;
  /** Base URLs that take the place of registries: `docker.io` → `https://harbor.example/dockerhub`. */
  readonly registryMirrors: Readonly<Record<string, string>>;
  /** Addresses that take the place of public ones; their names are those of `Endpoints`. */
  readonly endpoints: Readonly<Record<string, string>>;
}

export const defaultArtifactSettings: ArtifactSettings = { checkouts: {}, registryMirrors: {}, endpoints: {} };

/**
 * Reads settings from a configuration: `{ registryMirrors: { docker.io: https://… }, endpoints: { helm: https://… } }`.
 *
 * @param content - what a YAML or JSON file holds
 * @throws UsageError naming what it does not know.
 */
export function readArtifactSettings(content: unknown, source: string): Partial<ArtifactSettings> {
  const { registryMirrors = {}, endpoints = {}, ...unknown } = mapOf(content, source);
  const [other] = Object.keys(unknown);
  if (other !== undefined) {
    throw new UsageError(`${source} has an entry ${other}, which is not known`, {
      remedy: 'It may have registryMirrors and endpoints.',
    });
  }
  return {
    registryMirrors: textsOf(registryMirrors, `registryMirrors in ${source}`),
    endpoints: textsOf(endpoints, `endpoints in ${source}`),
  };
}

function mapOf(content: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  throw new UsageError(`${what} is not a list of names and values`);
}

function textsOf(content: unknown, what: string): Readonly<Record<string, string>> {
  const entries = Object.entries(mapOf(content, what));
  const wrong = entries.find(([, value]) => typeof value !== 'string');
  if (wrong !== undefined) throw new UsageError(`${wrong[0]} among the ${what} is not a text`);
  return Object.fromEntries(entries) as Record<string, string>;
}

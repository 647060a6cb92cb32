import type { ArtifactSettings } from './artifact-settings.ts';
import type { ImageSelection } from './images/image-archive.ts';
import type { ImageRecord } from './images/image-record.ts';
import type { ProgressListener } from './progress.ts';
import type { ComponentVersions } from './versions.ts';

/** A Helm chart: a local archive or folder, or a name in a chart repository. */
export interface ChartReference {
  /** What `helm install NAME <chart>` is given. */
  readonly chart: string;
  /** `--repo`, when the chart is taken from a repository. */
  readonly repository?: string;
  /** `--version`, when the chart is taken from a repository. */
  readonly version?: string;
  /** Values that this source needs for its images to be used; merged below the flow's own values. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The node of a cluster that is there already: no image of one is used. */
export const noNode: Artifacts['node'] = { image: 'none', needsPlainCni: false, containerdConfigPatches: [] };

/** Everything the flow installs, ready to be used: tools are executable, images are in the node image or can be pulled. */
export interface Artifacts {
  /** Absolute paths of the real binaries. */
  readonly tools: { readonly kind: string; readonly kubectl: string; readonly helm: string; readonly istioctl: string };
  readonly node: {
    /** Docker image reference for `kind create cluster --image`. */
    readonly image: string;
    /** Whether the node image lacks kind's own CNI (kindnet): the cluster provider then mounts a plain ptp network. */
    readonly needsPlainCni: boolean;
    /** containerd configuration patches (TOML) that this node image needs on this machine. */
    readonly containerdConfigPatches: readonly string[];
  };
  /** Every image that the cluster runs, as far as the source knows it; the report has them. */
  readonly images: readonly ImageRecord[];
  /** Those that the node image lacks: the cluster provider loads them into the node, in one go. */
  readonly imagesToLoad: readonly ImageSelection[];
  readonly charts: { readonly certManager: ChartReference; readonly issuer: ChartReference };
  /** `istioctl install --set` assignments that this source needs, for example hub and tag. */
  readonly istioSettings: readonly string[];
  /** Absolute path of Bookinfo's manifest. */
  readonly bookinfoManifest: string;
  /**
   * Docker image that has Node.js 24 and a shell-less entry; the mocked AWS is copied into a container of it. Undefined
   * where nothing was to be in Docker.
   */
  readonly mockBaseImage?: string;
  /** The versions as resolved: what was asked for, and what came along with it (Envoy, Node). */
  readonly versions: ComponentVersions;
}

export interface ProvideOptions {
  readonly versions: ComponentVersions;
  readonly settings: ArtifactSettings;
  /** Whether the images are for nodes that are there already; else they may come with a node image of the source's own. */
  readonly nodesStand?: boolean;
  /**
   * Whether images are taken: into this machine's Docker, and from there into nodes. Nodes of a cluster that is there
   * pull by themselves what is published, and Docker need not be there then. @defaultValue true
   */
  readonly takesImages?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
}

/** Where images, charts and tools come from. */
export interface ArtifactSource {
  readonly name: 'registry' | 'local';
  /**
   * Looks at versions before anything is made.
   *
   * @throws UsageError naming what is accepted, for a version or setting that this source cannot provide.
   */
  checkVersions(versions: ComponentVersions, settings: ArtifactSettings): void;
  /**
   * Makes every artifact available, doing only what is not cached yet.
   *
   * @throws UsageError for a version that does not exist; ComponentError when a build or download fails.
   */
  provide(options: ProvideOptions): Promise<Artifacts>;
}

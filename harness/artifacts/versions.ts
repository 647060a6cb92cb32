/** One version per component, as report.json's `versions` shows them. Without a leading `v`. */
export interface ComponentVersions {
  readonly kubernetes: string;
  readonly certManager: string;
  readonly issuer: string;
  readonly istio: string;
  readonly envoy: string;
  readonly kind: string;
  readonly node: string;
}

/** Versions that are known to carry the flow together where they are built. current-releases.ts has those for what is published. */
export const defaultVersions: ComponentVersions = {
  kubernetes: '1.34.4',
  certManager: '1.21.2',
  issuer: '1.11.0',
  istio: '1.31',
  envoy: '1.40.0',
  kind: '0.33.0',
  node: process.versions.node,
};

/** helm does not show in the versions of a run: it only carries charts into the cluster. */
export const helmVersion = '3.19.5';

/**
 * What the projects publish and support: the one file to change when they release. Read on 27 November 2026.
 *
 * What is built here has its own list: local/versions/supported-versions.ts.
 */

/** What a run takes where nothing is said and components are published: lines stand for their newest release. */
export const publishedDefaults = { kubernetes: '1.36', certManager: '1.21', issuer: '1.12', istio: '1.31' } as const;

/**
 * The node images that a release of kind was made with, by version of kind and line of Kubernetes. Only their digests are sure to work with
 * that kind; for other lines, and other versions of a line, the tag has to do.
 *
 * @see https://github.com/kubernetes-sigs/kind/releases/tag/v0.33.0
 */
export const kindNodeImages: Readonly<Record<string, Readonly<Record<string, NodeImageRelease>>>> = {
  '0.33.0': {
    '1.37': ['1.37.0', 'sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5'],
    '1.36': ['1.36.4', 'sha256:099e049362a1526b2db71494e1947aae99bd16290d7c895f2b7ea312e3cbfaed'],
    '1.35': ['1.35.8', 'sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0'],
    '1.34': ['1.34.11', 'sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d'],
  },
};
export type NodeImageRelease = readonly [version: string, digest: string];

/** From the first to the last minor release. */
export type MinorRange = readonly [first: string, last: string];

/**
 * What each project documents to support, by its minor release. What is not listed is not warned about: a release that is newer than
 * this table is what people come to try.
 */

/** Kubernetes, by release of cert-manager. @see https://cert-manager.io/docs/releases/ (supported Kubernetes versions) */
export const kubernetesForCertManager: Readonly<Record<string, MinorRange>> = {
  '1.15': ['1.25', '1.32'],
  '1.16': ['1.25', '1.32'],
  '1.17': ['1.29', '1.32'],
  '1.18': ['1.29', '1.33'],
  '1.19': ['1.31', '1.35'],
  '1.20': ['1.32', '1.35'],
  '1.21': ['1.33', '1.36'],
};

/** Kubernetes, by release of Istio. @see https://istio.io/latest/docs/releases/supported-releases/ */
export const kubernetesForIstio: Readonly<Record<string, MinorRange>> = {
  '1.23': ['1.27', '1.30'],
  '1.24': ['1.28', '1.31'],
  '1.25': ['1.29', '1.32'],
  '1.26': ['1.29', '1.33'],
  '1.27': ['1.29', '1.33'],
  '1.28': ['1.30', '1.34'],
  '1.29': ['1.31', '1.35'],
  '1.30': ['1.32', '1.36'],
  '1.31': ['1.32', '1.36'],
};

/**
 * The cert-manager whose interfaces a release of the issuer is built with. The project documents no range; cert-manager's API is stable
 * (v1), so an older cert-manager may do, but nobody tests it there.
 *
 * @see https://github.com/cert-manager/aws-privateca-issuer/blob/main/go.mod
 */
export const certManagerOfIssuer: Readonly<Record<string, string>> = {
  '1.9': '1.20',
  '1.10': '1.20',
  '1.11': '1.20',
  '1.12': '1.21',
};

/**
 * The day on which a project's support of a minor release ends, where it is known. cert-manager's is the release of the second next minor,
 * Istio's six weeks after that. The issuer's project documents none.
 */
export const endOfSupport = {
  // https://kubernetes.io/releases/patch-releases/
  kubernetes: {
    '1.29': '2025-02-28',
    '1.30': '2025-07-15',
    '1.31': '2025-11-11',
    '1.32': '2026-02-28',
    '1.33': '2026-06-28',
    '1.34': '2026-10-27',
    '1.35': '2027-02-28',
    '1.36': '2027-06-28',
    '1.37': '2027-10-28',
  },
  // https://cert-manager.io/docs/releases/
  certManager: {
    '1.15': '2025-02-03',
    '1.16': '2025-06-10',
    '1.17': '2025-10-07',
    '1.18': '2026-03-10',
    '1.19': '2026-07-08',
  },
  // https://istio.io/latest/docs/releases/supported-releases/
  istio: {
    '1.23': '2025-04-16',
    '1.24': '2025-06-24',
    '1.25': '2025-09-30',
    '1.26': '2025-12-22',
    '1.27': '2026-04-07',
    '1.28': '2026-07-01',
    '1.29': '2026-10-12',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

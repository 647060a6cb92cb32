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

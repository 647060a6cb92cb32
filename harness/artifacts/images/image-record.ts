/** An image, and what it is: a registry's digest of what is published under the name, or that of what was built. */
export interface ImageRecord {
  /** The whole name, with its registry: `quay.io/jetstack/cert-manager-controller:v1.21.2`. */
  readonly name: string;
  /** `sha256:…` */
  readonly digest: string;
}

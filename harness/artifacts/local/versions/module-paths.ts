/** The Go modules of the components that are built from source. */
export const modulePaths = {
  certManager: 'github.com/cert-manager/cert-manager',
  issuer: 'github.com/cert-manager/aws-privateca-issuer',
  istio: 'istio.io/istio',
} as const;

import { expect, test } from '@jest/globals';
import { oidcProviderName } from './issuer-trust.ts';

test.each([
  ['https://oidc.eks.us-east-1.amazonaws.com/id/ABC', 'oidc.eks.us-east-1.amazonaws.com/id/ABC'],
  // What a cluster of kind's or of kubeadm's has by default.
  ['https://kubernetes.default.svc.cluster.local', 'kubernetes.default.svc.cluster.local'],
])('IAM knows the OIDC issuer %s as %s', (url, name) => {
  expect(oidcProviderName(url)).toBe(name);
});

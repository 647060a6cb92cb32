import { expect, test } from '@jest/globals';
import { deploymentFacts } from './workload-facts.ts';

test('of a Deployment only the settings that name roles, regions and endpoints are taken, and no credential', () => {
  const env = [
    { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::123456789012:role/r' },
    { name: 'AWS_ENDPOINT_URL_STS', value: 'http://aws:4566' },
    { name: 'AWS_ACCESS_KEY_ID', value: 'AKIAEXAMPLE' },
    { name: 'AWS_SECRET_ACCESS_KEY', value: 'wJalrXUtnFEMI' },
    { name: 'PASSWORD', value: 'secret' },
    { name: 'AWS_REGION', valueFrom: { secretKeyRef: { name: 's', key: 'region' } } },
  ];
  const facts = deploymentFacts({
    metadata: { namespace: 'cert-manager', name: 'issuer' },
    spec: {
      replicas: 2,
      template: { spec: { serviceAccountName: 'aws-pca-issuer', containers: [{ name: 'c', env }] } },
    },
    status: { readyReplicas: 1 },
  });
  expect(facts).toMatchObject({
    asked: 2,
    ready: 1,
    serviceAccount: 'aws-pca-issuer',
    awsSettings: {
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r',
      AWS_ENDPOINT_URL_STS: 'http://aws:4566',
    },
  });
});

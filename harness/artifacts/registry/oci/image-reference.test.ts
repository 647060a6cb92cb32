import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../errors/harness-error.ts';
import { formatReference, parseReference } from './image-reference.ts';

const digest = `sha256:${'0'.repeat(64)}`;

describe('the whole name of an image', () => {
  test.each([
    ['node', 'docker.io/library/node:latest'],
    ['kindest/node:v1.34.0', 'docker.io/kindest/node:v1.34.0'],
    ['index.docker.io/istio/pilot:1.31.0', 'docker.io/istio/pilot:1.31.0'],
    ['quay.io/jetstack/cert-manager-webhook:v1.21.2', 'quay.io/jetstack/cert-manager-webhook:v1.21.2'],
    ['127.0.0.1:5000/a/b', '127.0.0.1:5000/a/b:latest'],
    ['localhost/a:1', 'localhost/a:1'],
    [`kindest/node:v1@${digest}`, `docker.io/kindest/node:v1@${digest}`],
    [`quay.io/a/b@${digest}`, `quay.io/a/b@${digest}`],
  ])('%s is %s', (given, whole) => {
    expect(formatReference(parseReference(given))).toBe(whole);
  });

  test.each(['', 'UPPER/case:1', 'quay.io/', 'a b', 'quay.io/../etc:1', 'node:'])('"%s" is none', (given) => {
    expect(() => parseReference(given)).toThrow(UsageError);
  });
});

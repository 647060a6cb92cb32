import { describe, expect, test } from '@jest/globals';
import { imageBaseName, imagesOf } from './manifest-images.ts';

describe('images of manifests', () => {
  test('are those of containers and init containers, wherever in a document, each once', () => {
    const manifests = `
kind: Deployment
spec:
  template:
    spec:
      initContainers:
      - image: example.org/first:1
      containers:
      - image: example.org/second:1
        args: [--other-image=example.org/not-run:1]
      - image: example.org/first:1
---
# a document with nothing but a comment
---
kind: ConfigMap
data: {image: example.org/not-run:2}
---
kind: Pod
spec: {containers: [{image: example.org/third:1}]}
`;
    expect(imagesOf(manifests)).toEqual(['example.org/first:1', 'example.org/second:1', 'example.org/third:1']);
  });

  test.each([
    ['registry.example.org:5000/team/etcd:3.6.5-0', 'etcd'],
    ['registry.example.org:5000/team/etcd', 'etcd'],
    ['etcd', 'etcd'],
    ['example.org/etcd:1@sha256:0123', 'etcd'],
  ])('the base name of %s is %s', (reference, name) => {
    expect(imageBaseName(reference)).toBe(name);
  });
});

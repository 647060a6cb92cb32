import { expect, test } from '@jest/globals';
import { parseImageList } from './node-images.ts';

test("the images of a node are read from containerd's list, the kubelet's own names too", () => {
  const list = [
    'REF TYPE DIGEST SIZE PLATFORMS LABELS',
    'quay.io/jetstack/cert-manager-controller:v1.21.2 application/vnd.oci.image.manifest.v1+json sha256:aa 20.5 MiB linux/amd64 -',
    'sha256:bb application/vnd.oci.image.manifest.v1+json sha256:aa 20.5 MiB linux/amd64 io.cri-containerd.image=managed',
    '',
  ].join('\n');
  expect(parseImageList(list)).toEqual([
    { name: 'quay.io/jetstack/cert-manager-controller:v1.21.2', digest: 'sha256:aa' },
    { name: 'sha256:bb', digest: 'sha256:aa' },
  ]);
});

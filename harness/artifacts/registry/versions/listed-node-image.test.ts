import { expect, test } from '@jest/globals';
import { kindNodeImages, publishedDefaults } from '../../current-releases.ts';
import { defaultVersions } from '../../versions.ts';
import { publicEndpoints } from '../endpoints.ts';
import { parseReference } from '../oci/image-reference.ts';
import { listedNodeImage } from './listed-node-image.ts';

const listed = (kubernetes: string, endpoints = publicEndpoints, kind = '0.33.0') =>
  listedNodeImage(endpoints, kind, kubernetes)?.[0];

test("kind's node image is the one that its release lists, for a line and for its version", () => {
  expect([listed('1.36'), listed('1.36.4'), listed('1.36.3'), listed('1.3')]).toEqual([
    '1.36.4',
    '1.36.4',
    undefined,
    undefined,
  ]);
});

test('another kind, and node images of an address of the user’s, are not held to it', () => {
  expect(listed('1.36', publicEndpoints, '0.32.0')).toBeUndefined();
  expect(listed('1.36', { ...publicEndpoints, nodeImages: 'harbor.example/kindest/node' })).toBeUndefined();
});

test('the default kind lists an image for the default Kubernetes, and every digest is one', () => {
  expect(listedNodeImage(publicEndpoints, defaultVersions.kind, publishedDefaults.kubernetes)).toBeDefined();
  for (const [version, digest] of Object.values(kindNodeImages).flatMap((lines) => Object.values(lines))) {
    expect(parseReference(`${publicEndpoints.nodeImages}:v${version}@${digest}`)).toMatchObject({ digest });
  }
});

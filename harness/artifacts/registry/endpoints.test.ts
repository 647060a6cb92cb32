import { describe, expect, test } from '@jest/globals';
import { defaultArtifactSettings, readArtifactSettings } from '../artifact-settings.ts';
import { defaultVersions } from '../versions.ts';
import { checkPublished } from './check-published.ts';
import { endpointsWith, publicEndpoints } from './endpoints.ts';

const check = (settings: object, versions: object = {}) =>
  checkPublished({ ...defaultVersions, ...versions }, { ...defaultArtifactSettings, ...settings });

describe('addresses of published artifacts', () => {
  test('are the public ones unless told otherwise', () => {
    expect(endpointsWith({ helm: 'https://mirror.example/helm/' })).toEqual({
      ...publicEndpoints,
      helm: 'https://mirror.example/helm',
    });
  });

  test.each([
    [{ endpoints: { helmet: 'https://a.example' } }, 'There is no address named helmet'],
    [{ endpoints: { helm: 'mirror' } }, 'The address for helm is not a URL: mirror'],
    [{ registryMirrors: { 'docker.io': 'https://me:pw@a.example' } }, 'is given with credentials in its URL'],
    [{ registryMirrors: { 'docker.io': 'https://:' } }, 'is not a URL'],
    [{ nodeImage: 'Not An Image' }, 'is not the name of an image'],
    [{ checkouts: { issuer: '/src/issuer' } }, 'what is published cannot be built from one'],
  ])('%j is refused', (settings, message) => {
    expect(() => check(settings)).toThrow(message);
  });

  test.each(['latest', '1', 'v1.2.3', '1.2.3/..'])('%s is no version', (certManager) => {
    expect(() => check({}, { certManager })).toThrow(`${certManager} is not a version of cert-manager`);
  });

  test.each(['1.21', '1.21.2', '1.22.0-beta.0', '1.24.1-tetratefips-v0'])('%s is one', (istio) => {
    expect(() => check({}, { istio })).not.toThrow();
  });
});

describe('a configuration file', () => {
  test('may have mirrors and addresses', () => {
    const content = { registryMirrors: { 'docker.io': 'https://a.example' }, endpoints: { helm: 'https://b.example' } };
    expect(readArtifactSettings(content, 'file.yaml')).toEqual(content);
  });

  test.each([
    ['a text', 'file.yaml is not a list of names and values'],
    [{ mirrors: {} }, 'file.yaml has an entry mirrors, which is not known'],
    [{ endpoints: { helm: 3 } }, 'helm among the endpoints in file.yaml is not a text'],
  ])('%j is refused', (content, message) => {
    expect(() => readArtifactSettings(content, 'file.yaml')).toThrow(message);
  });
});

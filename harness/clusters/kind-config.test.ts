import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { kindConfig, plainCniConfig, podCidr } from './kind-config.ts';

const options = {
  name: 'pca-e2e-x',
  node: { image: 'node:test', needsPlainCni: true, containerdConfigPatches: ['[a]\nb = 1'] },
  serviceAccountIssuer: 'https://issuer.example/id/X',
  cniConfigFile: '/run/cni.conflist',
};

describe('kindConfig', () => {
  test('names the node image and mounts the plain network where the image lacks one', () => {
    expect(parse(kindConfig(options))).toMatchObject({
      name: 'pca-e2e-x',
      networking: { disableDefaultCNI: true, podSubnet: podCidr },
      containerdConfigPatches: ['[a]\nb = 1'],
      nodes: [{ image: 'node:test', extraMounts: [{ hostPath: '/run/cni.conflist', readOnly: true }] }],
    });
  });

  test('mounts nothing where the node image brings its network', () => {
    const { cniConfigFile: _, ...rest } = options;
    const config = parse(kindConfig({ ...rest, node: { ...options.node, needsPlainCni: false } }));
    expect(config.networking.disableDefaultCNI).toBe(false);
    expect(config.nodes[0].extraMounts).toEqual([]);
  });

  test("makes the API server sign tokens with the cluster's own OIDC issuer", () => {
    const patches = parse(kindConfig(options)).kubeadmConfigPatches.map((patch: string) => parse(patch));
    expect(patches).toEqual([
      expect.objectContaining({
        apiVersion: 'kubeadm.k8s.io/v1beta3',
        kind: 'ClusterConfiguration',
        apiServer: { extraArgs: { 'service-account-issuer': 'https://issuer.example/id/X' } },
      }),
      expect.objectContaining({
        apiVersion: 'kubeadm.k8s.io/v1beta4',
        kind: 'ClusterConfiguration',
        apiServer: { extraArgs: [{ name: 'service-account-issuer', value: 'https://issuer.example/id/X' }] },
      }),
      expect.objectContaining({ kind: 'KubeletConfiguration' }),
    ]);
  });
});

test('etcd does not wait for the disk, whichever version of its configuration kubeadm reads', () => {
  const [older, newer] = parse(kindConfig(options)).kubeadmConfigPatches.map((patch: string) => parse(patch));
  expect(older.etcd).toEqual({ local: { extraArgs: { 'unsafe-no-fsync': 'true' } } });
  expect(newer.etcd).toEqual({ local: { extraArgs: [{ name: 'unsafe-no-fsync', value: 'true' }] } });
});

test('makes the kubelet bring a changed secret to its pods within seconds', () => {
  const [kubelet] = parse(kindConfig(options))
    .kubeadmConfigPatches.map((patch: string) => parse(patch))
    .filter(({ kind }: { kind: string }) => kind === 'KubeletConfiguration');
  expect(kubelet).toEqual({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    syncFrequency: '5s',
  });
});

test('the plain network gives pods addresses of the pod range and lets them out', () => {
  const [ptp] = JSON.parse(plainCniConfig()).plugins;
  expect(ptp).toMatchObject({ type: 'ptp', ipMasq: true, ipam: { ranges: [[{ subnet: podCidr }]] } });
});

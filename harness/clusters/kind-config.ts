import { stringify } from 'yaml';
import type { Artifacts } from '../artifacts/artifact-source.ts';

export interface KindConfigOptions {
  readonly name: string;
  readonly node: Artifacts['node'];
  readonly serviceAccountIssuer: string;
  /** Host path of the CNI configuration to mount, when the node image lacks kindnet. */
  readonly cniConfigFile?: string;
}

/** The `kind create cluster --config` document of a run. */
export function kindConfig(options: KindConfigOptions): string {
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    name: options.name,
    networking: {
      ipFamily: 'ipv4',
      podSubnet: podCidr,
      serviceSubnet: serviceCidr,
      disableDefaultCNI: options.node.needsPlainCni,
    },
    containerdConfigPatches: options.node.containerdConfigPatches,
    kubeadmConfigPatches: [...kubeadmPatches(options.serviceAccountIssuer), kubeletPatch()],
    nodes: [
      {
        role: 'control-plane',
        image: options.node.image,
        extraMounts: options.cniConfigFile
          ? [{ hostPath: options.cniConfigFile, containerPath: '/etc/cni/net.d/10-ptp.conflist', readOnly: true }]
          : [],
      },
    ],
  });
}

export const podCidr = '10.244.0.0/16';
export const serviceCidr = '10.96.0.0/16';

type Arguments = Readonly<Record<string, string>>;
type ControlPlaneArguments = Readonly<Record<'apiServer' | 'controllerManager' | 'scheduler' | 'etcd', Arguments>>;

/**
 * Settings of the control plane. The API server signs tokens with the cluster's own OIDC issuer; its keys stay at
 * /openid/v1/jwks, whatever the issuer's URL is. The rest is for speed: with one control plane there is no leader to
 * elect, and the controller manager's default of 20 requests a second makes its controllers start seconds late. etcd
 * does not wait for the disk: a cluster that goes with its run has nothing to survive, and where other work keeps the
 * disk busy, late writes cost the components their leases and their watches come late.
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (--service-account-issuer)
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ (--kube-api-qps)
 * @see https://github.com/etcd-io/etcd/pull/11946 (--unsafe-no-fsync, meant for tests)
 */
function controlPlaneArguments(serviceAccountIssuer: string): ControlPlaneArguments {
  const quick = { 'leader-elect': 'false', 'kube-api-qps': '500', 'kube-api-burst': '1000' };
  return {
    apiServer: { 'service-account-issuer': serviceAccountIssuer },
    controllerManager: quick,
    scheduler: quick,
    etcd: { 'unsafe-no-fsync': 'true' },
  };
}

/**
 * The settings as patches of kubeadm's configuration, one for each of its versions: kind applies the one whose version
 * it uses for the Kubernetes at hand.
 */
function kubeadmPatches(serviceAccountIssuer: string): readonly string[] {
  const asMap = (args: Arguments): unknown => args;
  const asList = (args: Arguments): unknown => Object.entries(args).map(([name, value]) => ({ name, value }));
  return [kubeadmPatch('v1beta3', asMap), kubeadmPatch('v1beta4', asList)];

  function kubeadmPatch(version: string, shape: (args: Arguments) => unknown): string {
    const { etcd, ...components } = controlPlaneArguments(serviceAccountIssuer);
    const extraArgs = Object.entries(components).map(([component, args]) => [component, { extraArgs: shape(args) }]);
    return stringify({
      apiVersion: `kubeadm.k8s.io/${version}`,
      kind: 'ClusterConfiguration',
      ...Object.fromEntries(extraArgs),
      etcd: { local: { extraArgs: shape(etcd) } },
    });
  }
}

/**
 * A renewed `cacerts` is in istiod's container with the kubelet's next look at the pod: by default 60 to 90 s later
 * (measured: 52 to 80 s), so that istiod would pass over one of two renewals that are a minute apart, and every
 * scenario of a renewal would wait for nothing else. With 5 s it is there after 3 to 5 s, for 2 ms of CPU time a second.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 */
function kubeletPatch(): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    syncFrequency: '5s',
  });
}

/**
 * Enough of a network for one node: every pod gets a veth pair routed by the host, addresses come from the node's own
 * pod range, and what leaves the node is masqueraded.
 */
export function plainCniConfig(): string {
  return JSON.stringify(
    {
      cniVersion: '1.0.0',
      name: 'pca-e2e',
      plugins: [
        {
          type: 'ptp',
          ipMasq: true,
          ipam: { type: 'host-local', ranges: [[{ subnet: podCidr }]], routes: [{ dst: '0.0.0.0/0' }] },
        },
        { type: 'portmap', capabilities: { portMappings: true } },
      ],
    },
    null,
    2,
  );
}

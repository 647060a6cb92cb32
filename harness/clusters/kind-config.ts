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
    kubeadmConfigPatches: [stringify(apiServerPatch(options.serviceAccountIssuer))],
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

/**
 * The issuer comes first: the API server signs with the first and accepts them all. Its keys stay at /openid/v1/jwks of
 * the API server, whatever the issuer's URL is.
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (--service-account-issuer)
 */
function apiServerPatch(serviceAccountIssuer: string) {
  return {
    kind: 'ClusterConfiguration',
    apiServer: { extraArgs: { 'service-account-issuer': serviceAccountIssuer } },
  };
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

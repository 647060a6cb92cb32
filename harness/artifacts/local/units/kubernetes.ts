import type { Unit } from '../../cache/unit.ts';
import { goProgramsUnit } from './go-programs.ts';
import type { GoToolchain } from './go-toolchain.ts';

export const kubernetesPrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubelet',
  'kubeadm',
  'kubectl',
] as const;

/**
 * All of Kubernetes in one build: the seven programs share most of their packages. Its staging modules (`k8s.io/api` and others) lie
 * in folders of the repository, which the module does not contain; each is published as a module of its own under a version that
 * mirrors Kubernetes's: 1.34.4 is v0.34.4 there.
 */
export function kubernetesUnit(version: string, go: GoToolchain): Unit {
  const stagingVersion = `v0.${version.slice(version.indexOf('.') + 1)}`;
  const [major = '', minor = ''] = version.split('.');
  return goProgramsUnit({
    id: 'kubernetes',
    title: `Kubernetes ${version}`,
    version,
    go,
    module: { path: 'k8s.io/kubernetes', version: `v${version}` },
    programs: Object.fromEntries(kubernetesPrograms.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
    variables: {
      'k8s.io/component-base/version.gitVersion': `v${version}`,
      'k8s.io/component-base/version.gitMajor': major,
      'k8s.io/component-base/version.gitMinor': minor,
      'k8s.io/component-base/version.gitTreeState': 'clean',
    },
    translate: ({ path }) => ({ path, by: path, version: stagingVersion }),
  });
}

import { all, line, type Rule } from '../rule.ts';

/** The machine that the cluster runs on. */
export const machineRules: readonly Rule[] = [
  {
    id: 'inotify-limit',
    title: "The machine's inotify limits are used up",
    when: [
      all(
        line('error', /kind create cluster|Multi-User System|kube-proxy|too many open files|inotify/),
        line('relation', /^This machine: (?<limits>fs\.inotify\..*too low for .*)$/),
      ).supportedBy(line('log', /^The node's container: .*(too many open files|inotify)/)),
      all(
        line('pod', /^Pod kube-system\/kube-proxy\S*: 0\/1 .*restarted/),
        line('relation', /^This machine: (?<limits>fs\.inotify\..*too low for .*)$/),
      ).supportedBy(line('log', /^Pod kube-system\/kube-proxy.*too many open files/)),
      all(line('error', /too many open files|inotify.*(limit|instances|watches)/)).supportedBy(
        line('relation', /^This machine: fs\.inotify/),
      ),
    ],
    cause: 'The node does not come up because this machine lets programs watch too few files (inotify)[[: {limits}]].',
    remedy:
      'Run: sudo sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288 (and write both to /etc/sysctl.d/ to keep them). Or remove clusters that nobody needs: pca-e2e list, kind get clusters.',
    references: [
      'kubernetes-sigs/kind#3317',
      'stolostron/capi-tests#285',
      'https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files',
    ],
  },
  {
    id: 'services-not-routed',
    title: 'kube-proxy does not run',
    when: [
      all(line('pod', /^Pod kube-system\/(?<pod>kube-proxy\S*): (?<state>0\/1 .*restarted.*)$/)).supportedBy(
        line('log', /^Pod kube-system\/kube-proxy/),
      ),
    ],
    cause:
      'No Service of the cluster is reachable, so neither are the API server and the webhooks from pods: kube-proxy does not run (Pod {pod}: {state}).',
    remedy:
      'See why it ends: kubectl --namespace kube-system logs {pod} --previous. Everything else comes up by itself once it runs.',
    references: ['https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#is-kube-proxy-running'],
  },
];

import { all, line, type Rule } from '../rule.ts';

const callFailed = line('error', /webhook.*cert-manager|cert-manager.*webhook/i);

/** Guide, step 1: cert-manager's webhook, without which nothing of cert-manager's can be created. */
export const certManagerWebhookRules: readonly Rule[] = [
  {
    id: 'webhook-not-ready',
    title: "cert-manager's webhook is not ready",
    when: [
      all(
        line('pod', /^Deployment (?<namespace>[^/\s]+)\/(?<deployment>\S*cert-manager\S*-webhook): (?<state>.+)$/),
      ).supportedBy(
        line('pod', /^Pod \S+cert-manager\S*-webhook/),
        callFailed,
        line('event', /^Pod \S+cert-manager\S*-webhook/),
      ),
    ],
    cause:
      "cert-manager's webhook is not there: Deployment {namespace}/{deployment} {state}. The API server refuses every Certificate and Issuer until it is.",
    remedy:
      'Bring the webhook up before anything of cert-manager is created: kubectl --namespace {namespace} rollout status deployment/{deployment}. If it is scaled down: kubectl --namespace {namespace} scale deployment/{deployment} --replicas 1. If its pod does not start: kubectl --namespace {namespace} describe pods.',
    references: ['guide, step 1', 'https://cert-manager.io/docs/troubleshooting/webhook/'],
  },
  {
    id: 'webhook-ca-bundle-missing',
    title: "cert-manager's webhook is not trusted",
    when: [
      all(
        line(
          'relation',
          /^(?<kind>\w+WebhookConfiguration) (?<name>\S*cert-manager\S*): its hook \S+ (?<problem>has .*CA bundle.*): the API server cannot trust the webhook$/,
        ),
      ).supportedBy(callFailed, line('pod', /^(Deployment|Pod) \S+cainjector/)),
    ],
    cause:
      "The API server does not trust cert-manager's webhook: {kind} {name} {problem}. cert-manager's cainjector writes it.",
    remedy:
      'See that the cainjector runs and why it does not write the bundle: kubectl --namespace cert-manager get pods, kubectl --namespace cert-manager logs deployment/cert-manager-cainjector. It writes the bundle as soon as it runs and the annotation cert-manager.io/inject-ca-from-secret of {name} is there.',
    references: ['guide, step 1', 'https://cert-manager.io/docs/concepts/ca-injector/'],
  },
];

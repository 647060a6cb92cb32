import { bookinfoPodsCheck, certManagerPodsCheck, issuerPodsCheck } from '../../steps/pods-checks.ts';
import type { CounterExample } from './counter-example.ts';
import { deployed, deployment, pod, withoutDeployment, withPods } from './deployed.ts';

const labelsOf = (component: string) => ({ labels: { 'app.kubernetes.io/component': component } });
const ofComponent = (component: string) => deployment(component, labelsOf(component));
const certManager = deployed(['controller', 'cainjector', 'webhook'].map(ofComponent));
const issuer = deployed([deployment('issuer', { replicas: 2 })]);
const services = ['details-v1', 'productpage-v1', 'ratings-v1', 'reviews-v1', 'reviews-v2', 'reviews-v3'];
const deployments = services.map((name) => deployment(name));
const bookinfo = deployed(deployments, { containers: ['service', 'istio-proxy'] });
const none = { deployments: [], pods: [] };

export const podsCounterExamples = {
  'cert-manager-pods': {
    held: () => certManagerPodsCheck(certManager),
    broken: {
      'nothing is installed': () => certManagerPodsCheck(none),
      'there is no cainjector': () => certManagerPodsCheck(withoutDeployment(certManager, 'cainjector')),
      'its webhook has no pod': () => certManagerPodsCheck(withPods(certManager, 'webhook', [])),
      'its webhook is asked for no pod': () =>
        certManagerPodsCheck(
          deployed([
            ...certManager.deployments.slice(0, 2),
            deployment('webhook', { ...labelsOf('webhook'), replicas: 0 }),
          ]),
        ),
      'its controller does not start': () =>
        certManagerPodsCheck(withPods(certManager, 'controller', [{ phase: 'Pending' }])),
      'three pods of one component run': () =>
        certManagerPodsCheck(deployed([deployment('controller', { ...labelsOf('controller'), replicas: 3 })])),
    },
  },
  'issuer-pods': {
    held: () => issuerPodsCheck(issuer),
    broken: {
      'nothing is installed': () => issuerPodsCheck(none),
      'one of its two pods is missing': () => issuerPodsCheck(withPods(issuer, 'issuer', [{}])),
      'one of them does not start': () => issuerPodsCheck(withPods(issuer, 'issuer', [{}, { phase: 'Pending' }])),
      'the pods that run are none of its Deployment': () =>
        issuerPodsCheck({ ...issuer, pods: [pod('other'), pod('other')] }),
    },
  },
  'bookinfo-pods': {
    held: () => bookinfoPodsCheck(bookinfo),
    broken: {
      'there is none': () => bookinfoPodsCheck(none),
      'one service is missing': () => bookinfoPodsCheck(withoutDeployment(bookinfo, 'reviews-v3')),
      'one pod has no sidecar': () => bookinfoPodsCheck(withPods(bookinfo, 'ratings-v1', [{}])),
      'one pod has two containers, and no sidecar': () =>
        bookinfoPodsCheck(withPods(bookinfo, 'ratings-v1', [{ containers: ['service', 'logs'] }])),
      'one sidecar is not ready': () =>
        bookinfoPodsCheck(
          withPods(bookinfo, 'ratings-v1', [{ containers: ['service'], sidecar: 'istio-proxy', ready: false }]),
        ),
    },
  },
} as const satisfies Record<string, CounterExample>;

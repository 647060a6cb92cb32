import type { InventoryObject } from './inventory.ts';

/** Something of the guide's that a cluster has already. */
export interface Installation {
  readonly part: 'cert-manager' | 'issuer' | 'istio' | 'cacerts' | 'injection';
  /** What it is, for people: `cert-manager 1.21.2, Helm release cert-manager`. */
  readonly what: string;
  /** Where it is: a namespace, or objects. */
  readonly where: string;
}

/** A cert-manager that a run can use as it is. */
export interface CertManagerThere {
  readonly namespace: string;
  /** Service account of its controller: it must be allowed to approve requests of the issuer. */
  readonly serviceAccount: string;
  readonly version: string | undefined;
}

/** Everything of the guide's that a cluster has, by names and labels alone. */
export function findInstallations(objects: readonly InventoryObject[]): readonly Installation[] {
  return [
    ...ofController('cert-manager', 'cert-manager', objects, certManagerDeployment, /^(acme\.)?cert-manager\.io$/),
    ...ofController('issuer', 'aws-privateca-issuer', objects, issuerDeployment, /^awspca\.cert-manager\.io$/),
    ...ofController('istio', 'Istio', objects, istiodDeployment, /\.istio\.io$/),
    ...istioWebhooks(objects),
    ...cacerts(objects),
    ...injectedNamespaces(objects),
  ];
}

/** The Deployment of cert-manager's controller; undefined when there is none. */
export const certManagerController = (objects: readonly InventoryObject[]): InventoryObject | undefined =>
  objects.find(certManagerDeployment);

const isDeployment = ({ resource: { group, name } }: InventoryObject) => group === 'apps' && name === 'deployments';

const certManagerDeployment = (object: InventoryObject) =>
  isDeployment(object) &&
  object.labels['app.kubernetes.io/name'] === 'cert-manager' &&
  object.labels['app.kubernetes.io/component'] === 'controller';

const issuerDeployment = (object: InventoryObject) =>
  isDeployment(object) && object.labels['app.kubernetes.io/name'] === 'aws-privateca-issuer';

const istiodDeployment = (object: InventoryObject) =>
  isDeployment(object) && (object.labels['app'] === 'istiod' || object.labels['istio'] === 'pilot');

function ofController(
  part: Installation['part'],
  title: string,
  objects: readonly InventoryObject[],
  isController: (object: InventoryObject) => boolean,
  group: RegExp,
): readonly Installation[] {
  const controllers = objects.filter(isController);
  if (controllers.length > 0) {
    return controllers.map((controller) => ({
      part,
      what: [title, ...detailsOf(controller)].join(', '),
      where: `namespace ${controller.namespace}`,
    }));
  }
  const definitions = objects.filter(
    ({ resource, name }) =>
      resource.name === 'customresourcedefinitions' && group.test(name.slice(name.indexOf('.') + 1)),
  );
  if (definitions.length === 0) return [];
  return [{ part, what: `custom resources of ${title}, without its controller`, where: shortList(definitions) }];
}

/** istiod's own version is in its image alone; what its label says is no version of Istio's. */
function detailsOf({ labels, annotations }: InventoryObject): readonly string[] {
  const version = labels['app'] === 'istiod' ? undefined : labels['app.kubernetes.io/version'];
  const release = annotations['meta.helm.sh/release-name'];
  const revision = labels['istio.io/rev'];
  return [
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(release === undefined ? [] : [`Helm release ${release}`]),
  ];
}

function istioWebhooks(objects: readonly InventoryObject[]): readonly Installation[] {
  const webhooks = objects.filter(isIstioWebhook);
  if (webhooks.length === 0) return [];
  return [{ part: 'istio', what: "Istio's admission webhooks", where: shortList(webhooks) }];
}

/** Whether an object is one of Istio's admission webhooks, of whichever revision. */
const isIstioWebhook = ({ resource, labels }: InventoryObject): boolean =>
  resource.group === 'admissionregistration.k8s.io' && ('istio.io/rev' in labels || 'istio.io/tag' in labels);

/** What istiod would plug in as its CA, and the names that the guide's steps 3, 5 and 6 use. */
const namesOfGuide: readonly (readonly [plural: string, namespace: string, name: string, what: string])[] = [
  ['secrets', 'istio-system', 'cacerts', "Istio's plugged-in CA"],
  ['certificates', 'istio-system', 'istio-ca', "the Certificate of Istio's CA"],
  ['awspcaissuers', 'istio-system', 'aws-pca-issuer-istio', 'an AWSPCAIssuer'],
  ['serviceaccounts', 'cert-manager', 'aws-pca-issuer', "the issuer's service account"],
];

function cacerts(objects: readonly InventoryObject[]): readonly Installation[] {
  return namesOfGuide.flatMap(([plural, namespace, name, what]) =>
    objects
      .filter((object) => object.resource.name === plural && object.namespace === namespace && object.name === name)
      .map(() => ({ part: 'cacerts' as const, what, where: `${plural} ${namespace}/${name}` })),
  );
}

/** With Istio there, new pods of such a namespace would get a sidecar that its owner knows nothing of. */
function injectedNamespaces(objects: readonly InventoryObject[]): readonly Installation[] {
  return objects
    .filter(({ resource: { group, name } }) => group === '' && name === 'namespaces')
    .filter(({ labels }) => labels['istio-injection'] === 'enabled' || 'istio.io/rev' in labels)
    .map(({ name }) => ({ part: 'injection', what: 'a namespace that asks for sidecars', where: `namespace ${name}` }));
}

const shown = 3;

function shortList(objects: readonly InventoryObject[]): string {
  const names = objects.slice(0, shown).map(({ resource, name }) => `${resource.name} ${name}`);
  return objects.length > shown ? `${names.join(', ')} and ${objects.length - shown} more` : names.join(', ');
}

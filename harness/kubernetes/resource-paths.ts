/** API paths of the collections that the flow watches. */
export const resourcePaths = {
  nodes: '/api/v1/nodes',
  deployments: (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`,
  daemonSets: (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
  pods: (namespace: string) => `/api/v1/namespaces/${namespace}/pods`,
  secrets: (namespace: string) => `/api/v1/namespaces/${namespace}/secrets`,
  configMaps: (namespace: string) => `/api/v1/namespaces/${namespace}/configmaps`,
  customResourceDefinitions: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  validatingWebhookConfigurations: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
  certificates: (namespace: string) => `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates`,
  certificateRequests: (namespace: string) => `/apis/cert-manager.io/v1/namespaces/${namespace}/certificaterequests`,
  awsPcaIssuers: (namespace: string) => `/apis/awspca.cert-manager.io/v1beta1/namespaces/${namespace}/awspcaissuers`,
} as const;

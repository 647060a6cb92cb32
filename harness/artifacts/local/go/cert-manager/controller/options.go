package main

import "github.com/cert-manager/cert-manager/istio-pca-e2e/component"

// options are the flags that the chart of any release may pass. The configuration they become is checked by the release itself.
var options = component.Together(component.Common(), component.LeaderElection(), map[string]component.Option{
	"master":                                {Path: "apiServerHost", Kind: component.Text},
	"kube-api-qps":                          {Path: "kubernetesAPIQPS", Kind: component.Number},
	"kube-api-burst":                        {Path: "kubernetesAPIBurst", Kind: component.Number},
	"cluster-resource-namespace":            {Path: "clusterResourceNamespace", Kind: component.Text},
	"controllers":                           {Path: "controllers", Kind: component.List},
	"issuer-ambient-credentials":            {Path: "issuerAmbientCredentials", Kind: component.Switch},
	"cluster-issuer-ambient-credentials":    {Path: "clusterIssuerAmbientCredentials", Kind: component.Switch},
	"enable-certificate-owner-ref":          {Path: "enableCertificateOwnerRef", Kind: component.Switch},
	"enable-gateway-api":                    {Path: "enableGatewayAPI", Kind: component.Switch},
	"enable-gateway-api-listenerset":        {Path: "enableGatewayAPIListenerSet", Kind: component.Switch},
	"copied-annotation-prefixes":            {Path: "copiedAnnotationPrefixes", Kind: component.List},
	"concurrent-workers":                    {Path: "numberOfConcurrentWorkers", Kind: component.Number},
	"max-concurrent-challenges":             {Path: "maxConcurrentChallenges", Kind: component.Number},
	"internal-healthz-listen-address":       {Path: "healthzListenAddress", Kind: component.Text},
	"default-issuer-name":                   {Path: "ingressShimConfig.defaultIssuerName", Kind: component.Text},
	"default-issuer-kind":                   {Path: "ingressShimConfig.defaultIssuerKind", Kind: component.Text},
	"default-issuer-group":                  {Path: "ingressShimConfig.defaultIssuerGroup", Kind: component.Text},
	"auto-certificate-annotations":          {Path: "ingressShimConfig.defaultAutoCertificateAnnotations", Kind: component.List},
	"extra-certificate-annotations":         {Path: "ingressShimConfig.extraCertificateAnnotations", Kind: component.List},
	"acme-http01-solver-image":              {Path: "acmeHTTP01Config.solverImage", Kind: component.Text},
	"acme-http01-solver-nameservers":        {Path: "acmeHTTP01Config.solverNameservers", Kind: component.List},
	"acme-http01-solver-run-as-non-root":    {Path: "acmeHTTP01Config.solverRunAsNonRoot", Kind: component.Switch},
	"acme-http01-solver-runtime-class-name": {Path: "acmeHTTP01Config.solverRuntimeClassName", Kind: component.Text},
	"acme-http01-solver-extra-labels":       {Path: "acmeHTTP01Config.solverExtraLabels", Kind: component.Texts},
	"dns01-recursive-nameservers":           {Path: "acmeDNS01Config.recursiveNameservers", Kind: component.List},
	"dns01-recursive-nameservers-only":      {Path: "acmeDNS01Config.recursiveNameserversOnly", Kind: component.Switch},
	"dns01-check-retry-period":              {Path: "acmeDNS01Config.checkRetryPeriod", Kind: component.Text},
})

package main

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"

	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/controller"
)

// releaseSpecific sets what exists only in some releases. The files named after a release add to it; the builder says by build tags
// (minor16 … minorN, every minor up to the one being built) which of them take part.
var releaseSpecific []func(*controller.ContextOptions, *config.ControllerConfiguration)

func contextOptions(configuration *config.ControllerConfiguration) (controller.ContextOptions, error) {
	http01 := configuration.ACMEHTTP01Config
	options := controller.ContextOptions{
		Kubeconfig:         configuration.KubeConfig,
		APIServerHost:      configuration.APIServerHost,
		KubernetesAPIQPS:   configuration.KubernetesAPIQPS,
		KubernetesAPIBurst: configuration.KubernetesAPIBurst,
		Namespace:          configuration.Namespace,
		IssuerOptions: controller.IssuerOptions{
			ClusterResourceNamespace:        configuration.ClusterResourceNamespace,
			ClusterIssuerAmbientCredentials: configuration.ClusterIssuerAmbientCredentials,
			IssuerAmbientCredentials:        configuration.IssuerAmbientCredentials,
		},
		IngressShimOptions: controller.IngressShimOptions{
			DefaultIssuerName:                 configuration.IngressShimConfig.DefaultIssuerName,
			DefaultIssuerKind:                 configuration.IngressShimConfig.DefaultIssuerKind,
			DefaultIssuerGroup:                configuration.IngressShimConfig.DefaultIssuerGroup,
			DefaultAutoCertificateAnnotations: configuration.IngressShimConfig.DefaultAutoCertificateAnnotations,
		},
		CertificateOptions: controller.CertificateOptions{
			EnableOwnerRef:           configuration.EnableCertificateOwnerRef,
			CopiedAnnotationPrefixes: configuration.CopiedAnnotationPrefixes,
		},
		SchedulerOptions: controller.SchedulerOptions{MaxConcurrentChallenges: configuration.MaxConcurrentChallenges},
		ConfigOptions:    controller.ConfigOptions{EnableGatewayAPI: configuration.EnableGatewayAPI},
		ACMEOptions: controller.ACMEOptions{
			HTTP01SolverImage:            http01.SolverImage,
			HTTP01SolverNameservers:      http01.SolverNameservers,
			ACMEHTTP01SolverRunAsNonRoot: http01.SolverRunAsNonRoot,
			DNS01Nameservers:             configuration.ACMEDNS01Config.RecursiveNameservers,
			DNS01CheckAuthoritative:      !configuration.ACMEDNS01Config.RecursiveNameserversOnly,
			DNS01CheckRetryPeriod:        configuration.ACMEDNS01Config.CheckRetryPeriod,
		},
	}
	for text, quantity := range map[string]*resource.Quantity{
		http01.SolverResourceRequestCPU:    &options.HTTP01SolverResourceRequestCPU,
		http01.SolverResourceRequestMemory: &options.HTTP01SolverResourceRequestMemory,
		http01.SolverResourceLimitsCPU:     &options.HTTP01SolverResourceLimitsCPU,
		http01.SolverResourceLimitsMemory:  &options.HTTP01SolverResourceLimitsMemory,
	} {
		parsed, err := resource.ParseQuantity(text)
		if err != nil {
			return options, fmt.Errorf("HTTP01 solver resources: %q: %w", text, err)
		}
		*quantity = parsed
	}
	for _, set := range releaseSpecific {
		set(&options, configuration)
	}
	return options, nil
}

//go:build minor21

package main

import (
	"k8s.io/apimachinery/pkg/util/sets"

	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/controller"
)

func init() {
	releaseSpecific = append(releaseSpecific, func(options *controller.ContextOptions, configuration *config.ControllerConfiguration) {
		options.HTTP01SolverExtraLabels = configuration.ACMEHTTP01Config.SolverExtraLabels
		options.HTTP01SolverRuntimeClassName = configuration.ACMEHTTP01Config.SolverRuntimeClassName
		options.CertificateRequestMaximumBackoffDuration = configuration.CertificateRequestMaximumBackoffDuration
		options.GatewayAPIExtraProtocols = sets.New(configuration.GatewayAPIConfig.ExtraProtocols...)
	})
}

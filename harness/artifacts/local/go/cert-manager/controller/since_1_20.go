//go:build minor20

package main

import (
	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/controller"
)

func init() {
	releaseSpecific = append(releaseSpecific, func(options *controller.ContextOptions, configuration *config.ControllerConfiguration) {
		options.EnableGatewayAPIListenerSet = configuration.EnableGatewayAPIListenerSet
		options.CertificateRequestMinimumBackoffDuration = configuration.CertificateRequestMinimumBackoffDuration
	})
}

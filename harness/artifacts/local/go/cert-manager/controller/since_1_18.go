//go:build minor18

package main

import (
	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/controller"
)

func init() {
	releaseSpecific = append(releaseSpecific, func(options *controller.ContextOptions, configuration *config.ControllerConfiguration) {
		options.ExtraCertificateAnnotations = configuration.IngressShimConfig.ExtraCertificateAnnotations
	})
}

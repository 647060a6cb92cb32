//go:build minor21

package main

import (
	config "github.com/cert-manager/cert-manager/internal/apis/config/cainjector"
	"github.com/cert-manager/cert-manager/pkg/controller/cainjector"
)

func releaseSpecific(setup *cainjector.SetupOptions, configuration *config.CAInjectorConfiguration) {
	setup.IgnoreNamespaces = configuration.IgnoreNamespaces
}

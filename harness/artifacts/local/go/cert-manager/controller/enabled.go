package main

import (
	"strings"

	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	defaults "github.com/cert-manager/cert-manager/internal/apis/config/controller/v1alpha1"
	"github.com/cert-manager/cert-manager/internal/controller/feature"
	"github.com/cert-manager/cert-manager/pkg/controller/clusterissuers"
	utilfeature "github.com/cert-manager/cert-manager/pkg/util/feature"
)

// enabled reads the list of controllers: "*" for the default ones, a name to add one, "-name" to leave one out. Controllers of
// cluster-scoped objects stay out when only one namespace is watched.
func enabled(configuration *config.ControllerConfiguration) map[string]bool {
	chosen := map[string]bool{}
	add := func(names []string) {
		for _, name := range names {
			chosen[name] = true
		}
	}
	if len(configuration.Controllers) == 0 || onlyExclusions(configuration.Controllers) {
		add(defaults.DefaultEnabledControllers)
	}
	for _, name := range configuration.Controllers {
		switch {
		case name == "*":
			add(defaults.DefaultEnabledControllers)
		case !strings.HasPrefix(name, "-"):
			chosen[name] = true
		}
	}
	if utilfeature.DefaultFeatureGate.Enabled(feature.ExperimentalCertificateSigningRequestControllers) {
		add(defaults.ExperimentalCertificateSigningRequestControllers)
	}
	for _, name := range configuration.Controllers {
		delete(chosen, strings.TrimPrefix(name, "-"))
		if !strings.HasPrefix(name, "-") && name != "*" {
			chosen[name] = true
		}
	}
	if configuration.Namespace != "" {
		delete(chosen, clusterissuers.ControllerName)
		for _, name := range defaults.ExperimentalCertificateSigningRequestControllers {
			delete(chosen, name)
		}
	}
	return chosen
}

func onlyExclusions(names []string) bool {
	for _, name := range names {
		if !strings.HasPrefix(name, "-") {
			return false
		}
	}
	return true
}

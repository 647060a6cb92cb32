//go:build minor16

package main

import config "github.com/cert-manager/cert-manager/internal/apis/config/cainjector"

func metricsAddress(configuration *config.CAInjectorConfiguration) string {
	return configuration.MetricsListenAddress
}

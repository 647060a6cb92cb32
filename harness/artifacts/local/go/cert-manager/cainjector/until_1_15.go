//go:build !minor16

package main

import config "github.com/cert-manager/cert-manager/internal/apis/config/cainjector"

// Up to 1.15 the cainjector has no metrics to serve.
func metricsAddress(*config.CAInjectorConfiguration) string { return "0" }

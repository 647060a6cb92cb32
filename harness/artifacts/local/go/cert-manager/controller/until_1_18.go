//go:build !minor19

package main

import (
	"k8s.io/utils/clock"

	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/acme/accounts"
	"github.com/cert-manager/cert-manager/pkg/controller"
	logf "github.com/cert-manager/cert-manager/pkg/logs"
	"github.com/cert-manager/cert-manager/pkg/metrics"
)

// Up to 1.18 the caller makes what the context factory makes itself from 1.19 on.
func init() {
	releaseSpecific = append(releaseSpecific, func(options *controller.ContextOptions, _ *config.ControllerConfiguration) {
		options.Clock = clock.RealClock{}
		options.Metrics = metrics.New(logf.Log, options.Clock)
		options.AccountRegistry = accounts.NewDefaultRegistry()
	})
}

// Up to 1.18 controllers report their metrics by themselves.
func collectMetrics(*controller.Context) {}

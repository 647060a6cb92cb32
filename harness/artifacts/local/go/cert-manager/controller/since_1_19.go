//go:build minor19

package main

import "github.com/cert-manager/cert-manager/pkg/controller"

// From 1.19 on metrics are collected from the informers' caches.
func collectMetrics(shared *controller.Context) {
	shared.Metrics.SetupCertificateCollector(shared.SharedInformerFactory.Certmanager().V1().Certificates().Lister())
	shared.Metrics.SetupACMECollector(shared.SharedInformerFactory.Acme().V1().Challenges().Lister())
}

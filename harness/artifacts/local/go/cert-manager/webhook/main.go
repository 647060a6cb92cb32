// The cert-manager webhook: upstream's server, started from the command line of its chart.
package main

import (
	"context"
	"fmt"

	"github.com/cert-manager/cert-manager/internal/webhook"
	logf "github.com/cert-manager/cert-manager/pkg/logs"
	utilfeature "github.com/cert-manager/cert-manager/pkg/util/feature"
	"github.com/cert-manager/cert-manager/pkg/webhook/configfile"

	"github.com/cert-manager/cert-manager/istio-pca-e2e/component"
)

var options = component.Together(component.Common(), map[string]component.Option{
	"api-server-host":                     {Path: "apiServerHost", Kind: component.Text},
	"secure-port":                         {Path: "securePort", Kind: component.Number},
	"healthz-port":                        {Path: "healthzPort", Kind: component.Number},
	"tls-cert-file":                       {Path: "tlsConfig.filesystem.certFile", Kind: component.Text},
	"tls-private-key-file":                {Path: "tlsConfig.filesystem.keyFile", Kind: component.Text},
	"tls-cipher-suites":                   {Path: "tlsConfig.cipherSuites", Kind: component.List},
	"tls-min-version":                     {Path: "tlsConfig.minTLSVersion", Kind: component.Text},
	"dynamic-serving-ca-secret-namespace": {Path: "tlsConfig.dynamic.secretNamespace", Kind: component.Text},
	"dynamic-serving-ca-secret-name":      {Path: "tlsConfig.dynamic.secretName", Kind: component.Text},
	"dynamic-serving-dns-names":           {Path: "tlsConfig.dynamic.dnsNames", Kind: component.List},
	"dynamic-serving-leaf-duration":       {Path: "tlsConfig.dynamic.leafDuration", Kind: component.Text},
	"enable-client-verification":          {Path: "enableClientVerification", Kind: component.Switch},
	"client-ca-path":                      {Path: "clientCAPath", Kind: component.Text},
	"client-subject-names":                {Path: "clientCertificateSubjects", Kind: component.List},
})

func main() { component.Main("webhook", run) }

func run(ctx context.Context, arguments []string) error {
	document, err := component.Document("webhook.config.cert-manager.io/v1alpha1/WebhookConfiguration", options, arguments)
	if err != nil {
		return err
	}
	file := configfile.New()
	if err := file.DecodeAndConfigure(document); err != nil {
		return err
	}
	config := file.Config
	if err := component.ApplyLogging(&config.Logging); err != nil {
		return err
	}
	if err := utilfeature.DefaultMutableFeatureGate.SetFromMap(config.FeatureGates); err != nil {
		return fmt.Errorf("feature gates: %w", err)
	}
	server, err := webhook.NewCertManagerWebhookServer(logf.FromContext(ctx), *config)
	if err != nil {
		return err
	}
	return server.Run(ctx)
}

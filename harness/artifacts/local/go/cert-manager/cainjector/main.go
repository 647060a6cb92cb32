// The cert-manager cainjector: upstream's reconcilers, started from the command line of its chart.
package main

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kubernetes "k8s.io/client-go/kubernetes/scheme"
	apireg "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"

	config "github.com/cert-manager/cert-manager/internal/apis/config/cainjector"
	"github.com/cert-manager/cert-manager/pkg/cainjector/configfile"
	certmanager "github.com/cert-manager/cert-manager/pkg/client/clientset/versioned/scheme"
	"github.com/cert-manager/cert-manager/pkg/controller/cainjector"
	"github.com/cert-manager/cert-manager/pkg/util"
	utilfeature "github.com/cert-manager/cert-manager/pkg/util/feature"

	"github.com/cert-manager/cert-manager/istio-pca-e2e/component"
)

var options = component.Together(component.Common(), component.LeaderElection(), map[string]component.Option{
	"ignore-namespaces":                                 {Path: "ignoreNamespaces", Kind: component.List},
	"enable-certificates-data-source":                   {Path: "enableDataSourceConfig.certificates", Kind: component.Switch},
	"enable-validatingwebhookconfigurations-injectable": {Path: "enableInjectableConfig.validatingWebhookConfigurations", Kind: component.Switch},
	"enable-mutatingwebhookconfigurations-injectable":   {Path: "enableInjectableConfig.mutatingWebhookConfigurations", Kind: component.Switch},
	"enable-customresourcedefinitions-injectable":       {Path: "enableInjectableConfig.customResourceDefinitions", Kind: component.Switch},
	"enable-apiservices-injectable":                     {Path: "enableInjectableConfig.apiServices", Kind: component.Switch},
})

func main() { component.Main("cainjector", run) }

func run(ctx context.Context, arguments []string) error {
	configuration, err := configure(arguments)
	if err != nil {
		return err
	}
	rest, err := ctrl.GetConfig()
	if err != nil {
		return fmt.Errorf("finding the cluster: %w", err)
	}
	scheme, err := injectables()
	if err != nil {
		return err
	}
	election := configuration.LeaderElectionConfig
	// The reconcilers take their field manager from the user agent: without one, server-side apply is refused.
	manager, err := ctrl.NewManager(util.RestConfigWithUserAgent(rest, "cainjector"), ctrl.Options{
		Scheme:                        scheme,
		Cache:                         cache.Options{DefaultNamespaces: namespaces(configuration.Namespace)},
		LeaderElection:                election.Enabled,
		LeaderElectionNamespace:       election.Namespace,
		LeaderElectionID:              "cert-manager-cainjector-leader-election",
		LeaderElectionReleaseOnCancel: true,
		LeaseDuration:                 &election.LeaseDuration,
		RenewDeadline:                 &election.RenewDeadline,
		RetryPeriod:                   &election.RetryPeriod,
		Metrics:                       server.Options{BindAddress: metricsAddress(configuration)},
		// Secrets are watched as metadata only; reading one in full must not start a cache of all of them.
		Client: client.Options{Cache: &client.CacheOptions{DisableFor: []client.Object{&corev1.Secret{}}}},
	})
	if err != nil {
		return fmt.Errorf("creating the manager: %w", err)
	}
	injectable := configuration.EnableInjectableConfig
	setup := cainjector.SetupOptions{
		Namespace:                    configuration.Namespace,
		EnableCertificatesDataSource: configuration.EnableDataSourceConfig.Certificates,
		EnabledReconcilersFor: map[string]bool{
			cainjector.MutatingWebhookConfigurationName:   injectable.MutatingWebhookConfigurations,
			cainjector.ValidatingWebhookConfigurationName: injectable.ValidatingWebhookConfigurations,
			cainjector.APIServiceName:                     injectable.APIServices,
			cainjector.CustomResourceDefinitionName:       injectable.CustomResourceDefinitions,
		},
	}
	releaseSpecific(&setup, configuration)
	if err := cainjector.RegisterAllInjectors(ctx, manager, setup); err != nil {
		return err
	}
	return manager.Start(ctx)
}

func configure(arguments []string) (*config.CAInjectorConfiguration, error) {
	document, err := component.Document("cainjector.config.cert-manager.io/v1alpha1/CAInjectorConfiguration", options, arguments)
	if err != nil {
		return nil, err
	}
	file := configfile.New()
	if err := file.DecodeAndConfigure(document); err != nil {
		return nil, err
	}
	if err := component.ApplyLogging(&file.Config.Logging); err != nil {
		return nil, err
	}
	if err := utilfeature.DefaultMutableFeatureGate.SetFromMap(file.Config.FeatureGates); err != nil {
		return nil, fmt.Errorf("feature gates: %w", err)
	}
	return file.Config, nil
}

// injectables knows what is injected into, and what the injected certificates come from.
func injectables() (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		kubernetes.AddToScheme, apiext.AddToScheme, apireg.AddToScheme, certmanager.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, fmt.Errorf("registering types: %w", err)
		}
	}
	return scheme, nil
}

// namespaces limits the caches to one namespace; nil means all of them.
func namespaces(only string) map[string]cache.Config {
	if only == "" {
		return nil
	}
	return map[string]cache.Config{only: {}}
}

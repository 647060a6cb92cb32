// The cert-manager controller: upstream's controllers, started from the command line of its chart.
package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/controller"
	"github.com/cert-manager/cert-manager/pkg/controller/configfile"
	"github.com/cert-manager/cert-manager/pkg/healthz"
	utilfeature "github.com/cert-manager/cert-manager/pkg/util/feature"

	"github.com/cert-manager/cert-manager/istio-pca-e2e/component"
)

func main() { component.Main("cert-manager", run) }

func run(ctx context.Context, arguments []string) error {
	configuration, err := configure(arguments)
	if err != nil {
		return err
	}
	factory, err := newFactory(ctx, configuration)
	if err != nil {
		return err
	}
	shared, err := factory.Build()
	if err != nil {
		return err
	}

	// Health is answered from the start: a replica that waits for the lease is alive.
	group, ctx := errgroup.WithContext(ctx)
	health := healthz.NewServer(configuration.LeaderElectionConfig.HealthzTimeout)
	if err := listenAnd(group, configuration.HealthzListenAddress, func(socket net.Listener) error {
		return health.Start(ctx, socket)
	}); err != nil {
		return err
	}
	group.Go(func() error {
		return lead(ctx, configuration, health, shared.Client, shared.Recorder, func(ctx context.Context) error {
			return control(ctx, configuration, factory, shared)
		})
	})
	return group.Wait()
}

func configure(arguments []string) (*config.ControllerConfiguration, error) {
	document, err := component.Document("controller.config.cert-manager.io/v1alpha1/ControllerConfiguration", options, arguments)
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

func newFactory(ctx context.Context, configuration *config.ControllerConfiguration) (*controller.ContextFactory, error) {
	options, err := contextOptions(configuration)
	if err != nil {
		return nil, err
	}
	return controller.NewContextFactory(ctx, options)
}

// control builds every enabled controller, then lets the informers they asked for run, then the controllers.
func control(
	ctx context.Context, configuration *config.ControllerConfiguration, factory *controller.ContextFactory, shared *controller.Context,
) error {
	controllers := map[string]controller.Interface{}
	for name := range enabled(configuration) {
		construct, known := controller.Known()[name]
		if !known {
			return fmt.Errorf("controller %q is enabled and does not exist", name)
		}
		built, err := construct(factory)
		if err != nil {
			return fmt.Errorf("building controller %q: %w", name, err)
		}
		controllers[name] = built
	}

	group, ctx := errgroup.WithContext(ctx)
	collectMetrics(shared)
	if err := listenAnd(group, configuration.MetricsListenAddress, func(socket net.Listener) error {
		server := shared.Metrics.NewServer(socket)
		go func() {
			<-ctx.Done()
			// What ends the server is ctx, so its own shutdown needs time of its own.
			grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			_ = server.Shutdown(grace) // the process ends either way
		}()
		return ignoreClosed(server.Serve(socket))
	}); err != nil {
		return err
	}

	shared.SharedInformerFactory.Start(ctx.Done())
	shared.KubeSharedInformerFactory.Start(ctx.Done())
	shared.HTTP01ResourceMetadataInformersFactory.Start(ctx.Done())
	if shared.GatewaySolverEnabled {
		shared.GWShared.Start(ctx.Done())
	}
	for name, built := range controllers {
		group.Go(func() error {
			if err := built.Run(int(configuration.NumberOfConcurrentWorkers), ctx); err != nil {
				return fmt.Errorf("controller %q: %w", name, err)
			}
			return nil
		})
	}
	return group.Wait()
}

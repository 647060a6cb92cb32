package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"

	config "github.com/cert-manager/cert-manager/internal/apis/config/controller"
	"github.com/cert-manager/cert-manager/pkg/healthz"
)

const leaseName = "cert-manager-controller"

// lead runs work while this process holds the lease (or at once, when leader election is off). Losing the lease is an error: the pod
// restarts and applies again.
func lead(
	ctx context.Context, configuration *config.ControllerConfiguration, health *healthz.Server,
	client kubernetes.Interface, events record.EventRecorder, work func(context.Context) error,
) error {
	election := configuration.LeaderElectionConfig
	if !election.Enabled {
		return work(ctx)
	}
	identity, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("naming this candidate: %w", err)
	}
	lock, err := resourcelock.New(resourcelock.LeasesResourceLock, election.Namespace, leaseName, client.CoreV1(), client.CoordinationV1(),
		resourcelock.ResourceLockConfig{Identity: identity + "-external-cert-manager-controller", EventRecorder: events})
	if err != nil {
		return fmt.Errorf("creating the lease's lock: %w", err)
	}

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	outcome := errors.New("the lease was lost")
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock:            lock,
		LeaseDuration:   election.LeaseDuration,
		RenewDeadline:   election.RenewDeadline,
		RetryPeriod:     election.RetryPeriod,
		ReleaseOnCancel: true,
		WatchDog:        health.LeaderHealthzAdaptor,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(ctx context.Context) {
				outcome = work(ctx)
				stop()
			},
			OnStoppedLeading: func() {},
		},
	})
	if err != nil {
		return fmt.Errorf("leader election: %w", err)
	}
	elector.Run(ctx)
	return outcome
}

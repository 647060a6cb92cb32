package component

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	logsapi "k8s.io/component-base/logs/api/v1"
	ctrl "sigs.k8s.io/controller-runtime"

	logf "github.com/cert-manager/cert-manager/pkg/logs"
)

// Main runs a program until it ends or is asked to stop, and exits non-zero with the reason when it failed.
func Main(name string, run func(ctx context.Context, arguments []string) error) {
	logf.InitLogs()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	ctx = logf.NewContext(ctx, logf.Log, name)
	ctrl.SetLogger(logf.Log)
	err := run(ctx, os.Args[1:])
	stop()
	logf.FlushLogs()
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// ApplyLogging puts the logging part of a configuration into effect.
func ApplyLogging(logging *logsapi.LoggingConfiguration) error {
	if err := logf.ValidateAndApply(logging); err != nil {
		return fmt.Errorf("logging configuration: %w", err)
	}
	return nil
}

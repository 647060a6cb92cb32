// The four services of Istio's Bookinfo sample, as one program: its argument says which one to be. Paths, ports and JSON are those of the
// real services, so the sample's own manifest runs unchanged and the mesh carries the calls it would carry: productpage asks details and
// reviews, reviews (v2 and v3) asks ratings, and the headers that tie a trace together are passed on.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const (
	address       = ":9080"
	shutdownGrace = 3 * time.Second
)

var services = map[string]func() http.Handler{
	"details":     details,
	"productpage": productPage,
	"ratings":     ratings,
	"reviews":     reviews,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 1 || services[arguments[0]] == nil {
		return fmt.Errorf("expected one of details, productpage, ratings, reviews; got %q", strings.Join(arguments, " "))
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: address, Handler: services[arguments[0]](), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.ListenAndServe() }()
	fmt.Printf("%s serves on %s\n", arguments[0], address)
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), shutdownGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

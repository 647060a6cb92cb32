package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"

	"golang.org/x/sync/errgroup"
)

// listenAnd opens the socket now, so that a port in use is an error at the start, and serves it in the group. "0" is cert-manager's way
// to say: do not listen.
func listenAnd(group *errgroup.Group, address string, serve func(net.Listener) error) error {
	if address == "0" {
		return nil
	}
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", address, err)
	}
	group.Go(func() error { return serve(socket) })
	return nil
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

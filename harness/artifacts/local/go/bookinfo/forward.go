package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// forwarded are the headers that a service passes on to those it asks: the ids by which tracing systems tie requests together, and what
// belongs to the user's session. A service can do without knowing what they mean; Istio's routing and tracing cannot do without them.
var forwarded = strings.Fields(`
	x-request-id x-ot-span-context
	x-datadog-trace-id x-datadog-parent-id x-datadog-sampling-priority
	traceparent tracestate x-cloud-trace-context grpc-trace-bin
	x-b3-traceid x-b3-spanid x-b3-parentspanid x-b3-sampled x-b3-flags
	sw8 end-user user-agent cookie authorization jwt`)

func forwardedHeaders(request *http.Request) http.Header {
	headers := http.Header{}
	for _, name := range forwarded {
		for _, value := range request.Header.Values(name) {
			headers.Add(name, value)
		}
	}
	return headers
}

// client opens a connection for each request, so that traffic spreads over all versions of the service asked.
var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment}}

// ask gets JSON from another service. The status is 0 when the service could not be reached at all.
func ask(ctx context.Context, url string, headers http.Header, timeout time.Duration, answer any) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	request.Header = headers.Clone()
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return response.StatusCode, fmt.Errorf("%s answered %s", url, response.Status)
	}
	return response.StatusCode, json.NewDecoder(response.Body).Decode(answer)
}

package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
)

var results struct {
	mutex  sync.Mutex
	counts map[string]int
}

func countResult(service string, status int) {
	results.mutex.Lock()
	defer results.mutex.Unlock()
	if results.counts == nil {
		results.counts = map[string]int{}
	}
	results.counts[fmt.Sprintf(`request_result_total{destination_app="%s",response_code="%d"}`, service, status)]++
}

// writeMetrics speaks the Prometheus text format.
func writeMetrics(response http.ResponseWriter, _ *http.Request) {
	results.mutex.Lock()
	defer results.mutex.Unlock()
	response.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintln(response, "# HELP request_result_total Results of requests\n# TYPE request_result_total counter")
	for _, series := range slices.Sorted(maps.Keys(results.counts)) {
		fmt.Fprintln(response, series, results.counts[series])
	}
}

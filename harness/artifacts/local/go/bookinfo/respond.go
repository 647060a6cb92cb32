package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

func writeJSON(response http.ResponseWriter, status int, value any) {
	response.Header().Set("Content-Type", "application/json")
	response.WriteHeader(status)
	encoder := json.NewEncoder(response)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		// The status is sent already; all that is left is to say so.
		fmt.Fprintln(os.Stderr, "writing an answer:", err)
	}
}

func writeError(response http.ResponseWriter, status int, message string) {
	writeJSON(response, status, map[string]string{"error": message})
}

func environment(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

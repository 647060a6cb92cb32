// Package verror has the error of a Venafi service that does not answer.
package verror

import "errors"

var ServerUnavailableError = errors.New("server unavailable")

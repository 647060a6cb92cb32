// Package vcert takes the place of the Venafi client library in cert-manager releases whose release of that library is not served by
// every module proxy. It has the types that cert-manager's Venafi issuer compiles against and can do one thing: say that there is no
// Venafi here. No flow of this project uses a Venafi issuer; every other issuer is cert-manager's own code, untouched.
package vcert

import (
	"errors"
	"net/http"

	"github.com/Venafi/vcert/v5/pkg/endpoint"
)

// ErrUnavailable is what every use of a Venafi issuer ends with.
var ErrUnavailable = errors.New("this cert-manager was built without the Venafi client")

type Config struct {
	ConnectorType   endpoint.ConnectorType
	BaseUrl         string
	Zone            string
	LogVerbose      bool
	ConnectionTrust string
	Credentials     *endpoint.Authentication
	Client          *http.Client
}

// NewClient always fails, so no connector ever exists.
func NewClient(*Config, ...bool) (endpoint.Connector, error) { return nil, ErrUnavailable }

// Package tpp has the types of a connector that is never made.
package tpp

import (
	"github.com/Venafi/vcert/v5/pkg/certificate"
	"github.com/Venafi/vcert/v5/pkg/endpoint"
)

type Connector struct{ endpoint.Connector }

type RefreshToken struct{ Access_token string }

func (*Connector) Authenticate(*endpoint.Authentication) error                { return nil }
func (*Connector) ResetCertificate(*certificate.Request, bool) error          { return nil }
func (*Connector) VerifyAccessToken(*endpoint.Authentication) (string, error) { return "", nil }
func (*Connector) GetRefreshToken(*endpoint.Authentication) (RefreshToken, error) {
	return RefreshToken{}, nil
}

type ErrCertNotFound struct{}

func (*ErrCertNotFound) Error() string { return "certificate not found" }

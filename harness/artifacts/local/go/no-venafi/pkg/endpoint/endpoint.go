// Package endpoint has the types of a Venafi service, of which there is none.
package endpoint

import "github.com/Venafi/vcert/v5/pkg/certificate"

type ConnectorType int

const (
	ConnectorTypeTPP ConnectorType = iota
	ConnectorTypeCloud
	ConnectorTypeNGTS
)

type Authentication struct {
	User, Password, APIKey, AccessToken, ClientId, ClientSecret, Scope, TokenURL string
}

type Connector interface {
	GetType() ConnectorType
	Ping() error
	ReadZoneConfiguration() (*ZoneConfiguration, error)
	RequestCertificate(*certificate.Request) (string, error)
	RetrieveCertificate(*certificate.Request) (*certificate.PEMCollection, error)
}

type ZoneConfiguration struct{}

func (*ZoneConfiguration) UpdateCertificateRequest(*certificate.Request)         {}
func (*ZoneConfiguration) ValidateCertificateRequest(*certificate.Request) error { return nil }

type ErrCertificatePending struct {
	CertificateID, Status string
}

func (ErrCertificatePending) Error() string { return "the certificate is pending" }

type ErrRetrieveCertificateTimeout struct{ CertificateID string }

func (ErrRetrieveCertificateTimeout) Error() string { return "no certificate in time" }

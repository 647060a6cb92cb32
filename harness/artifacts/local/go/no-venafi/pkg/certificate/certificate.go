// Package certificate has the types of a request to Venafi.
package certificate

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"time"

	"github.com/Venafi/vcert/v5/pkg/util"
)

type (
	CsrOrigin       int
	ChainOption     int
	CustomFieldType int
)

const (
	UserProvidedCSR     CsrOrigin       = 1
	ChainOptionRootLast ChainOption     = 1
	CustomFieldPlain    CustomFieldType = 0
	CustomFieldOrigin   CustomFieldType = 1
)

type CustomField struct {
	Type        CustomFieldType
	Name, Value string
}

type Request struct {
	Subject                pkix.Name
	CsrOrigin              CsrOrigin
	ChainOption            ChainOption
	CustomFields           []CustomField
	ValidityDuration       *time.Duration
	IssuerHint             util.IssuerHint
	FriendlyName, PickupID string
	Timeout                time.Duration
}

func NewRequest(*x509.Certificate) *Request { return &Request{} }
func (*Request) SetCSR([]byte) error        { return nil }

type PEMCollection struct {
	Certificate string
	Chain       []string
}

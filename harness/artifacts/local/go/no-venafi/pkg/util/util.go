// Package util has the hint of a request to Venafi.
package util

type IssuerHint string

const IssuerHintAllIssuers IssuerHint = ""

package main

import (
	"fmt"
	"strings"
)

// serviceURL is where another service of Bookinfo answers; host, port and domain can be set as for the real services.
func serviceURL(name string) string {
	prefix := strings.ToUpper(name)
	domain := environment("SERVICES_DOMAIN", "")
	if domain != "" {
		domain = "." + domain
	}
	return fmt.Sprintf("http://%s%s:%s", environment(prefix+"_HOSTNAME", name), domain, environment(prefix+"_SERVICE_PORT", "9080"))
}

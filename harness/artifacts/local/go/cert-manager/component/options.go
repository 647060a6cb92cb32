package component

// Common are the flags that all three programs accept.
func Common() map[string]Option {
	return map[string]Option{
		"v":                      {"logging.verbosity", Number},
		"logging-format":         {"logging.format", Text},
		"kubeconfig":             {"kubeConfig", Text},
		"feature-gates":          {"featureGates", Switches},
		"enable-profiling":       {"enablePprof", Switch},
		"profiler-address":       {"pprofAddress", Text},
		"metrics-listen-address": {"metricsListenAddress", Text},
		"metrics-dynamic-serving-ca-secret-namespace": {"metricsTLSConfig.dynamic.secretNamespace", Text},
		"metrics-dynamic-serving-ca-secret-name":      {"metricsTLSConfig.dynamic.secretName", Text},
		"metrics-dynamic-serving-dns-names":           {"metricsTLSConfig.dynamic.dnsNames", List},
	}
}

// LeaderElection are the flags of a program that may run in several replicas.
func LeaderElection() map[string]Option {
	return map[string]Option{
		"namespace":                      {"namespace", Text},
		"leader-elect":                   {"leaderElectionConfig.enabled", Switch},
		"leader-election-namespace":      {"leaderElectionConfig.namespace", Text},
		"leader-election-lease-duration": {"leaderElectionConfig.leaseDuration", Text},
		"leader-election-renew-deadline": {"leaderElectionConfig.renewDeadline", Text},
		"leader-election-retry-period":   {"leaderElectionConfig.retryPeriod", Text},
	}
}

// Together joins sets of flags.
func Together(sets ...map[string]Option) map[string]Option {
	joined := map[string]Option{}
	for _, set := range sets {
		for name, option := range set {
			joined[name] = option
		}
	}
	return joined
}

/** What the charts are told whatever source they come from; the flow's own values come on top. */
export const chartValues = {
  // It checks after the installation, in a pod that `helm install` waits for, what the flow checks by itself.
  certManager: { startupapicheck: { enabled: false } },
  issuer: {},
} as const;

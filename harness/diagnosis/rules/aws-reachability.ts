import { all, line, type Rule } from '../rule.ts';

/** Whether AWS answers at all. */
export const awsReachabilityRules: readonly Rule[] = [
  {
    id: 'aws-unreachable',
    title: 'AWS cannot be reached',
    when: [
      all(
        line(
          'relation',
          /^(?<object>.+?): failed when AWS did not answer (?<operation>\w+).*; that is still so: (?<detail>.+)$/,
        ),
      ).supportedBy(line('condition', /^CertificateRequest .*Failed/), line('journal', / 5\d\d /)),
      all(
        line(
          'condition',
          /^(?<object>AWSPCA\w+ \S+): .*?(?<detail>(dial tcp|lookup|StatusCode: 5\d\d|ServiceUnavailable|InternalFailure|connection re\w+|i\/o timeout|no such host|EOF|deadline exceeded).*)$/,
        ),
      ).supportedBy(line('journal', / 5\d\d /), line('pod', /^Deployment kube-system\/coredns/)),
      all(line('relation', /^(?<object>AWS): does not answer this machine: (?<detail>.+)$/)),
    ],
    cause: 'AWS does not answer ({object}): {detail}',
    remedy:
      "See that names are resolved and AWS is reached from the issuer's namespace: kubectl run probe --rm -it --image curlimages/curl --namespace cert-manager -- curl -sv https://acm-pca.REGION.amazonaws.com. Look at CoreDNS, network policies, proxies and VPC endpoints (AWS needs two here: acm-pca and sts), and at https://health.aws.amazon.com. The issuer's controller goes on by itself; a CertificateRequest that failed meanwhile does not.",
    references: ['cert-manager/aws-privateca-issuer#424', 'cert-manager/aws-privateca-issuer#291'],
  },
  {
    id: 'aws-throttled',
    title: 'AWS throttles',
    when: [
      all(
        line(
          'relation',
          /^(?<object>.+?): failed when AWS throttled (?<operation>\w+).*; that is still so: (?<detail>.+)$/,
        ),
      ).supportedBy(line('condition', /^CertificateRequest .*Failed/), line('journal', /Throttl/)),
      all(
        line('condition', /^(?<object>AWSPCA\w+ \S+): .*?(?<detail>(Throttl|Rate exceeded|TooManyRequests).*)$/),
      ).supportedBy(line('journal', /Throttl/)),
    ],
    cause: 'AWS throttles the calls of this account in this region ({object}): {detail}',
    remedy:
      'Find out who calls so often (CloudTrail: IssueCertificate, GetCertificate, DescribeCertificateAuthority): the quota is one for the account and region, 25 IssueCertificate a second. Spread renewals, ask for a higher quota (Service Quotas, AWS Private CA), then renew what failed: cmctl renew NAME.',
    references: [
      'cert-manager/aws-privateca-issuer#479',
      'https://docs.aws.amazon.com/general/latest/gr/pca.html#limits_pca',
    ],
  },
];

import { readPemBundle } from '../../pki/pem-bundle.ts';
import type { AuthorityFacts, AwsEvidence } from '../aws-evidence.ts';
import type { CertificateFacts, ClusterEvidence, PcaIssuerFacts } from '../cluster-evidence.ts';
import type { Evidence } from '../evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import type { Observer } from './observer.ts';
import { pcaIssuerOf, referringSubject, subjectOf } from './subjects.ts';

/** Certificate authorities as AWS PCA issuers name them: whether they exist, where, in which state, and what they may sign. */
export const observeAuthorities: Observer = ({ cluster, aws }: Evidence) => {
  if (cluster === null) return [];
  return cluster.pcaIssuers.flatMap((issuer) => {
    const subject = subjectOf(issuer.kind, issuer);
    const malformed = problemOfArn(issuer.arn);
    if (malformed !== undefined) {
      return [relation(subject, `names the ARN ${issuer.arn}, which is none of a certificate authority: ${malformed}`)];
    }
    return [
      ...regionLines(issuer, subject),
      ...(aws === null || aws.authorities.length === 0 ? [] : awsLines(issuer, subject, aws, cluster)),
    ];
  });
};

const authorityArn = /^arn:(aws[a-z-]*):acm-pca:([a-z0-9-]*):(\d*):certificate-authority\/([\w-]+)$/;

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DescribeCertificateAuthority.html for the pattern */
function problemOfArn(arn: string): string | undefined {
  const [, , region = '', account = '', id = ''] = authorityArn.exec(arn) ?? [];
  if (!authorityArn.test(arn)) {
    return 'expected arn:aws:acm-pca:REGION:ACCOUNT:certificate-authority/ID';
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return `"${region}" is no region`;
  if (!/^\d{12}$/.test(account)) return `"${account}" is no account, which has 12 digits`;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return `"${id}" is no id of a certificate authority`;
  return undefined;
}

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

function regionLines({ arn, region }: PcaIssuerFacts, subject: string): readonly EvidenceLine[] {
  if (region === '' || region === regionOf(arn)) return [];
  return [relation(subject, `asks region ${region}, but its CA ${arn} is in region ${regionOf(arn)}`)];
}

function awsLines(
  issuer: PcaIssuerFacts,
  subject: string,
  { authorities }: AwsEvidence,
  cluster: ClusterEvidence,
): readonly EvidenceLine[] {
  const authority = authorities.find(({ arn }) => arn === issuer.arn);
  if (authority === undefined) {
    const id = issuer.arn.split('/').at(-1) ?? '';
    const elsewhere = authorities.find(({ arn }) => arn.endsWith(`/${id}`) && regionOf(arn) !== regionOf(issuer.arn));
    return elsewhere === undefined
      ? [relation(subject, `names the CA ${issuer.arn}, which AWS does not have`)]
      : [
          relation(
            subject,
            `asks region ${regionOf(issuer.arn)}, but its CA ${elsewhere.arn} is in region ${regionOf(elsewhere.arn)}`,
          ),
        ];
  }
  const status: readonly EvidenceLine[] =
    authority.status === 'ACTIVE'
      ? []
      : [
          {
            kind: 'authority',
            subject: `CA ${authority.arn}`,
            text: `is ${authority.status}; ${subject} issues from it`,
          },
        ];
  return [...status, ...pathLengthLines(issuer, authority, cluster)];
}

/** What the issuer asks for when its spec names no template: for a CA, one with path length 0. */
const defaultCaTemplate = 'SubordinateCACertificate_PathLen0/V1';

function pathLengthLines(
  issuer: PcaIssuerFacts,
  authority: AuthorityFacts,
  cluster: ClusterEvidence,
): readonly EvidenceLine[] {
  const available = pathLengthOf(authority);
  const template = issuer.templateName || defaultCaTemplate;
  const wanted = /Subordinate\w*_PathLen(\d)/.exec(template)?.[1];
  if (available === undefined || wanted === undefined || Number(wanted) < available) return [];
  return casOf(issuer, cluster).map((certificate) => ({
    kind: 'relation',
    subject: referringSubject('Certificate', certificate),
    text:
      available === 0
        ? `asks for a CA, and the CA that would sign it, ${authority.arn}, has path length 0`
        : `asks for a CA of path length ${wanted} (template ${template}), and the CA that would sign it, ${authority.arn}, has path length ${available}`,
  }));
}

function casOf(issuer: PcaIssuerFacts, cluster: ClusterEvidence): readonly CertificateFacts[] {
  return cluster.certificates.filter((certificate) => certificate.isCa && pcaIssuerOf(cluster, certificate) === issuer);
}

function pathLengthOf({ certificates }: AuthorityFacts): number | undefined {
  if (certificates === null) return undefined;
  const [own] = readPemBundle(certificates).entries;
  return own !== undefined && 'certificate' in own ? own.certificate.basicConstraints?.pathLength : undefined;
}

const relation = (subject: string, text: string): EvidenceLine => ({ kind: 'relation', subject, text });

import { all, line, type Rule } from '../rule.ts';
import { startAgain } from './start-again.ts';

/** Guide, step 3: what AWS lets the issuer's role do. */
const failing = ['condition', 'error'] as const;
const denied = String.raw`^(?<object>.+?): .*User: (?<principal>arn:aws[\w-]*:\w+::(?<account>\d+):\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?`;

export const awsPermissionRules: readonly Rule[] = [
  {
    id: 'cross-account-denied',
    title: 'The CA of another account is not shared with this one',
    when: [
      all(line(failing, new RegExp(`${denied}.*no resource-based policy allows`))).supportedBy(
        line('journal', /AccessDenied/),
      ),
    ],
    cause:
      'The CA belongs to another AWS account, which does not let {principal} do {action}: no resource-based policy allows it[[ on {resource}]].',
    remedy: `Share the CA from its own account: by AWS RAM with a managed permission that covers {action} (a CA needs the one for subordinate CA certificates, AWSRAMSubordinateCACertificatePathLen0IssuanceCertificateAuthority, besides the default), or aws acm-pca put-policy --resource-arn ARN --policy file://policy.json with account {account} as principal. ${startAgain}`,
    references: [
      'cert-manager/aws-privateca-issuer#351',
      'cert-manager/aws-privateca-issuer#211',
      'cert-manager/aws-privateca-issuer#50',
      'cert-manager/aws-privateca-issuer#40',
    ],
  },
  {
    id: 'iam-action-denied',
    title: "The role's policy lacks an action",
    when: [
      all(
        line(
          failing,
          /^(?<object>.+?): .*User: arn:(?<partition>aws[\w-]*):sts::(?<account>\d+):assumed-role\/(?<role>[^/\s]+)\/\S+ is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))? (?<reason>\S.*(identity-based|explicit deny|boundary|session|service control).*)$/,
        ),
      ).supportedBy(line('journal', /AccessDenied/)),
      all(line(failing, new RegExp(`${denied} (?<reason>.+)$`))).supportedBy(line('journal', /AccessDenied/)),
      all(
        line(
          failing,
          /^(?<object>.+?): .*operation error [\w ]+: (?<action>\w+), .*api error AccessDenied(?:Exception)?: (?<reason>.+)$/,
        ),
      ),
    ],
    cause:
      'IAM does not let [[the role arn:{partition}:iam::{account}:role/{role}]][[{principal}]] do {action}[[ on {resource}]]: {reason}',
    remedy: `Add {action} to the policy of the role (guide, step 3): the issuer needs acm-pca:DescribeCertificateAuthority, acm-pca:GetCertificate and acm-pca:IssueCertificate on the CA.[[ See what it allows: aws iam list-attached-role-policies --role-name {role}.]] ${startAgain}`,
    references: ['guide, step 3', 'https://github.com/cert-manager/aws-privateca-issuer#configuration'],
  },
  {
    id: 'signing-algorithm-mismatch',
    title: "The signing algorithm does not fit the CA's key",
    when: [
      all(
        line(
          failing,
          /^(?<object>.+?): .*(?:InvalidArgsException|ValidationException): (?<words>.*(\w+WITH\w+ cannot be used with key type|[Ss]igning algorithm).*)$/,
        ),
      ),
    ],
    cause: "The CA's key and the signing algorithm are of different families: {words}",
    remedy: `Let the issuer take the CA's own algorithm: use aws-privateca-issuer 1.2 or later, which asks DescribeCertificateAuthority for it, or create the CA with a signing algorithm of its key's family. ${startAgain}`,
    references: ['cert-manager/aws-privateca-issuer#22'],
  },
];

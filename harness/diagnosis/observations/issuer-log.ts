import type { ClusterEvidence, PcaIssuerFacts } from '../cluster-evidence.ts';
import { at, textAt } from '../gather/object-facts.ts';
import { nameOf } from './subjects.ts';

/** What the AWS PCA issuer's controller logged about one object. */
export interface IssuerLogEntry {
  /** `AWSPCAIssuer` (which stands for the cluster-wide kind too) or `CertificateRequest`. */
  readonly kind: 'AWSPCAIssuer' | 'CertificateRequest';
  readonly name: string;
  readonly isError: boolean;
  readonly text: string;
}

const kinds = [
  ['genericissuer', 'AWSPCAIssuer'],
  ['certificaterequest', 'CertificateRequest'],
  // So controller-runtime writes it, when a reconciliation ends with an error or a panic.
  ['CertificateRequest', 'CertificateRequest'],
] as const;

/** The controller's JSON log lines about AWS PCA issuers and requests, in the order of their time. */
export function issuerLog({ logs }: ClusterEvidence): readonly IssuerLogEntry[] {
  return logs
    .filter(({ component }) => component === 'issuer')
    .flatMap(({ lines }) => lines.filter((line) => line.startsWith('{')).map(parsed))
    .toSorted((one, other) => textAt(one, 'ts').localeCompare(textAt(other, 'ts')))
    .flatMap((entry) => kinds.flatMap(([field, kind]) => entryOf(entry, field, kind)));
}

/** The last thing that the controller said of an issuer. Reconciled again and again, it tells how it is now. */
export function lastWordsOn(cluster: ClusterEvidence, issuer: PcaIssuerFacts): IssuerLogEntry | undefined {
  return issuerLog(cluster).findLast(({ kind, name }) => kind === 'AWSPCAIssuer' && name === nameOf(issuer));
}

function entryOf(entry: unknown, field: string, kind: IssuerLogEntry['kind']): readonly IssuerLogEntry[] {
  const name = textAt(entry, field, 'name');
  if (name === '') return [];
  const error = textAt(entry, 'error');
  return [
    {
      kind,
      name: nameOf({ namespace: textAt(entry, field, 'namespace'), name }),
      isError: textAt(entry, 'level') === 'error',
      text: [textAt(entry, 'msg'), error].filter(Boolean).join(': '),
    },
  ];
}

/** A line that was cut short by the log's limit is none. */
function parsed(line: string): unknown {
  try {
    return at(JSON.parse(line));
  } catch {
    return undefined;
  }
}

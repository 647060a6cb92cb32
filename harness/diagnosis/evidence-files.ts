import type { LogFacts, SecretFacts } from './cluster-evidence.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import { certificatesOf } from './observations/bundles.ts';

/** A file of the evidence folder. */
export interface EvidenceFile {
  readonly file: string;
  readonly text: string;
}

/**
 * What was gathered, as files: the diagnosis, all of the evidence as one document that can be diagnosed again, and its
 * parts that a person looks into. None of them holds a private key or a credential.
 */
export function evidenceFiles(evidence: Evidence, diagnosis: readonly Diagnosis[]): readonly EvidenceFile[] {
  const { cluster, aws, unreadable } = evidence;
  return [
    { file: 'diagnosis.json', text: json({ diagnosis, unreadable }) },
    { file: 'evidence.json', text: json(evidence) },
    ...(aws === null ? [] : [{ file: 'journal.json', text: json(aws.journal) }]),
    ...(cluster === null
      ? []
      : [{ file: 'secrets.json', text: json(cluster.secrets.map(publicPart)) }, ...cluster.logs.map(logFile)]),
  ];
}

/** Which keys a secret has, and what its certificates say. */
function publicPart({ namespace, name, type, changedAt, keys, emptyKeys, certificates, keyFits }: SecretFacts) {
  const described = Object.entries(certificates).map(([key, pem]) => [
    key,
    certificatesOf(pem).map(({ subject, issuer, serialHex, serialDecimal, notBefore, notAfter, sha256 }) => ({
      subject,
      issuer,
      serialHex,
      serialDecimal,
      notBefore,
      notAfter,
      sha256,
    })),
  ]);
  return { namespace, name, type, changedAt, keys, emptyKeys, keyFits, certificates: Object.fromEntries(described) };
}

function logFile({ namespace, pod, container, previous, lines }: LogFacts): EvidenceFile {
  const name = `${namespace}.${pod}.${container}${previous ? '.previous' : ''}.log`;
  return { file: `logs/${name}`, text: lines.join('\n') };
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

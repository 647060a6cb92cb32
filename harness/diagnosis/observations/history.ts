import type { AwsEvidence } from '../aws-evidence.ts';
import type { ClusterEvidence, LogFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { issuerLog } from './issuer-log.ts';
import type { Observer } from './observer.ts';

/** What was said and asked: logs, events, AWS's journal. It supports a finding and never makes one. */
export const observeHistory: Observer = ({ errors, cluster, aws, machine }) =>
  distinct([
    ...errors.map((text): EvidenceLine => ({ kind: 'error', subject: 'The run', text })),
    ...(machine?.nodeLog ?? [])
      .filter((text) => nodeTrouble.test(text))
      .map((text): EvidenceLine => ({ kind: 'log', subject: "The node's container", text })),
    ...(cluster === null ? [] : [...issuerLines(cluster), ...logLines(cluster), ...eventLines(cluster)]),
    ...(aws === null ? [] : journalLines(aws)),
  ]);

const nodeTrouble = /too many open files|inotify|no space left|Failed to/i;

function issuerLines(cluster: ClusterEvidence): readonly EvidenceLine[] {
  return issuerLog(cluster)
    .filter(({ isError }) => isError)
    .map(({ kind, name, text }) => ({ kind: 'log', subject: `${kind} ${name}`, text }));
}

/** The lines of a component's log that tell of trouble, or of the CA it uses. */
const telling: Readonly<Record<Exclude<LogFacts['component'], 'issuer'>, RegExp>> = {
  'kube-proxy': /^[EF]\d{4} |too many open files/,
  'cert-manager': /^[EW]\d{4} /,
  istiod: /\t(warn|error|fatal)\t|^Error: |self-signed certificate as the CA|Use local CA certificate|signing ca files/,
  proxy: /TLS_error|CERTIFICATE_VERIFY_FAILED|\t(error|fatal)\t/,
  ztunnel: /UnknownIssuer|invalid peer certificate|certificate (verify|unknown|expired)|\terror\t/i,
};

function logLines({ logs }: ClusterEvidence): readonly EvidenceLine[] {
  return logs.flatMap(({ component, namespace, pod, previous, lines }) =>
    component === 'issuer'
      ? []
      : lines
          .filter((line) => telling[component].test(line))
          .map((line) => ({
            kind: 'log',
            subject: `Pod ${namespace}/${pod}`,
            text: `${previous ? 'before its restart: ' : ''}${withoutTime(line)}`,
          })),
  );
}

/** Without the time in front, the same message said again is the same line. */
function withoutTime(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\dT\S+\s+/, '').replace(/^([EWI])\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ /, '$1 ');
}

function eventLines({ events }: ClusterEvidence): readonly EvidenceLine[] {
  return events.map(({ subject, reason, message }) => ({ kind: 'event', subject, text: `${reason}: ${message}` }));
}

function journalLines({ journal }: AwsEvidence): readonly EvidenceLine[] {
  const failed = journal.filter(({ status }) => status >= 400);
  return failed.map(({ operation, status, errorCode, principalArn, resourceArn }) => ({
    kind: 'journal',
    subject: "AWS's journal",
    text: [
      `${operation ?? 'a request'} was answered ${status} ${errorCode ?? ''}`.trim(),
      ...(principalArn === null ? [] : [`to ${principalArn}`]),
      ...(resourceArn === null ? [] : [`for ${resourceArn}`]),
    ].join(' '),
  }));
}

/** Every line once, at its last place. */
function distinct(lines: readonly EvidenceLine[]): readonly EvidenceLine[] {
  return [...new Map(lines.map((line) => [`${line.kind}\n${line.subject}\n${line.text}`, line])).values()];
}

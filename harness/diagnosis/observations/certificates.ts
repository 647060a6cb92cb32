import { goDurationMs } from '../../wait/go-duration.ts';
import type { CertificateFacts, ClusterEvidence } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { carriesNameConstraints } from '../name-constraints.ts';
import { certificatesOf, shown } from './bundles.ts';
import type { Observer } from './observer.ts';
import { referringSubject, requestOf } from './subjects.ts';

/** Certificates that were issued otherwise than asked for, or that are renewed far too often. */
export const observeCertificates: Observer = ({ cluster }) =>
  cluster === null
    ? []
    : cluster.certificates.flatMap((certificate) => [
        ...nameConstraintLines(certificate, cluster),
        ...renewalLines(certificate),
      ]);

function nameConstraintLines(certificate: CertificateFacts, cluster: ClusterEvidence): readonly EvidenceLine[] {
  const request = requestOf(cluster, certificate);
  const wanted = certificate.wantsNameConstraints || request?.wantsNameConstraints === true;
  const [issued] = certificatesOf(request?.certificate);
  if (!wanted || request === undefined || issued === undefined || carriesNameConstraints(request.certificate))
    return [];
  return [relation(certificate, `asks for name constraints, and ${shown(issued)} carries none`)];
}

/** cert-manager's defaults. @see https://cert-manager.io/docs/usage/certificate/#renewal-reissuance */
const defaultDurationMs = 90 * 24 * 3_600_000;
/** Renewed in the second half of its life: what everybody means. */
const latestShare = 0.5;

function renewalLines(certificate: CertificateFacts): readonly EvidenceLine[] {
  const durationMs = certificate.duration === '' ? defaultDurationMs : goDurationMs(certificate.duration);
  const beforeMs =
    certificate.renewBeforePercentage === null
      ? goDurationMs(certificate.renewBefore)
      : (durationMs * certificate.renewBeforePercentage) / 100;
  // NaN, of a duration that is left out, is not greater.
  if (!(beforeMs > durationMs * latestShare)) return [];
  return [
    relation(
      certificate,
      `is renewed ${spell(beforeMs)} before its end, of ${spell(durationMs)} in all: every ${spell(durationMs - beforeMs)}`,
    ),
  ];
}

/** As Kubernetes writes durations. */
function spell(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  return [hours > 0 ? `${hours}h` : '', minutes % 60 > 0 || hours === 0 ? `${minutes % 60}m` : ''].join('');
}

const relation = (certificate: CertificateFacts, text: string): EvidenceLine => ({
  kind: 'relation',
  subject: referringSubject('Certificate', certificate),
  text,
});

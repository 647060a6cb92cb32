import type { CaRecord, RecordAtPlace } from './ca-records.ts';
import { isSameCertificate } from './certificate.ts';
import type { ChainMember } from './chain-member.ts';
import { type Finding, findingOf } from './check.ts';
import { describeCertificate } from './describe-certificate.ts';
import { observeEach } from './observe-chain.ts';
import { readSerial, type SerialNumber, spellSerial } from './serial-number.ts';

/** The serial number is the one that AWS reports: the guide's step 9, "Match Serial Numbers". */
export function findAwsSerial(member: ChainMember, place: RecordAtPlace): Finding {
  if ('problem' in place) return lackingRecord('the serial that AWS reports', place.problem, member);
  const { record } = place;
  const reading = readSerial(record.serial, record.serialFrom);
  const expected =
    reading === undefined
      ? `the serial that AWS reports, but "${record.serial}" is none`
      : `${describeSerial(spellSerial(reading.value))}, as AWS reports ${record.arn} with ${record.serial}, which is ${reading.notation}`;
  const observations = observeEach([member], ({ label, certificate: { serialHex, serialDecimal } }) => ({
    holds: reading !== undefined && spellSerial(reading.value).hex === serialHex,
    text: `${label} has ${describeSerial({ hex: serialHex, decimal: serialDecimal })}`,
  }));
  return findingOf(expected, observations);
}

/** The certificate itself is the one that AWS holds: a serial number alone is easily copied. */
export function findAwsCertificate(member: ChainMember, place: RecordAtPlace): Finding {
  if ('problem' in place) return lackingRecord('the certificate that AWS holds', place.problem, member);
  const { certificate, arn, problem } = place.record;
  if (certificate === undefined) return lackingRecord(`the certificate of ${arn}`, problem ?? 'none was given', member);
  const observations = observeEach([member], (present) => ({
    holds: isSameCertificate(present.certificate, certificate),
    text: `${present.label} is ${describeCertificate(present.certificate)}`,
  }));
  return findingOf(`${describeCertificate(certificate)}, the certificate of ${arn}`, observations);
}

function lackingRecord(expected: string, problem: string, member: ChainMember): Finding {
  return { holds: false, expected, observed: `nothing to compare ${member.label} with: ${problem}` };
}

/** How reports name the role of a record in AWS. */
export function describeRole(role: CaRecord['role']): string {
  return { root: 'root CA', subordinate: 'subordinate CA', 'istio-ca': "certificate of Istio's CA" }[role];
}

function describeSerial({ decimal, hex }: SerialNumber): string {
  return `decimal ${decimal} = hex ${hex}`;
}

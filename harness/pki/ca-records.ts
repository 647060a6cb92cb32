import type { Certificate } from './certificate.ts';
import { isSignedBy } from './link-rules.ts';
import { readPemBundle } from './pem-bundle.ts';
import type { SerialSource } from './serial-number.ts';

/** A CA certificate as AWS Private CA reports it. */
export interface CaRecord {
  /** Of the certificate authority; for `istio-ca`, of the certificate that the subordinate CA issued. */
  readonly arn: string;
  readonly role: 'root' | 'subordinate' | 'istio-ca';
  /** As AWS has written it. */
  readonly serial: string;
  readonly serialFrom: SerialSource;
  readonly certificatePem: string;
}

/** A record with its certificate read, or why it could not be. */
export interface ReadCaRecord extends CaRecord {
  readonly certificate: Certificate | undefined;
  readonly problem: string | undefined;
}

/** The record that belongs to a place in the chain, or why there is none. */
export type RecordAtPlace = { readonly record: ReadCaRecord } | { readonly problem: string };

/**
 * Puts AWS's records in the order of a chain: Istio's CA, the subordinates upwards, the root. AWS lists CAs in no such
 * order, and the chain under test must not be asked: each subordinate is found by who signed the one below it.
 */
export function orderCaRecords(records: readonly CaRecord[], subordinateCount: number): RecordAtPlace[] {
  const read = records.map(readRecord);
  const ofRole = (role: CaRecord['role']) => read.filter((record) => record.role === role);
  const subordinates = ofRole('subordinate');
  const istioCas = ofRole('istio-ca');
  return [
    only(istioCas, 'istio-ca'),
    ...(subordinates.length === subordinateCount
      ? upwards(subordinates, istioCas[0]?.certificate).map((record) => ({ record }))
      : Array.from({ length: subordinateCount }, () => ({
          problem: `AWS reports ${subordinates.length} CAs of the role subordinate, expected ${subordinateCount}`,
        }))),
    only(ofRole('root'), 'root'),
  ];
}

function readRecord(record: CaRecord): ReadCaRecord {
  const { entries, errors } = readPemBundle(record.certificatePem, `the certificate of ${record.arn}`);
  const [entry] = entries;
  const error = errors[0] ?? (entry !== undefined && 'error' in entry ? entry.error : undefined);
  if (error !== undefined) return { ...record, certificate: undefined, problem: error.message };
  if (entry === undefined || 'error' in entry || entries.length > 1) {
    const problem = `the certificate of ${record.arn}: expected one certificate, got ${entries.length}`;
    return { ...record, certificate: undefined, problem };
  }
  return { ...record, certificate: entry.certificate, problem: undefined };
}

function only(records: readonly ReadCaRecord[], role: CaRecord['role']): RecordAtPlace {
  const [record] = records;
  if (record !== undefined && records.length === 1) return { record };
  return { problem: `AWS reports ${records.length} CAs of the role ${role}, expected 1` };
}

/** Follows the signatures from `below`; what they do not reach keeps its given order, and is judged where it ends up. */
function upwards(records: readonly ReadCaRecord[], below: Certificate | undefined): ReadCaRecord[] {
  const next = records.find(({ certificate }) => below && certificate && isSignedBy(below, certificate)) ?? records[0];
  if (next === undefined) return [];
  return [next, ...upwards(without(records, next), next.certificate)];
}

function without(records: readonly ReadCaRecord[], taken: ReadCaRecord): ReadCaRecord[] {
  return records.filter((record) => record !== taken);
}

import { integer, oneOf, required, structure, type ValueOf } from '../../protocols/shape.ts';
import { invalidArgs, validation } from '../errors.ts';

export const validityShape = structure({
  Value: required(integer({ min: 1 })),
  Type: required(oneOf(['END_DATE', 'ABSOLUTE', 'DAYS', 'MONTHS', 'YEARS'])),
});

export type Validity = ValueOf<typeof validityShape>;

/** How far before its issuance a certificate becomes valid by default, so that clocks behind AWS's accept it at once. */
export const notBeforeLeadMs = 60 * 60 * 1000;

const dayMs = 24 * 60 * 60 * 1000;

/** The last moment that RFC 5280 section 4.1.2.5 can express. */
const lastRepresentableMs = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * When a certificate issued now becomes and ceases to be valid, in milliseconds since the epoch, whole seconds.
 *
 * @throws InvalidArgsException for a form that cannot be read, ValidationException for a period that cannot be.
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_Validity.html
 */
export function validityPeriod(
  validity: Validity,
  validityNotBefore: Validity | undefined,
  nowMs: number,
): { readonly notBeforeMs: number; readonly notAfterMs: number } {
  const issuedAtMs = wholeSecond(nowMs);
  const notBeforeMs = validityNotBefore ? startOf(validityNotBefore) : issuedAtMs - notBeforeLeadMs;
  const notAfterMs = endOf(validity, issuedAtMs);
  if (Number.isNaN(notAfterMs) || notAfterMs > lastRepresentableMs || notBeforeMs > lastRepresentableMs) {
    throw validation('The requested validity cannot be expressed in a certificate.');
  }
  if (notAfterMs <= nowMs) throw validation('The requested validity ends in the past.');
  if (notAfterMs <= notBeforeMs) throw validation('The requested validity ends before it begins.');
  return { notBeforeMs, notAfterMs };
}

function startOf(validity: Validity): number {
  if (validity.Type !== 'ABSOLUTE') throw invalidArgs('ValidityNotBefore must be of the type ABSOLUTE.');
  return validity.Value * 1000;
}

function endOf(validity: Validity, issuedAtMs: number): number {
  const { Type: type, Value: value } = validity;
  if (type === 'ABSOLUTE') return value * 1000;
  if (type === 'DAYS') return issuedAtMs + value * dayMs;
  if (type === 'MONTHS') return addMonths(issuedAtMs, value);
  if (type === 'YEARS') return addMonths(issuedAtMs, value * 12);
  return parseEndDate(value);
}

/** The same day of a later month, or that month's last day when it is shorter. */
function addMonths(fromMs: number, months: number): number {
  const from = new Date(fromMs);
  const target = new Date(fromMs);
  target.setUTCMonth(from.getUTCMonth() + months);
  if (target.getUTCDate() !== from.getUTCDate()) target.setUTCDate(0);
  return target.getTime();
}

/** YYMMDDHHMMSS, where years from 50 on are of the 20th century, or YYYYMMDDHHMMSS. */
function parseEndDate(value: number): number {
  const digits = String(value);
  // A leading zero is lost in a number: 20 years after 2000 arrive as twelve digits, five years after it as eleven.
  const padded = digits.length <= 12 ? digits.padStart(12, '0') : digits;
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(padded);
  if (!match) throw invalidArgs(`${digits} is not an END_DATE in the form YYMMDDHHMMSS or YYYYMMDDHHMMSS.`);
  const [, year = '', month, day, hour, minute, second] = match;
  const century = year.length === 4 ? '' : Number(year) >= 50 ? '19' : '20';
  const endMs = Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(endMs)) throw invalidArgs(`${digits} is not a date.`);
  return endMs;
}

const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

import { type Certificate, isSameCertificate, isSelfIssued } from './certificate.ts';
import { labelChain, type PresentMember } from './chain-member.ts';
import { isSignedBy } from './link-rules.ts';
import { describeRemaining } from './remaining-validity.ts';
import { shortenMiddle } from './shorten-middle.ts';

export interface ChainPictureOptions {
  /** Columns that names are shortened to fit. Serials and dates are never cut: they need 80. @defaultValue 80 */
  readonly width?: number;
  /** What "left" and "ago" are counted from. */
  readonly now: Date;
  /** Draws with ASCII alone, and shows other characters of names as `?`. @defaultValue false */
  readonly ascii?: boolean;
}

const defaultWidth = 80;
const unicodeStrokes = { line: '│', arrow: '▼', broken: '✗', ellipsis: '…' };
const asciiStrokes = { line: '|', arrow: 'v', broken: 'x', ellipsis: '...' };

/**
 * The chain as a picture of plain text: from the root down to the workload, who signed whom (checked, not assumed), and
 * of each certificate the role, subject, serial in both spellings, validity and path length. The root that Istio appends
 * once more is one line below. No line break at the end.
 * @param certificates in the order a pod presents them, the leaf first.
 */
export function drawChain(
  certificates: readonly Certificate[],
  { width = defaultWidth, now, ascii = false }: ChainPictureOptions,
): string {
  const strokes = ascii ? asciiStrokes : unicodeStrokes;
  const members = labelChain(certificates);
  const repeated = findRepeatedRoot(members);
  const path = repeated === undefined ? members : members.slice(0, -1);
  const shorten = (name: string, columns: number) => shortenMiddle(printable(name, ascii), columns, strokes.ellipsis);

  const lines = path.toReversed().flatMap((member, depth) => {
    const below = path[path.length - depth - 2];
    const margin = `${below === undefined ? ' ' : strokes.line}   `;
    return [
      `${member.label}  ${describeRole(member, below)}`,
      ...describeNames(member.certificate).map((name) => margin + shorten(name, width - margin.length)),
      ...describeFigures(member.certificate, now).map((line) => margin + line),
      ...(below === undefined ? [] : drawSignature(member, below, strokes)),
    ];
  });
  if (repeated !== undefined) lines.push('', repeated);
  return lines.join('\n') || 'no certificates';
}

function findRepeatedRoot(members: readonly PresentMember[]): string | undefined {
  const last = members.at(-1);
  const root = members.at(-2);
  if (last === undefined || root === undefined || !isSameCertificate(last.certificate, root.certificate))
    return undefined;
  return `${last.label} is ${root.label} again, byte for byte: Istio appends the root to what a pod shows.`;
}

function describeRole({ certificate }: PresentMember, below: PresentMember | undefined): string {
  if (isSelfIssued(certificate)) {
    return `root CA, ${isSignedBy(certificate, certificate) ? 'signed by itself' : 'NOT signed by itself'}`;
  }
  if (certificate.basicConstraints?.ca !== true) return 'workload certificate';
  return below?.certificate.basicConstraints?.ca === true ? 'subordinate CA' : "Istio's CA";
}

function drawSignature(signer: PresentMember, signed: PresentMember, strokes: typeof unicodeStrokes): string[] {
  return isSignedBy(signed.certificate, signer.certificate)
    ? [strokes.line, `${strokes.arrow} signed`]
    : [strokes.line, `${strokes.broken} did NOT sign`];
}

function describeNames({ subject, subjectAlternativeNames }: Certificate): string[] {
  const identities = subjectAlternativeNames.filter(({ type }) => type === 'uri').map(({ value }) => value);
  return subject === '' ? identities : [subject, ...identities];
}

function describeFigures(certificate: Certificate, now: Date): string[] {
  const { serialDecimal, serialHex, basicConstraints } = certificate;
  return [
    `serial ${serialDecimal}`,
    `hex    ${serialHex}`,
    `valid  ${minute(certificate.notBefore)} to ${minute(certificate.notAfter)} UTC, ${describeRemaining(certificate, now)}`,
    ...(basicConstraints?.ca === true ? [`path   ${describePathLength(basicConstraints.pathLength)}`] : []),
  ];
}

function describePathLength(pathLength: number | undefined): string {
  if (pathLength === undefined) return 'any number of CAs may follow';
  if (pathLength === 0) return 'no CA may follow';
  return pathLength === 1 ? 'one CA may follow' : `${pathLength} CAs may follow`;
}

function minute(date: Date): string {
  return date.toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
}

/** A name from a certificate must not be able to move a terminal's cursor. */
function printable(text: string, ascii: boolean): string {
  return text.replace(ascii ? /[^ -~]/gu : /\p{C}/gu, '?');
}

/** A block that a `-----BEGIN …-----` line opened: its bytes, or why there are none. */
export type PemBlock = { readonly line: number } & ({ readonly der: Uint8Array } | { readonly problem: string });

export interface PemScan {
  /** One per `BEGIN` line, in the order of the text. */
  readonly blocks: readonly PemBlock[];
  /** What is wrong between and around the blocks. */
  readonly problems: readonly string[];
}

const beginLine = /^-----BEGIN ([A-Z0-9 ]+)-----\s*$/;
const endLine = /^-----END ([A-Z0-9 ]+)-----\s*$/;
const base64Text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Where two texts were joined and the first did not end in a line break. */
const seamWithoutLineBreak = /(?<=-----)(?=-----BEGIN )/;
const certificateLabel = 'CERTIFICATE';
const certificateBegin = `-----BEGIN ${certificateLabel}-----`;

/**
 * Finds the certificates of a PEM text, and everything that is wrong with it, without giving up at the first fault.
 *
 * Strict as RFC 7468 §2 asks of generators, and stricter in one point: text outside the blocks, which a parser may skip
 * (§2, "explanatory text"), is a problem here. Nothing in a mesh writes such text, so it means a broken file.
 */
export function scanPem(text: string): PemScan {
  const blocks: PemBlock[] = [];
  const problems: string[] = [];
  let open: OpenBlock | undefined;

  const close = (end: string, endLabel?: string) => {
    if (open !== undefined) blocks.push(readBlock(open, end, endLabel));
    open = undefined;
  };

  for (const { line, content, joined } of linesOf(text)) {
    if (joined) problems.push(`line ${line}: expected a line break before -----BEGIN, got none`);
    const begin = beginLine.exec(content)?.[1];
    const end = endLine.exec(content)?.[1];
    if (begin !== undefined) {
      close(`the next BEGIN in line ${line}`);
      open = { line, label: begin, body: '' };
    } else if (end !== undefined && open !== undefined) {
      close(`-----END ${end}-----`, end);
    } else if (open !== undefined) {
      open.body += content.trim();
    } else if (content.trim() !== '') {
      problems.push(`line ${line}: expected ${certificateBegin}, got ${characters(content.length)} of other text`);
    }
  }
  close('the end of the text');
  return { blocks, problems };
}

interface OpenBlock {
  readonly line: number;
  readonly label: string;
  body: string;
}

function linesOf(text: string): { line: number; content: string; joined: boolean }[] {
  return text
    .split(/\r?\n/)
    .flatMap((whole, index) =>
      whole.split(seamWithoutLineBreak).map((content, piece) => ({ line: index + 1, content, joined: piece > 0 })),
    );
}

function readBlock({ line, label, body }: OpenBlock, end: string, endLabel: string | undefined): PemBlock {
  if (label !== certificateLabel) return { line, problem: `expected a ${certificateLabel}, got a ${label}` };
  if (endLabel !== label) return { line, problem: `expected -----END ${label}-----, got ${end}` };
  if (body === '') return { line, problem: 'expected base64, got an empty block' };
  if (!base64Text.test(body)) return { line, problem: `expected base64, got ${describeBase64Fault(body)}` };
  return { line, der: new Uint8Array(Buffer.from(body, 'base64')) };
}

function describeBase64Fault(body: string): string {
  const strangers = body.replace(/[A-Za-z0-9+/=]/g, '').length;
  return strangers > 0
    ? `${characters(strangers)} of another alphabet`
    : `${characters(body.length)}, which is no whole number of bytes`;
}

function characters(count: number): string {
  return `${count} ${count === 1 ? 'character' : 'characters'}`;
}

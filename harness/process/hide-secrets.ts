import { credentialRules, hidden } from './credential-rules.ts';

/** The longest private key in use, RSA of 8192 bits, has 100 lines: a block without an end hides no more than this. */
const mostKeyLines = 120;

/** Values of this process that are secret by themselves, in every form in which they are written. */
const known = new Map<string, readonly string[]>();

/** Hides this value from now on wherever it is written: for secrets that the harness makes or is given itself. */
export function rememberSecret(secret: string): void {
  if (secret !== '') known.set(secret, [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]);
}

/** Replaces these secrets, and the remembered ones, in a text. */
function withoutValues(text: string, secrets: readonly string[]): string {
  return [...secrets.filter(Boolean), ...[...known.values()].flat()].reduce(
    (shown, secret) => shown.replaceAll(secret, hidden),
    text,
  );
}

/**
 * Hides what must not be shown in a text that goes to a log, a report, a file or the terminal: the given secrets, private
 * keys, tokens, credentials and passwords, plain or as base64. Certificates, digests and access key IDs stay. JSON stays
 * JSON, and a text keeps its lines.
 */
export function hideSecrets(text: string, secrets: readonly string[] = []): string {
  return text.split('\n').map(secretHider(secrets)).join('\n');
}

/** {@link hideSecrets} for every string in a document. Strings of one list are lines of one text. */
export function hideSecretsIn<T>(document: T): T {
  return hiddenIn(document, hideSecrets) as T;
}

function hiddenIn(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) {
    const hideLine = secretHider();
    const hideItem = (text: string) => (text.includes('\n') ? hideSecrets(text) : hideLine(text));
    return value.map((each) => hiddenIn(each, hideItem));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hiddenIn(each, hideSecrets)]));
}

const keyName = '[A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?';
/** A private key in PEM (RFC 7468), or its begin. A quote ends it too: in JSON and Go its lines are one, with `\n` between. */
const privateKey = new RegExp(`-----BEGIN ${keyName}-----(?:(?!-----)[^"'])*(?:-----END ${keyName}-----)?`, 'g');
const endsKey = new RegExp(`^.*?-----END ${keyName}-----`);
/** Begins a key that the same line does not end. */
const opensKey = new RegExp(`-----BEGIN ${keyName}-----(?:(?!-----)[^"'])*$`);
/** What Kubernetes shows of secrets, and kubeconfig files hold. */
const encoded = /[A-Za-z0-9+/]{40,}={0,2}/g;
const isEncoded = /^\s*[A-Za-z0-9+/]+={0,2}\s*$/;
const isText = /^[\t\n\r\x20-\x7e]*$/;

/**
 * {@link hideSecrets} for lines that come one by one.
 *
 * @returns A function to be given every line in order.
 */
export function secretHider(secrets: readonly string[] = []): (line: string) => string {
  let openKey: 'plain' | 'encoded' | undefined;
  let keyLines = 0;
  let namedValue = false;
  return (line) => {
    if (openKey !== undefined && (openKey === 'plain' ? keyLines < mostKeyLines : isEncoded.test(line))) {
      keyLines += 1;
      if (openKey === 'encoded') return line.replace(/\S+/, hidden);
      if (!endsKey.test(line)) return hidden;
      openKey = undefined;
      return shownLine(line.replace(endsKey, hidden), secrets);
    }
    openKey = opensKey.test(line) ? 'plain' : opensEncodedKey(line) ? 'encoded' : undefined;
    keyLines = 0;
    const shown = namedValue ? line.replace(valueOfName, `$1${hidden}`) : line;
    namedValue = nameOfValue.test(line);
    return shownLine(shown, secrets);
  };
}

/** A variable of a container as YAML has it: its name on one line, its value on the next. */
const nameOfValue = /\bname"?:\s*"?[A-Z_]*(?:SECRET_ACCESS_KEY|SESSION_TOKEN|PASSWORD|TOKEN|CLIENT_SECRET)"?,?\s*$/;
const valueOfName = /^(\s*"?value"?:\s*"?)[^"\s]+/;

function shownLine(line: string, secrets: readonly string[]): string {
  const shown = withoutValues(line, secrets).replaceAll(privateKey, hidden);
  const ruled = credentialRules.reduce((text, { pattern, replace }) => text.replaceAll(pattern, replace), shown);
  return ruled.replaceAll(encoded, (text) => (hidesIn(text, secrets) ? hidden : text));
}

/** Whether there is something to hide in what this is the base64 of. A certificate's own base64 is no text. */
function hidesIn(base64: string, secrets: readonly string[]): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return isText.test(text) && hideSecrets(text, secrets) !== text;
}

/** base64 is wrapped by many programs: the lines after the first are no text by themselves. */
function opensEncodedKey(line: string): boolean {
  const [last] = /[A-Za-z0-9+/]{40,}\s*$/.exec(line) ?? [];
  return last !== undefined && opensKey.test(Buffer.from(last.trim(), 'base64').toString('latin1'));
}

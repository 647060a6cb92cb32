/** What is replaced in a line, and by what. */
export interface CredentialRule {
  readonly pattern: RegExp;
  readonly replace: (match: string, ...groups: string[]) => string;
}

/** In place of what is hidden. */
export const hidden = '***';

/**
 * Names under which programs write a credential. A word before one belongs to it after `_` or `-` (AWS_, npm_config_), or
 * where it is known: `InvalidIdentityToken: No provider` is an error, and what follows it is none.
 */
const names = [
  '(?:aws|web|docker|registry|proxy)?(?:secret[_-]?access[_-]?key|secret[_-]?key|client[_-]?secret)',
  '(?:aws|web|docker|registry|proxy)?(?:session|security|refresh|access|identity|id|auth|bearer)[_-]?token',
  '(?:docker|registry|proxy)?pass(?:word|wd|phrase)',
  'x-(?:amz|goog)-(?:security-token|signature|credential)',
  // Also an idempotency token, a page's, and more: only by itself, or as a variable of the environment.
  '(?<![_-])token(?=\\\\*["\']?\\s*[:=]\\s*\\\\*["\']?[^\\s"\']{8})|(?<=[A-Z0-9]_)TOKEN(?==)',
].join('|');
const name = `(?<![A-Za-z])(?:${names})`;

const quoted = new RegExp(`(${name})(\\\\*["']?\\s*[:=]\\s*)(\\\\*["'])((?:(?!\\3).)+)`, 'gi');
const bare = new RegExp(`(${name})(\\\\*["']?\\s*[:=]\\s*)([^\\s"'\\\\,;&<>{}()[\\]]+)(\\s*\\S?)`, 'gi');
const element = new RegExp(`<(${name})>[^<]+`, 'gi');
const namedValue = new RegExp(
  `(name\\\\*":\\s*\\\\*"(?:[A-Z_]*_)?(?:${names}|token)\\\\*",\\s*\\\\*"value\\\\*":\\s*\\\\*")[^"\\\\]+`,
  'gi',
);
const flag = new RegExp(
  `(--(?:${names}|(?:discovery-|tls-bootstrap-)?token|certificate-key)[ =])('[^']*'|[^\\s"'\\\\]+)`,
  'gi',
);

/** Forms of credentials, in the order in which they are looked for. */
export const credentialRules: readonly CredentialRule[] = [
  // JSON Web Tokens: a service account's, for example (RFC 7519 §3).
  { pattern: /eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)+/g, replace: () => hidden },
  // Session tokens of AWS: base64 of a header that has the word aws, or origin, in it.
  { pattern: /(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[\w+/=%-]{60,}/g, replace: () => hidden },
  // Tokens of CI engines and of package registries.
  { pattern: /\b(?:gh[pousr]_\w{30,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,})/g, replace: () => hidden },
  // A secret access key beside its ID, which itself is no secret.
  {
    pattern: /\b(A[KS]IA[A-Z0-9]{16})([\s:,|"'=]{1,4})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/g,
    replace: (_, id, between) => `${id}${between}${hidden}`,
  },
  // RFC 9110 §11.6.2, with any scheme. A signature of AWS's is hidden by itself: what is beside it is needed to mend one.
  {
    pattern: /((?:proxy-)?authorization\\*["']?\s*[:=]\s*\[?\\*["']?)(?!AWS4-)([\w-]+\s+)?[^\s"'\\,\]]+/gi,
    replace: (_, header, scheme = '') => `${header}${scheme}${hidden}`,
  },
  { pattern: /\b(Signature=)[0-9a-f]{64}/g, replace: (_, before) => `${before}${hidden}` },
  { pattern: /\b(Basic|Bearer)(\s+)([\w+/=.~-]{8,})/gi, replace: unlessWord },
  { pattern: namedValue, replace: (_, before) => `${before}${hidden}` },
  { pattern: quoted, replace: (_, key, between, quote) => `${key}${between}${quote}${hidden}` },
  { pattern: bare, replace: unlessProse },
  { pattern: element, replace: (_, key) => `<${key}>${hidden}` },
  { pattern: flag, replace: (_, before) => `${before}${hidden}` },
  // What docker login and npm login leave.
  { pattern: /(\bauth\\*["']\s*:\s*\\*["'])[\w+/=]{4,}/g, replace: (_, before) => `${before}${hidden}` },
  { pattern: /(_auth(?:Token)?\s*=\s*)[^\s"'\\]+/g, replace: (_, before) => `${before}${hidden}` },
  // Storage services of registries sign their URLs.
  { pattern: /([?&](?:sig|signature)=)[^&\s"'<>]+/gi, replace: (_, before) => `${before}${hidden}` },
  // RFC 3986 §3.2.1. A reference by digest has its @ there as well.
  { pattern: /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>]+@(?!sha\d+:)/gi, replace: (_, scheme) => `${scheme}${hidden}@` },
];

/** "Basic authentication" and "bearer tokens" are words; credentials have digits, or their alphabet's signs, or both cases. */
function unlessWord(match: string, scheme = '', between = '', value = ''): string {
  return /^[A-Z]?[a-z-]+[=.]*$/.test(value) ? match : `${scheme}${between}${hidden}`;
}

/** After a colon and a space, a word with more words behind it is a sentence about a credential. */
function unlessProse(match: string, key = '', between = '', value = '', rest = ''): string {
  const isProse = /:\s+$/.test(between) && /^[A-Za-z-]+\.?$/.test(value) && /^\s+\S/.test(rest);
  return isProse || value === hidden ? match : `${key}${between}${hidden}${rest}`;
}

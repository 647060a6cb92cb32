/** Replaces every secret in a text. */
export function redact(text: string, secrets: readonly string[] = []): string {
  return secrets.filter((secret) => secret.length > 0).reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

const beginsKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const endsKey = /-----END [A-Z ]*PRIVATE KEY-----/;
/** Base64 of `-----BEGIN `, as Kubernetes shows PEM files in secrets. */
const encodedPem = /LS0tLS1CRUdJTi[\w+/=]+/g;
/** JSON Web Tokens: service accounts' (RFC 7519 §3). */
const token = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;
const credential = /((?:secret_?access_?key|session_?token|password)"?\s*[:=]\s*"?)[^\s",]+/gi;

/**
 * Hides what must not be shown in lines of a program's output: the given secrets, private keys (over several lines, or
 * base64 as Kubernetes has them), tokens and AWS credentials.
 *
 * @returns A function to be given every line in order.
 */
export function secretHider(secrets: readonly string[] = []): (line: string) => string {
  let inKey = false;
  return (line) => {
    if (inKey) {
      inKey = !endsKey.test(line);
      return '***';
    }
    if (beginsKey.test(line)) {
      inKey = !endsKey.test(line);
      return line.replace(new RegExp(`${beginsKey.source}.*`), '***');
    }
    return redact(line, secrets)
      .replaceAll(encodedPem, (pem) => (beginsKey.test(Buffer.from(pem, 'base64').toString('latin1')) ? '***' : pem))
      .replaceAll(token, '***')
      .replaceAll(credential, '$1***');
  };
}

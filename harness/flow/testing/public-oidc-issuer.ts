import { createSign, generateKeyPairSync } from 'node:crypto';
import type { RunningMockAws } from '../../../mocks/server.ts';
import { MockAdmin } from '../../aws/mock-admin.ts';
import type { TokenIssuer } from './fake-api-server.ts';

/** For tests: an OIDC issuer that AWS and this machine can read, as EKS serves one for each of its clusters. */
export class PublicOidcIssuer implements TokenIssuer {
  readonly url = 'https://oidc.eks.us-east-1.amazonaws.com/id/TEST';
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #fetch = globalThis.fetch;
  readonly jwks = {
    keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }],
  };

  /** Serves it to this process, whose requests to other addresses go where they went before. */
  serve(): void {
    globalThis.fetch = (async (...[input, init]: Parameters<typeof fetch>) => {
      const url = String(input instanceof Request ? input.url : input);
      if (!url.startsWith(this.url)) return this.#fetch(input, init);
      return Response.json(url.endsWith('/keys') ? this.jwks : { jwks_uri: `${this.url}/keys` });
    }) as typeof fetch;
  }

  close(): void {
    globalThis.fetch = this.#fetch;
  }

  /** Serves it to a mocked AWS. */
  async publishTo({ admin }: RunningMockAws): Promise<void> {
    await new MockAdmin(admin).publishOidcIssuer({ issuer: this.url, jwks: this.jwks });
  }

  token(sub: string): string {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const iat = Math.floor(Date.now() / 1_000);
    const claims = { iss: this.url, aud: ['sts.amazonaws.com'], sub, iat, exp: iat + 600 };
    const signed = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(this.#key.privateKey, 'base64url')}`;
  }
}

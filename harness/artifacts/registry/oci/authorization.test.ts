import { expect, test } from '@jest/globals';
import { HttpClient } from '../http/http-client.ts';
import { answerChallenge } from './authorization.ts';

const challenge = 'Bearer realm="http://token.example/",service="registry"';
const request = {
  ...{ http: new HttpClient(), url: 'https://registry.example/v2/a' },
  ...{ signal: AbortSignal.timeout(5_000), say: () => undefined },
};

test.each([{ username: 'me', password: 'hunter2' }, { identityToken: 'hunter2' }])(
  'a registry with TLS does not get credentials sent to a token server without (%j)',
  async (credentials) => {
    const answering = answerChallenge(challenge, credentials, 'a', request);
    await expect(answering).rejects.toThrow('credentials to be sent to http://token.example, which is not encrypted');
  },
);

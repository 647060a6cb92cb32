import { expect, test } from '@jest/globals';
import { parseChallenges } from './challenges.ts';

const bearer = 'Bearer realm="https://auth.example/token?a=b,c",service="registry",scope="repository:a/b:pull,push"';
const parameters = {
  realm: 'https://auth.example/token?a=b,c',
  service: 'registry',
  scope: 'repository:a/b:pull,push',
};

test.each([
  [bearer, [{ scheme: 'bearer', parameters }]],
  [
    `${bearer}, Basic realm="other"`,
    [
      { scheme: 'bearer', parameters },
      { scheme: 'basic', parameters: { realm: 'other' } },
    ],
  ],
  [
    `Basic realm="a \\"quoted\\" one", ${bearer}`,
    [
      { scheme: 'basic', parameters: { realm: 'a "quoted" one' } },
      { scheme: 'bearer', parameters },
    ],
  ],
  [
    'Negotiate, BASIC realm=plain',
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'plain' } },
    ],
  ],
  ['', []],
])('%s', (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});

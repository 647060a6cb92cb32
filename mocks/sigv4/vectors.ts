import type { WireRequest } from '../http/wire.ts';

/** The credentials, scope and time of AWS's published signing examples. */
export const vectorCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
} as const;
export const vectorScope = { date: '20150830', region: 'us-east-1', service: 'service' } as const;
export const vectorTimeMs = Date.UTC(2015, 7, 30, 12, 36);

export interface SigningVector {
  readonly name: string;
  readonly request: Omit<WireRequest, 'headers'>;
  /** Besides host and x-amz-date. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signature: string;
}

const empty = Buffer.alloc(0);
const get = (path: string, query = ''): SigningVector['request'] => ({ method: 'GET', path, query, body: empty });

/**
 * Requests and signatures of AWS's Signature Version 4 test suite, as data.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-test-suite.html
 */
export const signingVectors: readonly SigningVector[] = [
  {
    name: 'get-vanilla',
    request: get('/'),
    headers: {},
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'get-vanilla-query-order-key-case',
    request: get('/', 'Param2=value2&Param1=value1'),
    headers: {},
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    name: 'get-vanilla-query-unreserved',
    request: get(
      '/',
      '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    ),
    headers: {},
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  {
    name: 'get-unreserved',
    request: get('/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
    headers: {},
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  {
    name: 'post-vanilla',
    request: { method: 'POST', path: '/', query: '', body: empty },
    headers: {},
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    name: 'post-x-www-form-urlencoded',
    request: { method: 'POST', path: '/', query: '', body: Buffer.from('Param1=value1') },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
  {
    name: 'get-header-value-trim',
    request: get('/'),
    headers: { 'my-header1': 'value1', 'my-header2': '"a b c"' },
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
];

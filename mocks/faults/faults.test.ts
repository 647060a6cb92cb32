import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultRule } from '../contract.ts';
import { readPem } from '../der/pem.ts';
import { InProcessAws } from '../testing/in-process-aws.ts';
import { activeRoot, activeSubordinate, issue, issueAndGet } from '../testing/in-process-hierarchy.ts';
import { newCsr } from '../testing/requests.ts';

let aws: InProcessAws;

beforeEach(() => {
  aws = new InProcessAws();
});

const install = (rule: FaultRule) => aws.admin('POST', '/faults', rule);

/** Asks that often, and returns the error codes; a dash for a success. */
async function ask(times: number): Promise<string[]> {
  const codes: string[] = [];
  for (let count = 0; count < times; count += 1)
    codes.push((await aws.pca('ListCertificateAuthorities', {})).error ?? '-');
  return codes;
}

const x = 'ThrottlingException';

describe('when a fault strikes', () => {
  test.each<[string, FaultRule['when'], string[]]>([
    ['always', undefined, [x, x, x]],
    ['twice', { times: 2 }, [x, x, '-', '-']],
    ['after two', { skip: 2, times: 1 }, ['-', '-', x, '-']],
    ['every third', { every: 3 }, ['-', '-', x, '-', '-', x]],
    ['never, with probability 0', { probability: 0 }, ['-', '-']],
  ])('%s', async (_name, when, expected) => {
    await install({ ...(when && { when }), effect: { kind: 'throttle' } });
    expect(await ask(expected.length)).toEqual(expected);
  });

  test('by probability, the same seed strikes the same requests', async () => {
    const rule: FaultRule = { when: { probability: 0.3, seed: 42 }, effect: { kind: 'throttle' } };
    await install(rule);
    const first = await ask(50);
    aws = new InProcessAws();
    await install(rule);
    expect(await ask(50)).toEqual(first);
    const struck = first.filter((code) => code !== '-').length;
    expect(struck).toBeGreaterThan(5);
    expect(struck).toBeLessThan(30);
  });

  test('only within its window', async () => {
    await install({ when: { startAfterMs: 60_000, durationMs: 60_000 }, effect: { kind: 'outage' } });
    expect(await ask(1)).toEqual(['-']);
    aws.aws.clock.offsetMs += 61_000;
    expect(await ask(1)).toEqual(['ServiceUnavailableException']);
    aws.aws.clock.offsetMs += 60_000;
    expect(await ask(1)).toEqual(['-']);
  });

  test('only where it matches, and not after it was removed', async () => {
    const { id } = await install({ match: { operation: 'ListTags' }, effect: { kind: 'throttle' } });
    expect(await ask(1)).toEqual(['-']);
    const everyone = await install({
      match: { principalArn: 'arn:aws:iam::*:user/admin*' },
      effect: { kind: 'throttle' },
    });
    expect(await ask(1)).toEqual([x]);
    await aws.admin('DELETE', `/faults?id=${everyone['id']}`);
    expect(await ask(1)).toEqual(['-']);
    expect(await aws.admin('GET', '/faults')).toMatchObject({ faults: [{ id, seen: 0, fired: 0 }] });
  });
});

describe('what a fault does', () => {
  test.each<[FaultRule['effect'], string]>([
    [{ kind: 'internalFailure' }, 'InternalFailure'],
    [{ kind: 'error', code: 'RequestFailedException' }, 'RequestFailedException'],
    [{ kind: 'clockSkew', offsetMs: 20 * 60_000 }, 'InvalidSignatureException'],
  ])('%j', async (effect, code) => {
    await install({ effect });
    expect(await ask(1)).toEqual([code]);
  });

  test('drops the connection, and holds an answer back', async () => {
    await install({ name: 'cut', when: { times: 1 }, effect: { kind: 'drop' } });
    const dropped = await aws.aws.handle(aws.signPca('ListCertificateAuthorities', '{}'));
    expect(dropped.dropConnection).toBe(true);
    await install({ name: 'slow', effect: { kind: 'latency', delayMs: 250 } });
    const slow = await aws.aws.handle(aws.signPca('ListCertificateAuthorities', '{}'));
    expect(slow).toMatchObject({ status: 200, delayMs: 250 });
    const { entries } = await aws.admin('GET', '/journal');
    expect(entries).toMatchObject([{ fault: 'cut' }, { fault: 'slow', status: 200 }]);
  });

  test('breaks chains, in seven ways', async () => {
    const root = await activeRoot(aws, { commonName: 'root' });
    const sub = await activeSubordinate(aws, root, 0, { commonName: 'sub' });
    const csr = (await newCsr({ CommonName: 'leaf' })).toString();
    const whole = readPem((await issueAndGet(aws, sub, csr)).chain).map(({ der }) => der.toString('base64'));
    const [issuer, top] = whole;
    const chainUnder = async (
      variant: 'missing' | 'empty' | 'withoutRoot' | 'onlyRoot' | 'reversed' | 'rootTwice' | 'stranger',
    ) => {
      await install({ when: { times: 1 }, match: { operation: 'GetCertificate' }, effect: { kind: 'chain', variant } });
      return readPem((await issueAndGet(aws, sub, csr)).chain).map(({ der }) => der.toString('base64'));
    };
    expect(await chainUnder('missing')).toEqual([]);
    expect(await chainUnder('empty')).toEqual([]);
    expect(await chainUnder('withoutRoot')).toEqual([issuer]);
    expect(await chainUnder('onlyRoot')).toEqual([top]);
    expect(await chainUnder('reversed')).toEqual([top, issuer]);
    expect(await chainUnder('rootTwice')).toEqual([issuer, top, top]);
    const [stranger] = await chainUnder('stranger');
    expect(whole).not.toContain(stranger);
  });

  test('makes issuing take its time, for the struck certificate alone', async () => {
    const root = await activeRoot(aws, { commonName: 'root' });
    const csr = (await newCsr({ CommonName: 'leaf' })).toString();
    const effect = { kind: 'slowIssuance', delayMs: 60_000 } as const;
    await install({ match: { operation: 'IssueCertificate' }, when: { times: 1 }, effect });
    const { CertificateArn } = (await issue(aws, root, csr)).body;
    const get = () => aws.pca('GetCertificate', { CertificateAuthorityArn: root, CertificateArn });
    expect((await get()).error).toBe('RequestInProgressException');
    await issueAndGet(aws, root, csr);
    aws.aws.clock.offsetMs += 60_000;
    expect((await get()).error).toBeUndefined();
  });

  test('shortens the validity of what is issued', async () => {
    const root = await activeRoot(aws, { commonName: 'root' });
    await install({ effect: { kind: 'shortValidity', validityMs: 60_000 } });
    const csr = (await newCsr({ CommonName: 'leaf' })).toString();
    await issueAndGet(aws, root, csr, { validity: { Type: 'DAYS', Value: 90 } });
    const [, certificate] = [...(aws.aws.pca.authorities.lookup(root)?.issued.all() ?? [])];
    expect((certificate?.notAfterMs ?? 0) - aws.aws.clock.nowMs()).toBeLessThanOrEqual(60_000);
  });
});

test.each([
  [{}, /effect/],
  [{ effect: { kind: 'thorttle' } }, /one of throttle/],
  [{ effect: { kind: 'latency' } }, /delayMs/],
  [{ effect: { kind: 'throttle' }, wehn: {} }, /not wehn/],
  [{ effect: { kind: 'throttle' }, when: { probability: 2 } }, /probability/],
  [{ effect: { kind: 'chain', variant: 'upside-down' } }, /variant/],
])('a fault that is misspelt is refused: %j', async (rule, message) => {
  expect(await aws.admin('POST', '/faults', rule)).toMatchObject({
    status: 400,
    error: expect.stringMatching(message),
  });
});

test('AWS’s published rates throttle the 26th IssueCertificate of a second, and not the next second’s first', async () => {
  // The clock stands still, so that a slow machine does not fill the bucket.
  const instantMs = Date.now();
  const { AdjustableClock } = await import('../clock.ts');
  const clock = new AdjustableClock(() => instantMs);
  aws = new InProcessAws({ clock });
  const root = await activeRoot(aws, { commonName: 'root' });
  await aws.admin('PUT', '/settings', { publishedQuotas: true });
  const csr = (await newCsr({ CommonName: 'leaf' })).toString();
  const codes: (string | undefined)[] = [];
  for (let count = 0; count < 26; count += 1) codes.push((await issue(aws, root, csr)).error);
  expect(codes.slice(0, 25).every((code) => code === undefined)).toBe(true);
  expect(codes[25]).toBe(x);
  clock.offsetMs += 1000;
  expect((await issue(aws, root, csr)).error).toBeUndefined();
});

test('a CA is put into any state, and gets its own back', async () => {
  const arn = await activeRoot(aws, { commonName: 'root' });
  const statusOf = async () => (await aws.pca('DescribeCertificateAuthority', { CertificateAuthorityArn: arn })).body;
  await aws.admin('PUT', '/certificate-authorities', { arn, status: 'EXPIRED' });
  expect(await statusOf()).toMatchObject({ CertificateAuthority: { Status: 'EXPIRED' } });
  const csr = (await newCsr({ CommonName: 'leaf' })).toString();
  expect((await issue(aws, arn, csr)).error).toBe('InvalidStateException');
  await aws.admin('PUT', '/certificate-authorities', { arn, status: null });
  expect(await statusOf()).toMatchObject({ CertificateAuthority: { Status: 'ACTIVE' } });
});

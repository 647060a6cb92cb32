import { describe, expect, test } from '@jest/globals';
import { untilLogged } from '../harness/scenario/component-log.ts';
import { Issuance, issuerName } from '../harness/scenario/issuance.ts';
import { newestRequest } from '../harness/scenario/newest-request.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, G5 and G6: the Certificate's issuerRef leads to nothing. */
describe('an issuerRef that leads to nothing', () => {
  const setUp = useSetUp('issuance');
  const right = { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: issuerName };

  test('wrong name: the request waits for an issuer that could not be found', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('issuer-ref'));
    await issuance.applyIssuer();
    await issuance.applyCertificate({}, { issuerRef: { ...right, name: 'aws-pca-isuer' } });

    await issuance.requestIs('Pending', ({ message }) => message === 'issuer could not be found');

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'issuer-ref-name', cause: expect.stringContaining('aws-pca-isuer') });
  });

  // Nobody may approve requests for a signer that does not exist, so none of the two controllers says a word in the request.
  test.each([
    ['kind', 'Issuer', 'issuer-ref-kind'],
    ['group', 'aws.cert-manager.io', 'issuer-ref-group'],
  ])('wrong %s: the request has no condition at all; only cert-manager logs why', async (field, value, finding) => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('issuer-ref'));
    await issuance.applyIssuer();
    await issuance.applyCertificate({}, { issuerRef: { ...right, [field]: value } });

    const request = await newestRequest(setUp, issuance);
    const { name, kind, group }: typeof right = { ...right, [field]: value };
    await untilLogged(
      setUp,
      'cert-manager',
      new RegExp(`denied the request: spec.issuerRef: Forbidden: .* does not exist: {${name} ${kind} ${group}}`),
    );
    expect(request.status?.conditions ?? []).toEqual([]);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: finding, cause: expect.stringContaining(value) });
  });

  test('the issuer of that name is in another namespace: the request waits', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('issuer-ref'));
    await issuance.applyCertificate();

    await issuance.requestIs('Pending', ({ message }) => message === 'issuer could not be found');

    const [first] = await setUp.diagnose();
    // The set-up's own issuer.
    const { namespace } = setUp.outputs['aws-pca-issuer'];
    expect(first).toMatchObject({ id: 'issuer-in-other-namespace', cause: expect.stringContaining(namespace) });
  });
});

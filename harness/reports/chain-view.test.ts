import { describe, expect, test } from '@jest/globals';
import { viewChain } from './chain-view.ts';
import { passedReport } from './testing/sample-reports.ts';

const { chain } = passedReport;
const roles = (entries: typeof chain) => viewChain(entries).path.map(({ entry, role }) => `${entry.label} ${role}`);

describe('viewChain', () => {
  test('tells what each certificate of the chain is, and the root that is there once more', () => {
    expect(roles(chain)).toEqual(['aa Workload certificate', "ab Istio's CA", 'ac Subordinate CA', 'ad Root CA']);
    expect(viewChain(chain).repeated?.label).toBe('ae');
  });

  test('tells who signed each', () => {
    expect(viewChain(chain).path.map(({ signature }) => signature)).toEqual([
      'signed by ab',
      'signed by ac',
      'signed by ad',
      'signed by itself',
    ]);
  });

  test('tells a signature that nobody made', () => {
    const [leaf, ...others] = chain.map((entry) => ({ ...entry, signedBy: null }));
    expect(leaf && viewChain([leaf, ...others]).path[0]).toMatchObject({
      signature: 'signed by nobody in this chain',
      signed: false,
    });
  });

  test('claims no signature where none was looked at', () => {
    const [leaf] = chain.map(({ signedBy: _looked, ...entry }) => entry);
    expect(leaf && viewChain([leaf]).path[0]?.signature).toBe('issued by CN=istio-ca');
  });

  test("shows istiod's own CA as the root that it is", () => {
    const own = { subject: 'O=cluster.local', issuer: 'O=cluster.local', ca: true };
    const entries = chain.slice(0, 2).map((entry, index) => (index === 0 ? entry : { ...entry, ...own }));
    expect(roles(entries)).toEqual(['aa Workload certificate', 'ab Root CA']);
  });

  test('shows nothing of nothing', () => {
    expect(viewChain([])).toEqual({ path: [], repeated: undefined });
  });
});

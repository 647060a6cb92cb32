import { expect, test } from '@jest/globals';
import { diagnosisLines } from './diagnosis-lines.ts';
import { styleFor } from './style.ts';
import { wrap } from './text-width.ts';

const plain = styleFor({ isTTY: false }, {});
const arn = `arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/${'e4e9c5fa-8500-4f30-b9a1-bed7aca3aa73'}`;

test('a finding is a paragraph with its evidence, its remedy and its references, within 80 columns', () => {
  const finding = {
    id: 'ca-disabled',
    cause: `The certificate authority is disabled (state DISABLED), so it issues nothing: ${arn}`,
    evidence: [
      'CertificateRequest istio-system/istio-ca-1: Ready=False, Failed: it is in the state DISABLED; this request needs it in ACTIVE',
      'a second line',
    ],
    remedy: 'Enable it.',
    references: ['guide, step 2', 'some/thread#1'],
  };
  const lines = diagnosisLines([finding], plain);
  expect(lines).toEqual([
    '1. The certificate authority is disabled (state DISABLED), so it issues nothing:',
    `   ${arn}`,
    '   seen  CertificateRequest istio-system/istio-ca-1: Ready=False, Failed: it is',
    '         in the state DISABLED; this request needs it in ACTIVE',
    '         a second line',
    '   do    Enable it.',
    '   see   guide, step 2; some/thread#1',
    '   id    ca-disabled',
    '',
  ]);
  expect(lines.filter((line) => line.length > 80)).toEqual([`   ${arn}`]);
});

test.each([
  ['one two three', 8, '  ', ['one two', '  three']],
  ['unbreakable-word', 4, '', ['unbreakable-word']],
  ['', 10, '', ['']],
])('%j at %d is %j', (text, width, indent, lines) => {
  expect(wrap(text, width, indent)).toEqual(lines);
});

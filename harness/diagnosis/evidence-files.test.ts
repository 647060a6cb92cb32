import { expect, test } from '@jest/globals';
import { diagnose } from './diagnose.ts';
import type { Evidence } from './evidence.ts';
import { evidenceFiles } from './evidence-files.ts';
import { examples } from './testing/examples.ts';
import { healthySetUp } from './testing/healthy-evidence.ts';

test('writes the diagnosis, the evidence as a document that can be diagnosed again, and its parts', async () => {
  const evidence = examples.find(({ id }) => id === 'cacerts-incomplete')?.evidence(await healthySetUp());
  if (evidence === undefined) throw new Error('no such example');
  const diagnosis = diagnose(evidence);
  const files = new Map(evidenceFiles(evidence, diagnosis).map(({ file, text }) => [file, text]));
  expect([...files.keys()]).toEqual([
    'diagnosis.json',
    'evidence.json',
    'journal.json',
    'secrets.json',
    'logs/istio-system.istiod-1.discovery.log',
  ]);
  expect(JSON.parse(files.get('diagnosis.json') ?? '')).toEqual({ diagnosis, unreadable: [] });
  expect(diagnose(JSON.parse(files.get('evidence.json') ?? '') as Evidence)).toEqual(diagnosis);
  expect(JSON.parse(files.get('secrets.json') ?? '')).toEqual([
    expect.objectContaining({
      namespace: 'istio-system',
      name: 'cacerts',
      keys: ['tls.crt', 'tls.key'],
      certificates: expect.objectContaining({
        'tls.crt': [expect.objectContaining({ subject: 'CN=istio-ca' }), expect.anything()],
      }),
    }),
  ]);
});

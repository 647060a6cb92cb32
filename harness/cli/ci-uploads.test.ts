import { globSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emitFor } from '../matrix/emit/emit.ts';
import { uploadPatterns } from '../reports/files-to-upload.ts';
import { projectFolder } from './jest-command.ts';
import { runFiles } from './keep.ts';
import { textOf } from './testing/documents.ts';
import { pipelineJobs } from './testing/pipeline.ts';
import { readWorkflow } from './testing/workflow.ts';

const emitted = (engine: 'github' | 'gitlab') => emitFor(engine, { matrixArguments: [], shards: 2, image: 'unused' });
const workflowFiles = [...globSync('.github/workflows/*', { cwd: projectFolder }).sort(), 'docs/ci/github-actions.yml'];

/** What each upload of a workflow is given as its path, line by line. */
const ofWorkflow = (text: string): readonly (readonly string[])[] =>
  Object.values(readWorkflow(text).jobs)
    .flatMap(({ steps }) => steps.filter(({ uses = '' }) => uses.startsWith('actions/upload-artifact@')))
    .map(({ with: given }) => String(given?.['path']).trim().split('\n'));

const ofPipeline = (text: string): readonly (readonly string[])[] =>
  pipelineJobs(text).map(({ artifacts }) => {
    const { paths, exclude } = artifacts as { paths: readonly string[]; exclude?: readonly string[] };
    expect(exclude).toBeUndefined();
    return paths;
  });

const uploads = [
  ...workflowFiles.flatMap((file) => ofWorkflow(textOf(file)).map((paths) => [file, paths] as const)),
  ...ofWorkflow(emitted('github')).map((paths) => ['what --emit github writes', paths] as const),
  ...ofPipeline(textOf('docs/ci/gitlab-ci.yml')).map((paths) => ['docs/ci/gitlab-ci.yml', paths] as const),
  ...ofPipeline(emitted('gitlab')).map((paths) => ['what --emit gitlab writes', paths] as const),
];

const isUploaded = (paths: readonly string[], file: string) => paths.some((path) => matchesGlob(file, path));

/** The folder that an upload is of, by its first pattern. */
const folderOf = ([first = '']: readonly string[]) => first.split('/**/')[0] ?? '';

test('there are uploads in every workflow that makes a run, and in every pipeline', () => {
  const files = new Set(uploads.map(([file]) => file));
  expect(files.size).toBe(workflowFiles.length + 3);
});

describe.each(uploads)('what %s uploads', (_file, paths) => {
  const folder = folderOf(paths);
  const places = [folder, `${folder}/r1`, `${folder}/1/r1`];

  test('is the reports and the evidence, by name', () => {
    expect(paths).toEqual(uploadPatterns(folder));
  });

  test('has nothing that leads into a run', () => {
    const leading = [...runFiles, 'kind/kubeconfig', 'kind/cluster.yaml', 'session.json', 'anything'];
    const found = places.flatMap((place) => leading.map((name) => `${place}/${name}`));
    expect(found.filter((file) => isUploaded(paths, file))).toEqual([]);
  });

  test('has what a run, scenarios and a matrix report', () => {
    const reports = ['report.json', 'report.html', 'junit.xml', 'summary.md', 'chain.pem', 'cert-aa', 'commands.log'];
    const others = ['scenarios.json', 'matrix.json', 'matrix.html', 'evidence/pods.txt', 'evidence/logs/a.b.c.log'];
    const wanted = places.flatMap((place) => [...reports, ...others].map((name) => `${place}/${name}`));
    expect(wanted.filter((file) => !isUploaded(paths, file))).toEqual([]);
  });
});

describe('caches', () => {
  test.each([
    ...workflowFiles.map((file) => [file, textOf(file)] as const),
    ['what --emit github writes', emitted('github')] as const,
  ])('of %s are kept under the name of what is in them, not of what may change behind it', (_file, text) => {
    const steps = Object.values(readWorkflow(text).jobs).flatMap((job) => job.steps);
    for (const { with: given, if: condition = '' } of steps.filter(({ uses = '' }) =>
      uses.startsWith('actions/cache/save@'),
    )) {
      expect(given?.['key']).toMatch(/\$\{\{ steps\.kept\.outputs\.name \}\}$/);
      expect(condition).toContain('cache-matched-key != format(');
    }
    for (const { with: given } of steps.filter(({ uses = '' }) => uses.startsWith('actions/cache/restore@'))) {
      expect(String(given?.['restore-keys']).trim().split('\n')).toContain(given?.['key']);
    }
  });

  test('of the set-up action are looked for under the begin of the keys that are written', () => {
    const { outputs, runs } = parse(textOf('.github/actions/set-up/action.yml'));
    const restore = runs.steps.find(({ id }: { id?: string }) => id === 'cache');
    expect(restore.with['restore-keys'].split('\n')[0]).toBe(outputs['cache-prefix'].value);
  });
});

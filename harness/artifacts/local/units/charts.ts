import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';
import { imagesOf } from '../../images/manifest-images.ts';
import { copyTree } from './copy-tree.ts';

export interface ChartUnitOptions {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly helm: Unit;
  /** The unit that holds the chart's folder. */
  readonly source: Unit;
  readonly chartFolder: string;
  /** Completes the copied chart before it is packaged; raise `recipe` whenever it does so differently. */
  readonly complete?: { readonly recipe: number; run(chartFolder: string, sourceOutput: string): Promise<void> };
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * A chart as its release has it: packaged with the release's version, which names its images. The names of those images are read from
 * what the chart renders, so images are built under exactly the names that will be asked for.
 */
export function chartUnit(options: ChartUnitOptions): Unit {
  const { id, title, version, helm, source } = options;
  return {
    id,
    title,
    version,
    inputs: {
      version,
      chartFolder: options.chartFolder,
      values: JSON.stringify(options.values),
      recipe: options.complete?.recipe ?? 0,
    },
    needs: [helm, source],
    async build(work) {
      const chart = join(work.scratch, 'chart');
      await copyTree(join(work.outputOf(source), options.chartFolder), chart);
      await options.complete?.run(chart, work.outputOf(source));
      const runHelm = (args: readonly string[]) => work.run(join(work.outputOf(helm), 'bin', 'helm'), args);

      const packages = join(work.scratch, 'packages');
      await mkdir(packages);
      await runHelm([
        'package',
        chart,
        '--version',
        `v${version}`,
        '--app-version',
        `v${version}`,
        '--destination',
        packages,
      ]);
      const packaged = chartFileOf(work.output);
      const [archive = ''] = await readdir(packages);
      await rename(join(packages, archive), packaged);

      const values = join(work.scratch, 'values.json');
      await writeFile(values, JSON.stringify(options.values));
      const rendered = await runHelm(['template', 'release', packaged, '--namespace', 'release', '--values', values]);
      await writeFile(imagesFileOf(work.output), JSON.stringify(imagesOf(rendered.stdout), null, 2));
    },
  };
}

export function chartFileOf(output: string): string {
  return join(output, 'chart.tgz');
}

/** The JSON list of the images that the chart uses. */
export function imagesFileOf(output: string): string {
  return join(output, 'images.json');
}

import { join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';
import type { ChartSource } from '../charts/chart-source.ts';
import { retryOf } from './retry-of.ts';

/** A chart as it is published, by its version. */
export function publishedChartUnit(source: ChartSource, version: string): Unit {
  return {
    id: `published-${source.name}-chart`,
    title: `${source.name} chart ${version}`,
    activity: 'Fetching',
    version,
    inputs: { recipe: 1, name: source.name, version },
    needs: [],
    async build(work) {
      work.cameFrom(await source.fetch(version, publishedChartFileOf(work.output), retryOf(work)));
    },
  };
}

export function publishedChartFileOf(output: string): string {
  return join(output, 'chart.tgz');
}

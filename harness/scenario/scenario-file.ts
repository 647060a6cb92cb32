import { basename } from 'node:path';

/** Name of a scenario file without its ending: `renewal` for `scenarios/renewal.scenario.ts`. */
export const scenarioNameOf = (path: string): string => basename(path, '.scenario.ts');

import { readFileSync } from 'node:fs';

/** The JSON schema of `report.json` (draft 2020-12), as text. */
export function reportSchema(): string {
  return readFileSync(new URL('./report.schema.json', import.meta.url), 'utf8');
}

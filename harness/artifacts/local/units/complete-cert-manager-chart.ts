import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Finishes the chart as cert-manager's release process does: up to 1.20 the repository has only a template of Chart.yaml, and up to 1.18
 * the custom resource definitions lie beside the chart, in files that are templates already.
 */
export async function completeCertManagerChart(chartFolder: string, crdFolder: string): Promise<void> {
  if (!(await readdir(chartFolder)).includes('Chart.yaml')) {
    await rename(join(chartFolder, 'Chart.template.yaml'), join(chartFolder, 'Chart.yaml'));
  }
  const templates = join(chartFolder, 'templates');
  if ((await readdir(templates)).some((name) => name.startsWith('crd-'))) return;
  const definitions = (await readdir(crdFolder)).filter((name) => name.startsWith('crd-')).sort();
  const contents = await Promise.all(definitions.map((name) => readFile(join(crdFolder, name), 'utf8')));
  await writeFile(join(templates, 'crds.yaml'), contents.join('\n---\n'));
}

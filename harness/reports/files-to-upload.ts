/**
 * What a CI engine keeps of the folder of a run, of scenarios or of a matrix: reports and evidence by name, so that
 * nothing that leads into a run (kubeconfig, environment, state.json) is ever among it.
 */
const filesToUpload = [
  ...['report.*', 'scenarios.json', 'matrix.*', 'junit.xml', 'summary.md', 'chain.pem', 'cert-*'],
  ...['commands.log', 'evidence/**'],
] as const;

/** Patterns of these files in a folder and those below it, as GitHub's upload-artifact and GitLab's artifacts take them. */
export const uploadPatterns = (folder: string): readonly string[] =>
  filesToUpload.map((pattern) => `${folder}/**/${pattern}`);

import { stringify } from 'yaml';

/**
 * Documents as YAML below a comment. Lines are not broken: a command is easier to read and to copy in one. There are no
 * anchors: not everything that reads such files knows them.
 */
export function yamlText(comment: string, ...documents: readonly object[]): string {
  const head = comment
    .trim()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd());
  const texts = documents.map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false }));
  return `${head.join('\n')}\n${texts.join('---\n')}`;
}

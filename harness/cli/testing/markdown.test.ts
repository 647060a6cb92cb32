import { expect, test } from '@jest/globals';
import { codeBlocks, headingAnchors, inlineCode, localLinks, tableRows } from './markdown.ts';

const fence = '```';
const document = `# Versions, \`--istio\` & more

See [one](docs/one.md#part-1), [another host](https://example.com/a) and \`two.ts\`.

${fence}sh
# no heading
echo '[no link](gone.md)' \`no code\`
${fence}

| name | holds |
|---|---|
| \`a\` | [b](b.md) |

${fence}
| no row |
${fence}

## Part 1
`;

test('blocks are found with their language and line', () => {
  expect(codeBlocks(document)).toEqual([
    { language: 'sh', line: 6, text: "# no heading\necho '[no link](gone.md)' `no code`" },
    { language: '', line: 15, text: '| no row |' },
  ]);
});

test('links to other files are found, in prose and tables', () => {
  expect(localLinks(document)).toEqual(['docs/one.md#part-1', 'b.md']);
});

test('code in prose is found, but not that of blocks', () => {
  expect(inlineCode(document)).toEqual(['--istio', 'two.ts', 'a']);
});

test('rows of tables are split into cells', () => {
  expect(tableRows(document)).toEqual([
    ['name', 'holds'],
    ['---', '---'],
    ['`a`', '[b](b.md)'],
  ]);
});

test('headings have the anchors that GitHub gives them', () => {
  expect(headingAnchors(document)).toEqual(['versions---istio--more', 'part-1']);
});

#!/usr/bin/env node
// Plain JavaScript: it must start on any Node.js to say which one is needed, or to start that one itself.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isNewEnough, neededNode } from './needed-node.js';
import { startOn } from './starter.js';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const bundledNode = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

if (isNewEnough(process.versions.node)) {
  await import(main);
} else if (existsSync(bundledNode)) {
  startOn(bundledNode, [main, ...process.argv.slice(2)]);
} else {
  process.stderr.write(
    `pca-e2e needs Node.js ${neededNode} or later and was started with ${process.versions.node}.\n` +
      'Run `npm ci` in the project: it brings its own Node.js.\n',
  );
  process.exitCode = 3;
}

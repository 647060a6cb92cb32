#!/usr/bin/env node
// Plain JavaScript: it must start on any Node.js to say which one is needed, or to start that one itself.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const main = fileURLToPath(new URL('main.ts', import.meta.url));
const bundledNode = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= neededMajor) {
  await import(main);
} else if (existsSync(bundledNode)) {
  // Its other end sees the channel close when this process is killed, and cleans up then too.
  const child = spawn(bundledNode, [main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Whoever signals this process alone means the child, which cleans up. What reaches both, as Ctrl-C does, reaches the
  // child twice, and counts once there.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? 128 + constants.signals[signal];
  });
} else {
  process.stderr.write(
    `pca-e2e needs Node.js ${neededMajor} or later and was started with ${process.versions.node}.\n` +
      'Run `npm ci` in the project: it brings its own Node.js.\n',
  );
  process.exitCode = 3;
}

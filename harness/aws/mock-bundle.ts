import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ComponentError } from '../errors/harness-error.ts';

const entry = fileURLToPath(new URL('../../mocks/main.ts', import.meta.url));

/** Gives bundled CommonJS packages the `require` that ES modules lack. */
const requireBanner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The mocked AWS with all it imports as one JavaScript file, so that its container needs Node.js and nothing else.
 *
 * @throws ComponentError when it does not bundle: a mistake in `mocks/`.
 */
export async function bundleMock(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: requireBanner },
    write: false,
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text;
  if (!text) throw new ComponentError(`Bundling ${entry} gave no output`);
  return text;
}

import { createRequire } from 'node:module';

const { name, version } = createRequire(import.meta.url)('../../../../package.json') as {
  readonly name: string;
  readonly version: string;
};

/**
 * What every request names itself by (RFC 9110 §10.1.5). Docker Hub and other public servers stand behind bot protection, which answers
 * a request that names nothing with status 403 and a web page.
 */
export const userAgent = `${name}/${version} (Node.js ${process.versions.node}; ${process.platform} ${process.arch})`;

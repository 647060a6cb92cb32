// Plain JavaScript, as bin.js is: it runs on whatever Node.js that was started with.

/** The oldest release that honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY in agents (`proxyEnv`, https://nodejs.org/api/http.html#new-agentoptions). */
export const neededNode = '24.5';

/**
 * @param {string} version - for example `24.21.0`
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = neededNode.split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

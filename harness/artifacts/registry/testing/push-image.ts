import { createHash } from 'node:crypto';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

interface Pushed {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Pushes small images to a registry that asks for nothing. @see
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
 */
export class ImagePusher {
  readonly #repository: string;

  constructor(url: string, repository: string) {
    this.#repository = `${url}/v2/${repository}`;
  }

  /** An index of these platforms, each with these layers, and an attestation as builders add it. @returns Its digest. */
  async pushIndex(tag: string, platforms: Readonly<Record<string, readonly string[]>>): Promise<string> {
    const all = Object.entries({ ...platforms, 'unknown/unknown': ['an attestation'] });
    const manifests: object[] = [];
    for (const [platform, layers] of all) {
      const [os, architecture] = platform.split('/');
      const config = await this.#blob(JSON.stringify({ os, architecture }), 'application/vnd.oci.image.config.v1+json');
      const pushed = await this.pushManifest(undefined, config, layers, 'application/vnd.oci.image.layer.v1.tar');
      manifests.push({ ...pushed, platform: { os, architecture } });
    }
    return (await this.#manifest(tag, indexType, { schemaVersion: 2, mediaType: indexType, manifests })).digest;
  }

  /** A chart, as `helm push` leaves it. */
  async pushChart(tag: string, archive: string): Promise<void> {
    const config = await this.#blob('{}', 'application/vnd.cncf.helm.config.v1+json');
    await this.pushManifest(tag, config, [archive], 'application/vnd.cncf.helm.chart.content.v1.tar+gzip');
  }

  async pushManifest(
    tag: string | undefined,
    config: Pushed,
    layers: readonly string[],
    type: string,
  ): Promise<Pushed> {
    const blobs = await Promise.all(layers.map((layer) => this.#blob(layer, type)));
    return this.#manifest(tag, manifestType, { schemaVersion: 2, mediaType: manifestType, config, layers: blobs });
  }

  async #manifest(tag: string | undefined, mediaType: string, content: object): Promise<Pushed> {
    const pushed = described(JSON.stringify(content), mediaType);
    const at = `${this.#repository}/manifests/${tag ?? pushed.digest}`;
    await send(at, { method: 'PUT', headers: { 'content-type': mediaType }, body: JSON.stringify(content) });
    return pushed;
  }

  async #blob(content: string, mediaType: string): Promise<Pushed> {
    const pushed = described(content, mediaType);
    const begun = await send(`${this.#repository}/blobs/uploads/`, { method: 'POST' });
    const at = new URL(begun.headers.get('location') ?? '', this.#repository);
    at.searchParams.set('digest', pushed.digest);
    const headers = { 'content-type': 'application/octet-stream' };
    await send(at.href, { method: 'PUT', headers, body: content });
    return pushed;
  }
}

function described(content: string, mediaType: string): Pushed {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  return { mediaType, digest, size: Buffer.byteLength(content) };
}

async function send(url: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(url, request);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

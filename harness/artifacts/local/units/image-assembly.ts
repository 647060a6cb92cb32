import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { imageBaseName, imagesOf } from '../../images/manifest-images.ts';
import type { Descriptor, ImageOptions, OciLayout } from '../../images/oci-layout.ts';
import { imagesFileOf } from './charts.ts';
import { bookinfoManifestOf } from './istio.ts';

/** The units that the images of a cluster are made of. */
export interface ImageSources {
  readonly workloadRoot: Unit;
  readonly kubernetes: Unit;
  readonly etcd: Unit;
  readonly coreDns: Unit;
  readonly pause: Unit;
  readonly certManager: Unit;
  readonly certManagerChart: Unit;
  readonly issuer: Unit;
  readonly issuerChart: Unit;
  readonly istio: Unit;
  readonly envoy: Unit;
  readonly bookinfo: Unit;
}

/** Those of the images that come with every node. */
export type ControlPlaneSources = Pick<ImageSources, 'kubernetes' | 'etcd' | 'coreDns' | 'pause'>;

/** Istio's images have no names of their own until they are released; a hub of ours keeps them from being looked for elsewhere. */
export const istioHub = 'istio-pca-e2e.local/istio';

/** The name of the image that containerd has to start for every pod. */
export function pauseReferenceFileOf(output: string): string {
  return join(output, 'pause-image');
}

/** Puts every image together from the programs that the sources built, under the name that whoever runs it will ask for. */
export class ImageAssembly {
  readonly #layout: OciLayout;
  readonly #base: Descriptor;
  readonly #work: UnitWork;

  constructor(layout: OciLayout, base: Descriptor, work: UnitWork) {
    this.#layout = layout;
    this.#base = base;
    this.#work = work;
  }

  async addControlPlane({ kubernetes, etcd, coreDns, pause }: ControlPlaneSources, version: string): Promise<void> {
    const kubeadm = this.#program(kubernetes, 'kubeadm');
    const list = await this.#work.run(kubeadm, ['config', 'images', 'list', '--kubernetes-version', `v${version}`]);
    const named = new Map(list.stdout.split('\n').map((reference) => [imageBaseName(reference), reference.trim()]));
    for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
      await this.#add([required(named, name)], `usr/local/bin/${name}`, this.#program(kubernetes, name));
    }
    // kube-proxy sets rules with iptables, which the base has.
    await this.#add(
      [required(named, 'kube-proxy')],
      'usr/local/bin/kube-proxy',
      this.#program(kubernetes, 'kube-proxy'),
      {
        onBase: true,
      },
    );
    await this.#add([required(named, 'etcd')], 'usr/local/bin/etcd', this.#program(etcd, 'etcd'));
    await this.#add([required(named, 'coredns')], 'coredns', this.#program(coreDns, 'coredns'));
    const pauseReference = required(named, 'pause');
    await this.#add([pauseReference], 'pause', this.#program(pause, 'pause'), { user: '65535:65535' });
    await writeFile(pauseReferenceFileOf(this.#work.output), pauseReference);
  }

  async addCertManager({ certManager, certManagerChart, issuer, issuerChart }: ImageSources): Promise<void> {
    for (const reference of await this.#imagesOfChart(certManagerChart)) {
      const program = ['controller', 'webhook', 'cainjector'].find((name) => imageBaseName(reference).endsWith(name));
      if (program === undefined)
        throw new Error(`the cert-manager chart runs ${reference}, which this source does not build`);
      await this.#add([reference], `app/cmd/${program}/${program}`, this.#program(certManager, program), {
        onBase: true,
        user: '1000:1000',
      });
    }
    await this.#add(await this.#imagesOfChart(issuerChart), 'manager', this.#program(issuer, 'manager'), {
      onBase: true,
      user: '65532:65532',
    });
  }

  async addIstio({ istio, envoy }: ImageSources, commit: string): Promise<void> {
    const bin = 'usr/local/bin';
    await this.#add(
      [`${istioHub}/pilot:${commit}`],
      `${bin}/pilot-discovery`,
      this.#program(istio, 'pilot-discovery'),
      {
        onBase: true,
        user: '1337:1337',
      },
    );
    const agent = `${bin}/pilot-agent`;
    await this.#add([`${istioHub}/proxyv2:${commit}`], agent, this.#program(istio, 'pilot-agent'), {
      onBase: true,
      files: {
        [`${bin}/envoy`]: this.#program(envoy, 'envoy'),
        'var/lib/istio/envoy/envoy_bootstrap_tmpl.json': join(
          this.#work.outputOf(istio),
          'share',
          'envoy_bootstrap.json',
        ),
      },
    });
  }

  async addBookinfo({ istio, bookinfo }: ImageSources): Promise<void> {
    const manifest = await readFile(bookinfoManifestOf(this.#work.outputOf(istio)), 'utf8');
    const binary = this.#program(bookinfo, 'bookinfo');
    const layer = await this.#layout.addFiles({ 'usr/local/bin/bookinfo': binary });
    for (const reference of imagesOf(manifest)) {
      const [, service = '', version = ''] =
        /-(details|productpage|ratings|reviews)-(v\d+)$/.exec(imageBaseName(reference)) ?? [];
      if (service === '') throw new Error(`the Bookinfo manifest runs ${reference}, which this source does not build`);
      await this.#layout.addImage([reference], {
        layers: [this.#base, layer],
        entrypoint: ['/usr/local/bin/bookinfo', service],
        user: '1000:1000',
        environment: service === 'reviews' ? reviewsEnvironment(version) : {},
      });
    }
  }

  async #add(
    references: readonly string[],
    path: string,
    program: string,
    options: { onBase?: boolean; files?: Readonly<Record<string, string>> } & Pick<ImageOptions, 'user'> = {},
  ): Promise<void> {
    const layer = await this.#layout.addFiles({ [path]: program, ...options.files });
    await this.#layout.addImage(references, {
      layers: options.onBase ? [this.#base, layer] : [layer],
      entrypoint: [`/${path}`],
      ...(options.user === undefined ? {} : { user: options.user }),
    });
  }

  #program(unit: Unit, name: string): string {
    return join(this.#work.outputOf(unit), 'bin', name);
  }

  async #imagesOfChart(chart: Unit): Promise<readonly string[]> {
    return JSON.parse(await readFile(imagesFileOf(this.#work.outputOf(chart)), 'utf8'));
  }
}

/** As the images of the real service set it: v1 knows no ratings, v2 shows black stars, v3 red ones. */
function reviewsEnvironment(version: string): Readonly<Record<string, string>> {
  return { ENABLE_RATINGS: String(version !== 'v1'), STAR_COLOR: version === 'v3' ? 'red' : 'black' };
}

function required(references: ReadonlyMap<string, string>, name: string): string {
  const reference = references.get(name);
  if (reference === undefined) throw new Error(`kubeadm names no image ${name}`);
  return reference;
}

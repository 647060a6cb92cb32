import { parseAllDocuments } from 'yaml';
import { imagesOf } from '../images/manifest-images.ts';

/** The ConfigMap from which istiod injects sidecars; its values name the sidecar's image. */
const injectorName = 'istio-sidecar-injector';

interface InjectorValues {
  readonly global?: {
    readonly hub?: string;
    readonly tag?: string | number;
    readonly variant?: string;
    readonly proxy?: { readonly image?: string };
  };
}

/** The images of an Istio installation: those of its own pods, and the sidecar's, which no pod of the manifest has yet. */
export function istioImages(manifest: string): readonly string[] {
  // `auto` stands for the sidecar's image, in pods that istiod fills in.
  const own = imagesOf(manifest).filter((image) => image !== 'auto');
  const injector = parseAllDocuments(manifest)
    .map(
      (document) =>
        document.toJS() as { kind?: string; metadata?: { name?: string }; data?: { values?: string } } | null,
    )
    .find((object) => object?.kind === 'ConfigMap' && object.metadata?.name === injectorName);
  const { global = {} } = JSON.parse(injector?.data?.values ?? '{}') as InjectorValues;
  const sidecar = sidecarImage(global);
  return [...new Set([...own, ...(sidecar === undefined ? [] : [sidecar])])];
}

function sidecarImage({ hub, tag, variant, proxy }: NonNullable<InjectorValues['global']>): string | undefined {
  const image = proxy?.image;
  if (image === undefined) return undefined;
  if (image.includes('/')) return image;
  return `${hub}/${image}:${tag}${variant ? `-${variant}` : ''}`;
}

import { parseAllDocuments } from 'yaml';

/** The images that the containers in a stream of Kubernetes manifests run, each once, in order. */
export function imagesOf(manifests: string): readonly string[] {
  const images = new Set<string>();
  for (const document of parseAllDocuments(manifests)) collect(document.toJS(), images);
  return [...images];
}

function collect(value: unknown, images: Set<string>): void {
  if (Array.isArray(value)) {
    for (const element of value) collect(element, images);
  } else if (value !== null && typeof value === 'object') {
    for (const [name, below] of Object.entries(value)) {
      if ((name === 'containers' || name === 'initContainers') && Array.isArray(below)) {
        for (const container of below) if (typeof container?.image === 'string') images.add(container.image);
      }
      collect(below, images);
    }
  }
}

/** The last path element of an image's name, without tag and digest: what the image is, whatever registry it is in. */
export function imageBaseName(reference: string): string {
  const withoutDigest = reference.split('@')[0] ?? reference;
  const last = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
  return last.split(':')[0] ?? last;
}

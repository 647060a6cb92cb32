import { invalidInput } from './errors.ts';

export interface MarkerRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

const defaultPageSize = 100;

/**
 * One page of a list under the name that the operation gives it, with IAM's IsTruncated and Marker.
 *
 * @throws InvalidInput for a marker that no page has handed out.
 */
export function page<Entry, Shown>(
  name: string,
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  show: (entry: Entry) => Shown,
  request: MarkerRequest,
): Readonly<Record<string, unknown>> {
  const start = request.Marker === undefined ? 0 : positionAfter(entries, keyOf, request.Marker);
  const shown = entries.slice(start, start + (request.MaxItems ?? defaultPageSize));
  const last = shown.at(-1);
  const truncated = last !== undefined && start + shown.length < entries.length;
  return {
    [name]: shown.map(show),
    IsTruncated: truncated,
    Marker: truncated ? Buffer.from(keyOf(last), 'utf8').toString('base64url') : undefined,
  };
}

function positionAfter<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string, marker: string): number {
  const key = Buffer.from(marker, 'base64url').toString('utf8');
  const position = entries.findIndex((entry) => keyOf(entry) === key);
  if (position < 0) throw invalidInput('The marker is not one that this list has returned.');
  return position + 1;
}

import { invalidNextToken } from './errors.ts';

export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly nextToken: string | undefined;
}

/** AWS's page size where the request names none. */
const defaultPageSize = 100;

/**
 * One page of a list. The token names the last entry seen, so that a list which changes between two pages neither repeats nor
 * skips what was there all the time.
 *
 * @throws InvalidNextTokenException for a token that no page of this list has handed out.
 */
export function paginate<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  request: PageRequest,
): Page<Entry> {
  const start = request.NextToken === undefined ? 0 : positionAfter(entries, keyOf, request.NextToken);
  const page = entries.slice(start, start + (request.MaxResults ?? defaultPageSize));
  const last = page.at(-1);
  const more = last !== undefined && start + page.length < entries.length;
  return { entries: page, nextToken: more ? Buffer.from(keyOf(last), 'utf8').toString('base64url') : undefined };
}

function positionAfter<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string, token: string): number {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  const position = entries.findIndex((entry) => keyOf(entry) === key);
  if (position < 0) throw invalidNextToken('The token is not one that this list has returned.');
  return position + 1;
}

import { kubectlExec } from '../../kubernetes/kubectl-exec.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { CommandError } from '../../process/command-error.ts';
import { pollUntil } from '../../wait/poll-until.ts';
import { checked, untilHeld } from '../checks.ts';

/** How Bookinfo is reached: from inside the mesh, through kubectl. */
export interface BookinfoAccess extends WaitListener {
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly namespace: string;
}

/** The real reviews are three JVMs without readiness probes: their pods are ready long before they answer. */
const requestTimeoutMs = 180_000;

/** What each service leaves on the page (details its ISBN, ratings the stars): four marks show that all four answered. */
const marks = [
  ['productpage', /<title>Simple Bookstore App<\/title>/],
  ['details', /1234567890/],
  ['reviews', /Reviewer1/],
  ['ratings', /glyphicon-star/],
] as const;

/**
 * Requests the product page from the ratings pod, as Istio's own guide does, until a page holds the marks of all four
 * services: reviews are served in turn by three versions, and the first of them shows no ratings.
 */
export async function checkBookinfoRequest(access: BookinfoAccess): Promise<Check> {
  const what = 'a product page made by all four services';
  access.waitingFor(what);
  let requests = 0;
  const look = untilHeld(bookinfoRequestCheck);
  return pollUntil(
    async () => {
      requests += 1;
      return look({ request: requests, page: await productPage(access) });
    },
    { waitingFor: what, timeoutMs: requestTimeoutMs, signal: access.signal, onObserved: access.observed },
  );
}

/** Whether a product page holds the marks of all four services; undefined where no page was answered. */
export function bookinfoRequestCheck({
  request,
  page,
}: {
  readonly request: number;
  readonly page: string | undefined;
}): Check {
  const missing = marks.filter(([, mark]) => page === undefined || !mark.test(page)).map(([service]) => service);
  return checked(missing.length === 0, {
    id: 'bookinfo-request',
    title: 'A request to productpage passes through all four services',
    expected: 'a page with the marks of productpage, details, reviews and ratings',
    observed: missing.length === 0 ? `request ${request} had all four` : `no mark of ${missing.join(', ')}`,
  });
}

/** Exit codes of curl that a mesh still settling gives: name not resolved, refused, an HTTP error, empty reply, reset. */
const settling = new Set([6, 7, 22, 28, 52, 56]);

async function productPage(access: BookinfoAccess): Promise<string | undefined> {
  try {
    return await kubectlExec({ ...access, ...productPageExec(access) });
  } catch (error) {
    if (error instanceof CommandError && settling.has(error.exitCodeOfCommand ?? -1)) return undefined;
    throw error;
  }
}

/** The request, as {@link kubectlExec} makes it. */
export function productPageExec(access: Omit<BookinfoAccess, keyof WaitListener>) {
  const curl = ['curl', '--silent', '--show-error', '--fail', '--max-time', '10'];
  const command = [...curl, 'http://productpage:9080/productpage'];
  return { ...access, target: 'deployment/ratings-v1', container: 'ratings', command };
}

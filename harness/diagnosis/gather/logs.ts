import type { LogFacts, PodFacts } from '../cluster-evidence.ts';
import type { ApiServer } from './api-server.ts';
import type { Reader } from './reader.ts';

const logLines = 1_000;
/** The end of one log; a chatty one must not fill the evidence. */
const maxBytes = 512 * 1024;

export interface LogWish {
  readonly component: LogFacts['component'];
  readonly pod: PodFacts;
  readonly container: string;
}

/** The logs of these containers; of one that has ended before, those of its last run too. */
export async function logFacts(
  api: ApiServer,
  reader: Reader,
  wishes: readonly LogWish[],
  since: Date | undefined,
): Promise<readonly LogFacts[]> {
  const read = wishes.flatMap((wish) => {
    const facts = wish.pod.containers.find(({ name }) => name === wish.container);
    return facts?.lastEnd
      ? [readLog(api, reader, wish, since, false), readLog(api, reader, wish, since, true)]
      : [readLog(api, reader, wish, since, false)];
  });
  return (await Promise.all(read)).filter(({ lines }) => lines.length > 0);
}

async function readLog(
  api: ApiServer,
  reader: Reader,
  { component, pod: { namespace, name }, container }: LogWish,
  since: Date | undefined,
  previous: boolean,
): Promise<LogFacts> {
  const query = new URLSearchParams({
    container,
    tailLines: String(logLines),
    limitBytes: String(maxBytes),
    timestamps: 'false',
    ...(since ? { sinceTime: since.toISOString() } : {}),
    ...(previous ? { previous: 'true' } : {}),
  });
  const source = `${previous ? 'earlier log' : 'log'} of pod ${namespace}/${name}, container ${container}`;
  const text = await reader.try(source, '', () =>
    api.text(`/api/v1/namespaces/${namespace}/pods/${name}/log?${query}`),
  );
  return {
    component,
    namespace,
    pod: name,
    container,
    previous,
    lines: text.split('\n').filter(Boolean),
  };
}

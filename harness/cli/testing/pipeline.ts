import { parse } from 'yaml';

/** A job of a pipeline of GitLab CI, as far as tests look into it. */
export interface PipelineJob {
  readonly name: string;
  readonly timeout?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly artifacts?: { readonly when?: string };
  readonly id_tokens?: object;
}

type Entry = Omit<PipelineJob, 'name'> & { readonly extends?: string };

/** The jobs of a pipeline, each with what it extends; those that only others extend are left out. */
export function pipelineJobs(text: string): readonly PipelineJob[] {
  const entries = parse(text) as Readonly<Record<string, Entry>>;
  const whole = (name: string): Entry => {
    const entry = entries[name] ?? {};
    return entry.extends === undefined ? entry : { ...whole(entry.extends), ...entry };
  };
  const names = Object.keys(entries).filter((name) => !name.startsWith('.') && entries[name]?.script !== undefined);
  return names.map((name) => ({ ...whole(name), name }));
}

/** The shell texts of all jobs, with numbers where GitLab would put them: a command's own value depends on those. */
export function pipelineShellTexts(text: string): readonly string[] {
  const texts = pipelineJobs(text).flatMap(({ before_script: before = [], script = [], after_script: after = [] }) => [
    ...before,
    ...script,
    ...after,
  ]);
  return texts.map((each) => each.replaceAll(/\$(?:CI_NODE_INDEX|SHARD)\b/g, '1').replaceAll('$CI_NODE_TOTAL', '3'));
}

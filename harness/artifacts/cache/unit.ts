import type { CommandOptions, CommandResult } from '../../process/run-command.ts';
import type { Input } from './content-key.ts';

/** One thing that is built once and kept: some binaries, a chart, an image. */
export interface Unit {
  /** Short and safe as a file name; the same for every version of the same thing. */
  readonly id: string;
  /** What the progress shows, as in "building …". */
  readonly title: string;
  /** What making it is: errors and progress say so. @defaultValue Building */
  readonly activity?: 'Building' | 'Fetching';
  /** The version of the thing itself, as `artifacts list` shows it. */
  readonly version: string;
  /** Everything that decides the outcome, besides the units it is built from. */
  readonly inputs: Input;
  readonly needs: readonly Unit[];
  /** Makes the outputs in `output`. Throws when it cannot; what is in `output` then is thrown away. */
  build(work: UnitWork): Promise<void>;
  /** For what is kept outside the cache (a Docker image): whether it is still there. */
  stillThere?(outputFolder: string): Promise<boolean>;
}

/** Something that a unit did not make, but took from where it is published. */
export interface Origin {
  /** An address, or the name of an image. */
  readonly from: string;
  /** `sha256:…`, as it was verified. */
  readonly digest: string;
}

/** What a unit is given to build itself with. */
export interface UnitWork {
  /** The folder to put the outputs into; it becomes the cache entry when `build` succeeds. */
  readonly output: string;
  /** A folder for intermediate files, removed afterwards. */
  readonly scratch: string;
  /** The unit's content key, for names of things kept outside the cache. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** The outputs of a unit named in `needs`. */
  outputOf(unit: Unit): string;
  /** Runs a program; its output goes to the unit's log, and line by line to the progress. */
  run(file: string, args: readonly string[], options?: WorkCommandOptions): Promise<CommandResult>;
  /** Notes where something came from: `artifacts list` shows it. */
  cameFrom(origin: Origin): void;
  /** Counts bytes that came over the network: progress says how many. */
  received(bytes: number): void;
  /** Says one line of progress, and writes it to the log. */
  say(line: string): void;
}

export interface WorkCommandOptions
  extends Pick<CommandOptions, 'cwd' | 'env' | 'input' | 'timeoutMs' | 'acceptExitCodes'> {
  /** For cleaning up: runs also after the build was interrupted. */
  readonly evenWhenInterrupted?: boolean;
}

/** The units and everything they are built from, each once, with needs before those who need them. */
export function withNeeds(units: readonly Unit[]): readonly Unit[] {
  const ordered = new Set<Unit>();
  const visit = (unit: Unit): void => {
    if (ordered.has(unit)) return;
    for (const need of unit.needs) visit(need);
    ordered.add(unit);
  };
  for (const unit of units) visit(unit);
  return [...ordered];
}

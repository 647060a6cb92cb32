/** What has to be known of a scenario file before it runs. */
export interface ScenarioFile {
  /** The shared set-ups that it changes and puts back: another file that uses one of them has to wait. */
  readonly setUps: readonly string[];
  /** It waits for the clock for the most part, and leaves the machine to others meanwhile. */
  readonly mostlyWaits: boolean;
}

/**
 * Reads it from the file's text: which set-ups it names, and whether a comment of it has the tag `@mostly-waits`. A
 * set-up that the file makes for itself is none that others could use.
 */
export function scenarioFileOf(text: string): ScenarioFile {
  const uses = text.matchAll(/\buseSetUp\('(\w+)'(?!, \{ freshBecause)/g);
  return {
    setUps: [...new Set([...uses].map(([, name = '']) => name))],
    mostlyWaits: /^ \* @mostly-waits$/m.test(text),
  };
}

/**
 * Runs scenario files one after the other, except that beside one which mostly waits another runs on the other set-up:
 * two cores are enough for that, and for no second cluster that starts.
 *
 * @param run - Runs one file; a failed test is no error of its.
 * @throws The first error of `run`, once all files have run.
 */
export async function runSideBySide<File extends ScenarioFile>(
  files: readonly File[],
  run: (file: File) => Promise<void>,
): Promise<void> {
  // Those that wait come first, or there would be nothing left to run beside them.
  const queue = files.toSorted((one, other) => Number(other.mostlyWaits) - Number(one.mostlyWaits));
  const running = new Map<File, Promise<void>>();
  const errors: unknown[] = [];
  const start = async (file: File) => {
    try {
      await run(file);
    } catch (error) {
      errors.push(error);
    } finally {
      running.delete(file);
    }
  };
  while (queue.length > 0 || running.size > 0) {
    const next = queue.findIndex((file) => mayStart(file, [...running.keys()]));
    const [file] = next < 0 ? [] : queue.splice(next, 1);
    if (file === undefined) await Promise.race(running.values());
    else running.set(file, start(file));
  }
  if (errors.length > 0) throw errors[0];
}

function mayStart(file: ScenarioFile, [other, ...more]: readonly ScenarioFile[]): boolean {
  if (other === undefined) return true;
  if (more.length > 0 || !(file.mostlyWaits || other.mostlyWaits)) return false;
  const both = [file, other];
  return both.every(({ setUps }) => setUps.length > 0) && !file.setUps.some((name) => other.setUps.includes(name));
}

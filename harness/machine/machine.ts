/** How a command ended. Any exit code is an answer here: only the caller knows which of them is bad news. */
export type CommandOutcome =
  | { readonly status: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly status: 'missing' };

export interface FileSystemUsage {
  readonly totalBytes: number;
  /** What an unprivileged user may still write; reserved blocks do not count. */
  readonly availableBytes: number;
  /** Equal for two paths on the same file system. */
  readonly device: number;
}

export type PortState = 'free' | 'in use' | 'not allowed';

/** A file that disappears when it is disposed. */
export interface TemporaryFile extends AsyncDisposable {
  readonly path: string;
}

/** Everything the doctor may look at. All reading of the real machine goes through here, so tests need no machine. */
export interface MachineProbe {
  readonly platform: NodeJS.Platform;
  /** Node's name for the processor: `x64`, `arm64`, … */
  readonly architecture: string;
  readonly logicalCores: number;
  readonly isRoot: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The content of a file, or undefined when there is no such file. */
  readText(path: string): Promise<string | undefined>;
  pathExists(path: string): Promise<boolean>;
  /** The file system that holds `path`, or would hold it: the nearest existing parent counts. */
  fileSystemOf(path: string): Promise<FileSystemUsage>;
  /** inotify instances that root's programs hold, in containers too; undefined where that cannot be seen. */
  inotifyInstancesInUse(): Promise<number | undefined>;
  /** Whether a TCP port can be listened on, on every interface. */
  portState(port: number): Promise<PortState>;
  /** The absolute path of a program found in PATH or in one of `alsoIn`. */
  findCommand(command: string, alsoIn?: readonly string[]): Promise<string | undefined>;
  /** Runs a command to its end. With `evenIfAborted` the machine's signal does not stop it: for undoing. */
  run(file: string, args: readonly string[], options?: { readonly evenIfAborted?: boolean }): Promise<CommandOutcome>;
  temporaryFile(name: string, content: Uint8Array): Promise<TemporaryFile>;
}

/** What bootstrap does to a machine beyond looking at it. */
export interface Machine extends MachineProbe {
  /** Runs a command that must succeed. @throws CommandError */
  runOrThrow(
    file: string,
    args: readonly string[],
    options?: {
      readonly env?: Readonly<Record<string, string>>;
      readonly onLine?: (line: string) => void;
      /** The machine's signal does not stop it: for what would leave things half done. */
      readonly evenIfAborted?: boolean;
    },
  ): Promise<void>;
  /** A lock among all processes of this Linux machine; undefined while another holds it. Ends with its holder. */
  tryLock(name: string): Promise<AsyncDisposable | undefined>;
  /**
   * Sets a kernel setting, such as `fs.inotify.max_user_instances`, until the machine starts anew.
   *
   * @returns false where the kernel does not let this process: in a container, for example.
   */
  setKernelSetting(setting: string, value: number): Promise<boolean>;
  /**
   * Writes to a file of the kernel's, such as those of cgroups, in place.
   *
   * @returns The code by which the kernel refused (EBUSY, EROFS, …); undefined when it was written.
   */
  writeKernelFile(path: string, text: string): Promise<string | undefined>;
  /** Writes a file, and the folders above it; readers see the old content or the new, never half of it. */
  writeText(path: string, text: string, mode: number): Promise<void>;
  /**
   * Starts a program that outlives this one, with exactly the environment given, appending what it prints to `logPath`.
   * Returns its process id.
   */
  startDetached(
    file: string,
    args: readonly string[],
    options: { readonly env: Readonly<Record<string, string>>; readonly logPath: string },
  ): Promise<number>;
  /** Whether a process runs; one that ended and was not yet collected by its parent does not. */
  isAlive(processId: number): Promise<boolean>;
  /** Asks a process to end (SIGTERM); one that has ended already is fine. */
  terminate(processId: number): void;
}

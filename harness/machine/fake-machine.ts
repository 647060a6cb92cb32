import { kernelSettingPath } from './inotify-limits.ts';
import type { CommandOutcome, FileSystemUsage, Machine, PortState } from './machine.ts';

/** What a test sets up; everything else is a healthy Debian machine with a working Docker. */
export interface FakeMachineOptions {
  readonly platform?: NodeJS.Platform;
  readonly architecture?: string;
  readonly logicalCores?: number;
  readonly isRoot?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files by path; `undefined` takes a healthy machine's file away. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** Programs in PATH. */
  readonly commands?: readonly string[];
  readonly fileSystems?: Readonly<Record<string, FileSystemUsage>>;
  readonly ports?: Readonly<Record<number, PortState>>;
  /** @defaultValue undefined: it cannot be seen */
  readonly inotifyInstancesInUse?: number;
  /** The kernel lets nobody change a setting, as in a container. */
  readonly kernelSettingsFixed?: boolean;
  /** Whether the kernel refuses what is written to a file of its own, and by which code. @defaultValue it does not */
  readonly kernelFile?: (path: string, text: string, machine: FakeMachine) => string | undefined;
  /** Answers a command line; undefined leaves it to the healthy machine. */
  readonly answer?: (commandLine: string) => CommandOutcome | undefined;
  /** Called when something is really done to the machine. */
  readonly onPerformed?: (what: string, machine: FakeMachine) => void;
}

/** A machine that remembers what was done to it. */
export interface FakeMachine extends Machine {
  readonly files: Map<string, string>;
  readonly commands: Set<string>;
  readonly living: Set<number>;
  /** Every command, in order, that was only looked at. */
  readonly asked: readonly string[];
  /** Every change, in order. */
  readonly performed: readonly string[];
}

const gibibyte = 1024 ** 3;

export const dockerInfo = {
  ServerVersion: '27.5.1',
  Architecture: 'x86_64',
  OperatingSystem: 'Debian GNU/Linux 13 (trixie)',
  DockerRootDir: '/var/lib/docker',
  CgroupVersion: '2',
  CgroupDriver: 'systemd',
  DefaultRuntime: 'runc',
  SecurityOptions: ['name=seccomp,profile=builtin'],
  NCPU: 8,
  MemTotal: 32 * gibibyte,
  ContainersRunning: 0,
};

/** Every capability; and every capability but CAP_SYS_RESOURCE. */
export const statusWithAllCapabilities = 'Name:\tnode\nCapEff:\t0000000000000000\nCapBnd:\t000001ffffffffff\n';
export const statusWithoutSysResource = 'Name:\tnode\nCapEff:\t0000000000000000\nCapBnd:\t000001fffeffffff\n';

const healthyFiles: Readonly<Record<string, string>> = {
  '/etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n',
  '/proc/self/status': statusWithAllCapabilities,
  '/proc/meminfo': 'MemTotal:       32000000 kB\nMemAvailable:   16777216 kB\n',
  '/proc/net/route': 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n',
  '/proc/sys/net/ipv4/ip_forward': '1\n',
  '/proc/sys/fs/inotify/max_user_watches': '524288\n',
  '/proc/sys/fs/inotify/max_user_instances': '512\n',
  '/sys/fs/cgroup/cgroup.controllers': 'cpu memory pids\n',
};

export function exited(stdout = '', exitCode = 0, stderr = ''): CommandOutcome {
  return { status: 'exited', exitCode, stdout, stderr };
}

export const commandMissing: CommandOutcome = { status: 'missing' };

export function fakeMachine(options: FakeMachineOptions = {}): FakeMachine {
  const files = new Map(Object.entries({ ...healthyFiles, ...options.files }).filter(isPresent));
  const commands = new Set(options.commands ?? ['docker', 'dockerd']);
  const living = new Set<number>();
  const asked: string[] = [];
  const performed: string[] = [];
  const perform = (what: string) => {
    performed.push(what);
    options.onPerformed?.(what, machine);
  };
  const machine: FakeMachine = {
    platform: options.platform ?? 'linux',
    architecture: options.architecture ?? 'x64',
    logicalCores: options.logicalCores ?? 8,
    isRoot: options.isRoot ?? true,
    environment: options.environment ?? {},
    files,
    commands,
    living,
    asked,
    performed,
    readText: async (path) => files.get(path),
    pathExists: async (path) => files.has(path),
    fileSystemOf: async (path) =>
      options.fileSystems?.[path] ?? { totalBytes: 100 * gibibyte, availableBytes: 50 * gibibyte, device: 1 },
    inotifyInstancesInUse: async () => options.inotifyInstancesInUse,
    portState: async (port) => options.ports?.[port] ?? 'free',
    findCommand: async (command) => (commands.has(command) ? `/usr/bin/${command}` : undefined),
    async run(file, args) {
      const commandLine = [file, ...args].join(' ');
      asked.push(commandLine);
      return options.answer?.(commandLine) ?? healthyAnswer(commandLine);
    },
    temporaryFile: async (name) => ({ path: `/tmp/${name}`, [Symbol.asyncDispose]: async () => undefined }),
    async runOrThrow(file, args) {
      perform([file, ...args].join(' '));
    },
    tryLock: async () => ({ [Symbol.asyncDispose]: async () => undefined }),
    async setKernelSetting(setting, value) {
      if (options.kernelSettingsFixed) return false;
      files.set(kernelSettingPath(setting), `${value}\n`);
      perform(`set ${setting}`);
      return true;
    },
    async writeKernelFile(path, text) {
      perform(`${path} = ${text}`);
      return options.kernelFile?.(path, text, machine);
    },
    async writeText(path, text) {
      files.set(path, text);
      perform(`write ${path}`);
    },
    async startDetached(file) {
      const processId = 1_000 + performed.length;
      living.add(processId);
      perform(`start ${file}`);
      return processId;
    },
    isAlive: async (processId) => living.has(processId),
    terminate(processId) {
      living.delete(processId);
      perform('terminate');
    },
  };
  return machine;
}

function healthyAnswer(commandLine: string): CommandOutcome {
  if (commandLine.startsWith('docker info')) return exited(JSON.stringify(dockerInfo));
  if (commandLine.startsWith('docker context inspect')) return exited('unix:///var/run/docker.sock');
  return exited();
}

function isPresent(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}

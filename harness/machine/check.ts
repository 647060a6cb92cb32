import type { DockerState } from './docker-state.ts';
import type { Assessment } from './finding.ts';
import type { MachineProbe } from './machine.ts';

/** A program of the host that somebody (an artifact source) calls. */
export interface HostTool {
  readonly command: string;
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  /** What it is needed for, as it completes "needed to …". */
  readonly why: string;
}

/** A range of addresses that the cluster will use inside. */
export interface ClusterNetwork {
  /** As it completes "the cluster's … network": `pod`, `service`. */
  readonly name: string;
  /** For example `10.244.0.0/16`. */
  readonly cidr: string;
}

/** What a particular run asks of the machine. */
export interface MachineDemands {
  /** Absolute path of the folder that holds built or downloaded artifacts; it need not exist yet. */
  readonly cacheFolder: string;
  /** Whether the artifacts have to be built here first, which takes three times the disk. */
  readonly buildsArtifacts: boolean;
  /** TCP ports of the host that the run will publish. */
  readonly hostPorts: readonly number[];
  readonly clusterNetworks: readonly ClusterNetwork[];
  readonly hostTools: readonly HostTool[];
  /** Whether the run goes on with a node that stands already, which has what it takes. @defaultValue false */
  readonly nodeStands?: boolean;
  /** Whether the run makes a node on this machine; a cluster that is there has its own. @defaultValue true */
  readonly makesNode?: boolean;
  /** Whether the run has anything in this machine's Docker. @defaultValue true */
  readonly needsDocker?: boolean;
}

export interface CheckContext {
  readonly probe: MachineProbe;
  /** Examined once, for all checks; not at all for a run that needs none. */
  readonly docker: DockerState;
  readonly demands: MachineDemands;
}

/** One question to the machine. */
export interface Check {
  /** Stable and kebab-case. */
  readonly id: string;
  readonly title: string;
  /** Who alone asks it: runs that have something in Docker here, or that make a node. @defaultValue every run */
  readonly askedFor?: 'docker' | 'node';
  /** The answer; undefined when the question has no sense on this machine. */
  run(context: CheckContext): Promise<Assessment | undefined> | Assessment | undefined;
}

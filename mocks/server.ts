import type { FaultRule, MockReady } from './contract.ts';
import { listen } from './http/node-adapter.ts';
import { createMockAws, type MockAwsOptions } from './mock-aws.ts';
import type { HierarchyPlan } from './preload/hierarchy-plan.ts';
import { preloadHierarchy } from './preload/preload-hierarchy.ts';
import { writeCertificates } from './preload/write-certificates.ts';

export interface StartOptions extends MockAwsOptions {
  /** @defaultValue 127.0.0.1: nobody else can reach it */
  readonly host?: string;
  /** @defaultValue 0: any free port */
  readonly port?: number;
  /** @defaultValue 0: any free port */
  readonly adminPort?: number;
  /** CAs that are there from the start. */
  readonly hierarchy?: HierarchyPlan;
  /** A folder into which the certificates of those CAs are written. */
  readonly certificatesFolder?: string;
  /** Faults that are there from the start. */
  readonly faults?: readonly FaultRule[];
}

/** A mocked AWS that serves. */
export interface RunningMockAws extends MockReady, AsyncDisposable {
  /** Cuts every connection and forgets everything. */
  close(): Promise<void>;
}

/** Starts a mocked AWS and resolves when it serves. Rejects when a port is taken, or the hierarchy is not one. */
export async function startMockAws(options: StartOptions = {}): Promise<RunningMockAws> {
  const { host = '127.0.0.1', port = 0, adminPort = 0, hierarchy, certificatesFolder, faults = [] } = options;
  const aws = createMockAws(options);
  const { region, accountId, accessKeyId, secretAccessKey, pca } = aws;
  const nowMs = () => aws.clock.nowMs();
  const { propagationDelayMs } = pca.settings;
  // What it begins with has long been known.
  pca.settings.propagationDelayMs = 0;
  if (hierarchy) await preloadHierarchy(hierarchy, { pca, region, accountId, nowMs: nowMs() });
  pca.settings.propagationDelayMs = propagationDelayMs;
  if (certificatesFolder !== undefined) await writeCertificates(pca, certificatesFolder);
  for (const fault of faults) aws.faults.install(fault, nowMs());
  const service = await listen(aws.handle, { host, port, nowMs });
  const admin = await listen(aws.handleAdmin, { host, port: adminPort, nowMs }).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await Promise.all([service.close(), admin.close()]);
  };
  return {
    endpoint: service.url,
    admin: admin.url,
    region,
    accountId,
    accessKeyId,
    secretAccessKey,
    close,
    [Symbol.asyncDispose]: close,
  };
}

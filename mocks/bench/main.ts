import { parseArgs } from 'node:util';
import { type Measurement, measure, prepareAuthority } from './issuing.ts';
import { PcaClient } from './pca-client.ts';
import { type BenchedServer, opensslSignaturesPerSecond, startMoto, startOurs } from './servers.ts';

/**
 * `npm run bench:mock`: pairs of IssueCertificate and GetCertificate for RSA-2048, ours and moto's side by side, on the cores that the
 * client runs on too, and OpenSSL's own signing rate as the limit of what any signer can do.
 */
interface Report {
  readonly ours: { readonly sequential: Measurement; readonly concurrent16: Measurement };
  readonly moto: { readonly sequential: Measurement; readonly concurrent16: Measurement };
  readonly openssl: { readonly signaturesPerSecond: number };
  readonly held?: HeldReport;
  readonly ratio: { readonly moto: number; readonly openssl: number };
}

interface HeldReport {
  readonly certificates: number;
  readonly pairsPerSecondAtStart: number;
  readonly pairsPerSecondAtEnd: number;
  readonly residentMiBAtStart: number;
  readonly residentMiBAtEnd: number;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '6' },
    /** Also issues that many certificates, and measures before and after. */
    held: { type: 'string', default: '0' },
  },
});

const seconds = Number(values.seconds);
const note = (text: string) => process.stderr.write(`${text}\n`);

note(`OpenSSL on all cores …`);
const openssl = { signaturesPerSecond: await opensslSignaturesPerSecond(Math.max(2, Math.round(seconds / 2))) };
note('ours …');
const ours = await withServer(startOurs, measureBoth);
note('moto …');
const moto = await withServer(startMoto, measureBoth);
const heldCount = Number(values.held);
if (heldCount > 0) note(`holding ${heldCount} certificates …`);
const held = heldCount > 0 ? await withServer(startOurs, (server) => measureHeld(server, heldCount)) : undefined;

const report: Report = {
  ours,
  moto,
  openssl,
  ...(held && { held }),
  ratio: {
    moto: round(ours.concurrent16.pairsPerSecond / moto.concurrent16.pairsPerSecond),
    openssl: round(ours.concurrent16.pairsPerSecond / openssl.signaturesPerSecond),
  },
};
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : describe(report));

async function withServer<Result>(
  start: () => Promise<BenchedServer>,
  use: (server: BenchedServer) => Promise<Result>,
): Promise<Result> {
  await using server = await start();
  return await use(server);
}

async function measureBoth(server: BenchedServer): Promise<Report['ours']> {
  const client = new PcaClient(server.target);
  const arn = await prepareAuthority(client);
  // Just-in-time compilation is not what is measured.
  await measure(client, arn, 16, Math.min(2, seconds));
  const sequential = await measure(client, arn, 1, seconds);
  const concurrent16 = await measure(client, arn, 16, seconds);
  client.close();
  return { sequential, concurrent16 };
}

async function measureHeld(server: BenchedServer, certificates: number): Promise<HeldReport> {
  const client = new PcaClient(server.target);
  const arn = await prepareAuthority(client);
  let { pairs } = await measure(client, arn, 16, 2);
  const residentMiBAtStart = await server.residentMiB();
  const start = await measure(client, arn, 16, 5);
  pairs += start.pairs;
  while (pairs < certificates) pairs += (await measure(client, arn, 16, 5)).pairs;
  const residentMiBAtEnd = await server.residentMiB();
  const end = await measure(client, arn, 16, 5);
  client.close();
  return {
    certificates: pairs,
    residentMiBAtStart,
    residentMiBAtEnd,
    pairsPerSecondAtStart: start.pairsPerSecond,
    pairsPerSecondAtEnd: end.pairsPerSecond,
  };
}

function describe({ ours: own, moto: theirs, openssl: limit, held: kept, ratio }: Report): string {
  const row = (name: string, { pairsPerSecond, p50Ms, p99Ms }: Measurement) =>
    `${name.padEnd(20)}${String(pairsPerSecond).padStart(10)}${String(p50Ms).padStart(12)}${String(p99Ms).padStart(12)}\n`;
  const rows = [
    `${''.padEnd(20)}${'pairs/s'.padStart(10)}${'p50 ms'.padStart(12)}${'p99 ms'.padStart(12)}\n`,
    row('ours, sequential', own.sequential),
    row('ours, 16 at once', own.concurrent16),
    row('moto, sequential', theirs.sequential),
    row('moto, 16 at once', theirs.concurrent16),
    `OpenSSL signs ${limit.signaturesPerSecond} times a second on all cores: ours reaches ${ratio.openssl} of that, and ${ratio.moto} times moto.\n`,
  ];
  if (kept) {
    rows.push(
      `Holding ${kept.certificates} certificates: ${kept.pairsPerSecondAtStart} pairs/s at the start, ${kept.pairsPerSecondAtEnd} at the end; ` +
        `${kept.residentMiBAtStart} MiB, then ${kept.residentMiBAtEnd} MiB.\n`,
    );
  }
  return rows.join('');
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

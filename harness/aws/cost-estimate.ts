import { privateCaPrices as prices } from './private-ca-prices.ts';

/** What a run costs in AWS Private CA, by AWS's list prices. */
export interface CostEstimate {
  readonly currency: string;
  /** CAs that are created; none when one is there already. */
  readonly caCount: number;
  readonly perCaAndMonth: number;
  /** All CAs together, as long as they stand. */
  readonly perHour: number;
  readonly certificateCount: number;
  readonly perCertificate: number;
  /** All certificates together, once. */
  readonly certificates: number;
  /** Page of the prices, and when they were read there. */
  readonly source: string;
  readonly readOn: string;
}

/** A month as AWS counts it for prices by the hour. */
const hoursPerMonth = 730;

/**
 * AWS asks for each CA by the month, in part for a part of it, from its creation to its deletion; and for each
 * certificate that is issued: each CA's own, and Istio's. The price of a certificate is the highest, that of the first
 * thousand in a month; a first CA's free month is not counted on.
 */
export function estimateCost({ caCount }: { readonly caCount: number }): CostEstimate {
  const certificateCount = caCount + 1;
  return {
    currency: prices.currency,
    caCount,
    perCaAndMonth: prices.generalPurposeCaPerMonth,
    perHour: (caCount * prices.generalPurposeCaPerMonth) / hoursPerMonth,
    certificateCount,
    perCertificate: prices.certificate,
    certificates: certificateCount * prices.certificate,
    source: prices.source,
    readOn: prices.readOn,
  };
}

/**
 * AWS's list prices for Private CA, as its pricing page showed them on the day that is noted. Prices change: this is the
 * one place to put new ones, with their day.
 */
export const privateCaPrices = {
  source: 'https://aws.amazon.com/private-ca/pricing/',
  readOn: '2026-11-24',
  currency: 'USD',
  generalPurposeCaPerMonth: 400,
  /** Each of the first thousand that are issued in a month; further ones are cheaper. */
  certificate: 0.75,
} as const;

import { integer, list, required, string, structure } from '../protocols/shape.ts';

export const arn = string({ min: 20, max: 2048 });
export const pathShape = string({ min: 1, max: 512, pattern: /^(\/|\/[\u0021-\u007e]+\/)$/ });
export const roleName = string({ min: 1, max: 64, pattern: /^[\w+=,.@-]+$/ });
export const userName = string({ min: 1, max: 64, pattern: /^[\w+=,.@-]+$/ });
export const policyName = string({ min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ });
export const description = string({ max: 1000 });
export const policyDocument = string({ min: 1, max: 131_072 });
export const maxSessionSeconds = integer({ min: 3600, max: 43_200 });

export const tags = list(
  structure({
    Key: required(string({ min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u })),
    Value: required(string({ max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u })),
  }),
  { max: 50 },
);
export const tagKeys = list(string({ min: 1, max: 128 }), { max: 50 });

/** The members by which IAM's lists are paged. */
export const pageMembers = { Marker: string({ min: 1, max: 320 }), MaxItems: integer({ min: 1, max: 1000 }) };
export const accessKeyId = string({ min: 16, max: 128, pattern: /^\w+$/ });
export const policyVersionId = string({ pattern: /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/ });

import { boolean, integer, oneOf, required, string, structure, type ValueOf } from '../../protocols/shape.ts';

const cname = string({ max: 253, pattern: /^[-a-zA-Z0-9;/?:@&=+$,%_.!~*()']*$/ });

export const revocationConfigurationShape = structure({
  CrlConfiguration: structure({
    Enabled: required(boolean()),
    ExpirationInDays: integer({ min: 1, max: 5000 }),
    CustomCname: cname,
    S3BucketName: string({ min: 3, max: 255, pattern: /^[-a-zA-Z0-9._/]+$/ }),
    S3ObjectAcl: oneOf(['PUBLIC_READ', 'BUCKET_OWNER_FULL_CONTROL']),
    CrlDistributionPointExtensionConfiguration: structure({ OmitExtension: required(boolean()) }),
    CrlType: oneOf(['COMPLETE', 'PARTITIONED']),
    CustomPath: string({
      max: 253,
      pattern: /^(\/|[-a-zA-Z0-9;?:@&=+$,%_.!~*()']+(\/[-a-zA-Z0-9;?:@&=+$,%_.!~*()']+)*)$/,
    }),
  }),
  OcspConfiguration: structure({ Enabled: required(boolean()), OcspCustomCname: cname }),
});

export type RevocationConfiguration = ValueOf<typeof revocationConfigurationShape>;

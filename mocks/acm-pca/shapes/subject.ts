import { list, required, string, structure, type ValueOf } from '../../protocols/shape.ts';

/** A dotted object identifier as the service model constrains it. */
export const objectIdentifierShape = string({
  max: 64,
  pattern: /^([0-2])\.([0-9]|([0-3][0-9]))((\.([0-9]+)){0,126})$/,
});

const printable64 = string({ max: 64, pattern: /^[a-zA-Z0-9'()+\-.?:/= ]*$/ });

/** An X.500 name in the API's form. */
export const subjectShape = structure({
  Country: string({ min: 2, max: 2, pattern: /^[A-Za-z]{2}$/ }),
  Organization: string({ max: 64 }),
  OrganizationalUnit: string({ max: 64 }),
  DistinguishedNameQualifier: printable64,
  State: string({ max: 128 }),
  CommonName: string({ max: 64 }),
  SerialNumber: printable64,
  Locality: string({ max: 128 }),
  Title: string({ max: 64 }),
  Surname: string({ max: 40 }),
  GivenName: string({ max: 16 }),
  Initials: string({ max: 5 }),
  Pseudonym: string({ max: 128 }),
  GenerationQualifier: string({ max: 3 }),
  CustomAttributes: list(
    structure({ ObjectIdentifier: required(objectIdentifierShape), Value: required(string({ min: 1, max: 256 })) }),
    { min: 1, max: 150 },
  ),
});

export type Asn1Subject = ValueOf<typeof subjectShape>;

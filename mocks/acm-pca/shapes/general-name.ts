import { required, string, structure, type ValueOf } from '../../protocols/shape.ts';
import { objectIdentifierShape, subjectShape } from './subject.ts';

export const generalNameShape = structure({
  OtherName: structure({ TypeId: required(objectIdentifierShape), Value: required(string({ max: 256 })) }),
  Rfc822Name: string({ max: 256 }),
  DnsName: string({ max: 253 }),
  DirectoryName: subjectShape,
  EdiPartyName: structure({ PartyName: required(string({ max: 256 })), NameAssigner: string({ max: 256 }) }),
  UniformResourceIdentifier: string({ max: 253 }),
  IpAddress: string({ max: 39 }),
  RegisteredId: objectIdentifierShape,
});

export type GeneralName = ValueOf<typeof generalNameShape>;

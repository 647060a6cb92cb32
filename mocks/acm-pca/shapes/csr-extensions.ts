import { list, oneOf, required, structure, type ValueOf } from '../../protocols/shape.ts';
import { keyUsageShape } from './common.ts';
import { generalNameShape } from './general-name.ts';
import { objectIdentifierShape } from './subject.ts';

export const csrExtensionsShape = structure({
  KeyUsage: keyUsageShape,
  SubjectInformationAccess: list(
    structure({
      AccessMethod: required(
        structure({
          CustomObjectIdentifier: objectIdentifierShape,
          AccessMethodType: oneOf(['CA_REPOSITORY', 'RESOURCE_PKI_MANIFEST', 'RESOURCE_PKI_NOTIFY']),
        }),
      ),
      AccessLocation: required(generalNameShape),
    }),
  ),
});

export type CsrExtensions = ValueOf<typeof csrExtensionsShape>;

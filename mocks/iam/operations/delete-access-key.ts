import { required, structure } from '../../protocols/shape.ts';
import { accessKeyId, userName } from '../shapes.ts';
import { accountOf, findAccessKey, iamOperation, userAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey = iamOperation({
  name: 'DeleteAccessKey',
  input: structure({ UserName: userName, AccessKeyId: required(accessKeyId) }),
  access: userAccess('DeleteAccessKey'),
  run(request, call) {
    accountOf(call).accessKeys.delete(findAccessKey(request, call).id);
    return {};
  },
});

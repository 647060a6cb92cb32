import { structure } from '../../protocols/shape.ts';
import { limitExceeded } from '../errors.ts';
import { createAccessKey as addAccessKey } from '../iam-state.ts';
import { userName } from '../shapes.ts';
import { accountOf, callerUserName, iamOperation, userAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maximumKeys = 2;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey = iamOperation({
  name: 'CreateAccessKey',
  input: structure({ UserName: userName }),
  access: userAccess('CreateAccessKey'),
  run({ UserName }, call) {
    const account = accountOf(call);
    const user = account.user(UserName ?? callerUserName(call));
    const keys = [...account.accessKeys.values()].filter((key) => key.userName === user.name);
    if (keys.length >= maximumKeys) throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${maximumKeys}`);
    const key = addAccessKey(account, user.name, call.nowMs);
    account.propagation.begin(key);
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: key.secret,
        CreateDate: new Date(key.createdAtMs),
      },
    };
  },
});

import type { components } from '../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import type { Operation } from './operation.mts';
import { tokenOfUser } from './refusals.mts';

/** Clear PIN. A PIN that is already clear is a success: nothing in RSA's table says otherwise. */
export const clearPin: Operation = (directory, { userId, tokenSerialNumber }, { pinSetAs }) => {
	const found = tokenOfUser(
		userId,
		tokenSerialNumber,
		directory.user(userId),
		directory.hardwareToken(tokenSerialNumber),
	);
	if ('refusal' in found) return found.refusal;
	const { pinSet } = directory.clearPin(found.token);
	return success({
		userId,
		tokenSerialNumber,
		pinSet: pinSetAs === 'boolean' ? pinSet : `${pinSet}`,
	} satisfies components['schemas']['ClearPinAnswer']);
};

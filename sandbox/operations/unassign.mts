import type { components } from '../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import type { Operation } from './operation.mts';
import { tokenOfUser } from './refusals.mts';

/** Unassign. */
export const unassign: Operation = (directory, { userId, tokenSerialNumber }) => {
	const found = tokenOfUser(
		userId,
		tokenSerialNumber,
		directory.user(userId),
		directory.hardwareToken(tokenSerialNumber),
	);
	if ('refusal' in found) return found.refusal;
	const { tokenState } = directory.unassign(found.token);
	return success({
		tokenSerialNumber,
		tokenState,
	} satisfies components['schemas']['UnassignAnswer']);
};

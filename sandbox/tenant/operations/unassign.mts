import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import type { Operation } from './operation.mts';
import { tokenOfUser } from './refusals.mts';

/** Unassign. */
export const unassign: Operation<'unassign'> = (directory, request) => {
	const found = tokenOfUser(directory, request);
	if ('refusal' in found) return found.refusal;
	const { tokenSerialNumber, tokenState } = directory.unassign(found.token);
	return success({
		tokenSerialNumber,
		tokenState,
	} satisfies components['schemas']['UnassignAnswer']);
};

import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import type { Operation } from './operation.mts';
import { tokenOfUser } from './refusals.mts';

/** Update name. */
export const rename: Operation<'rename'> = (directory, request) => {
	const found = tokenOfUser(directory, request);
	if ('refusal' in found) return found.refusal;
	const { updatedName } = request.body;
	const { tokenSerialNumber } = directory.rename(found.token, updatedName);
	return success({
		tokenSerialNumber,
		name: updatedName,
		userId: request.path.userId,
	} satisfies components['schemas']['RenameAnswer']);
};

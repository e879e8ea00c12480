import {
	isResourceLocatorValue,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { UserCache } from '../../../rsa/users/userCache';
import {
	inWords as authenticatorInWords,
	type ListedToken,
} from '../../../rsa/hardwareTokens/listedEntry';
import { listHardwareTokens } from '../../../rsa/hardwareTokens/listHardwareTokens';
import { UserFacingError } from '../../../rsa/values/userFacingError';
import { inWords, type UserReference } from '../../../rsa/users/user';
import { userReferenceOf } from '../resources/userLocator';
import { foundOrThrow, listError, listClientFor } from './listClient';

const OTHER_CALLS = 'Hardware token operations work with SID700 tokens only.';
const NOT_LISTED = "The user's hardware tokens could not be listed";

/**
 * The hardware tokens of the user who is chosen in the form.
 *
 * @param filter text that the serial number or the name contains
 * @throws {NodeOperationError} with what is wrong and what to do
 */
export async function searchHardwareTokens(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const reference = chosenUser(this);
	const client = await listClientFor(this);
	const user = await new UserCache().idOf(reference, client);
	const absent = `${NOT_LISTED}: RSA knows no user with ${inWords(reference)}`;
	const list = await listHardwareTokens(foundOrThrow(this, user, NOT_LISTED, absent), client);
	const { tokens, passedOver } = foundOrThrow(this, list, NOT_LISTED, absent);
	if (tokens.length === 0 && passedOver.length > 0) {
		const others = passedOver.map(authenticatorInWords).join(', ');
		throw listError(this, `The user has no SID700 hardware token, only ${others}`, OTHER_CALLS);
	}
	return { results: tokens.filter((token) => contains(token, filter)).map(listItemOf) };
}

function chosenUser(context: ILoadOptionsFunctions): UserReference {
	const user = context.getCurrentNodeParameter('user');
	if (!isResourceLocatorValue(user) || user.value === '' || String(user.value).startsWith('=')) {
		throw listError(
			context,
			'Choose the user first',
			"The list shows the hardware tokens of one user. If 'User' is an expression, choose 'Serial' instead of 'From List' and enter the serial number.",
		);
	}
	try {
		return userReferenceOf({ mode: user.mode, value: user.value, isExpression: false });
	} catch (error) {
		const { message, nextStep } =
			error instanceof UserFacingError
				? error
				: new UserFacingError(String(error), 'Choose the user again.');
		throw listError(context, message, nextStep);
	}
}

function contains({ tokenSerialNumber, name }: ListedToken, filter: string): boolean {
	return `${tokenSerialNumber} ${String(name)}`.toLowerCase().includes(filter.trim().toLowerCase());
}

/** The label is only the serial number: the form keeps it, and a state in it would be out of date after the run. */
function listItemOf({ tokenSerialNumber }: ListedToken): INodeListSearchItems {
	return { name: tokenSerialNumber, value: tokenSerialNumber };
}

import {
	isResourceLocatorValue,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodeParameterResourceLocator,
} from 'n8n-workflow';

import { ACTIVATED } from '../../../rsa/hardwareToken';
import { People } from '../../../rsa/users/people';
import { readTokensOfUser, type ListedToken } from '../../../rsa/users/tokensOfUser';
import { Refusal } from '../../../rsa/refusal';
import { inWords, type UserReference } from '../../../rsa/users/user';
import { userReferenceOf } from '../resources/userLocator';
import { foundOrThrow, listError, meansOf } from './listMeans';

const NOT_LISTED = "The user's hardware tokens could not be listed";

/**
 * The hardware tokens of the user who is chosen in the form, with their states.
 *
 * @param filter what the serial number or the name contains
 * @throws {NodeOperationError} with what is wrong and what to do
 */
export async function searchHardwareTokens(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const reference = referenceTo(chosenUser(this), this);
	const means = await meansOf(this);
	const user = await new People().idOf(reference, means);
	const absent = `${NOT_LISTED}: RSA knows no user with ${inWords(reference)}`;
	const tokens = await readTokensOfUser(foundOrThrow(this, user, NOT_LISTED, absent), means);
	const results = foundOrThrow(this, tokens, NOT_LISTED, absent).map(listItemOf);
	return {
		results: results.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())),
	};
}

function chosenUser(context: ILoadOptionsFunctions): INodeParameterResourceLocator {
	const user = context.getCurrentNodeParameter('user');
	if (isResourceLocatorValue(user) && user.value !== '' && !String(user.value).startsWith('=')) {
		return user;
	}
	throw listError(
		context,
		'Choose the user first',
		"The list shows the hardware tokens of one user. Where the 'User' comes from an expression, choose 'Serial' instead of 'From List' and enter the serial number.",
	);
}

function referenceTo(
	user: INodeParameterResourceLocator,
	context: ILoadOptionsFunctions,
): UserReference {
	try {
		return userReferenceOf(user);
	} catch (error) {
		const { message, nextStep } =
			error instanceof Refusal ? error : new Refusal(String(error), 'Choose the user again.');
		throw listError(context, message, nextStep);
	}
}

/** Short, so that the form's field shows all of it: what a token in use always is goes without saying. */
function listItemOf(token: ListedToken): INodeListSearchItems {
	const { tokenSerialNumber, name, tokenStatus, tokenState, pinSet } = token;
	const facts = [
		name === tokenSerialNumber ? undefined : name,
		tokenStatus,
		pinSet === undefined ? undefined : pinSet ? 'PIN set' : 'no PIN',
		tokenState === ACTIVATED ? undefined : tokenState,
	].filter((fact) => typeof fact === 'string' && fact !== '');
	return {
		name: facts.length === 0 ? tokenSerialNumber : `${tokenSerialNumber} (${facts.join(', ')})`,
		value: tokenSerialNumber,
	};
}

import { authenticationFacts } from '../errors/authenticationFacts';
import { causeOf, isRsasOwn404 } from '../errors/classifyResponse';
import type { Cause } from '../errors/errorTexts';
import { adviceOf, causeInWords, type Failure } from '../errors/failure';
import { permissionFor, permissions } from '../errors/permissions';
import { isHtml, serverMessageOf } from '../errors/serverMessage';
import { requestTo, type RsaRequest } from '../http/endpoints';
import type { HttpResponse, Transport } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import { jsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';

/** A serial number in RSA's twelve-digit form that no hardware token is made with. */
const UNUSED_SERIAL_NUMBER = '000000000000';

/**
 * The request that tests a credential and changes nothing: the look-up of a token that does not exist. RSA's own 404
 * needs an access token that is accepted and has the permission to read hardware tokens.
 */
export const testRequest: RsaRequest = requestTo('lookupHardwareToken', {
	body: { tokenSerialNumber: UNUSED_SERIAL_NUMBER },
});

const TEST_AGAIN = 'The credential may be correct. Test it again in a minute.';

/** Advice for causes whose own advice is only right for a failed change. */
const advice: Readonly<Partial<Record<Cause, string>>> = {
	invalidParameters: TEST_AGAIN,
	conflict: TEST_AGAIN,
	tooManyRequests: TEST_AGAIN,
	serviceFailed: TEST_AGAIN,
	answerLost: TEST_AGAIN,
	unexpectedStatus: TEST_AGAIN,
	notDelivered:
		'Check the Base URL, and the network, proxy and certificates of the machine that n8n runs on.',
};

/**
 * Sends {@link testRequest}, and returns if the response shows that the access token is accepted and has the permission
 * to read hardware tokens.
 *
 * @throws {UserFacingError} with what is wrong and what to do
 */
export async function testCredential(send: Transport): Promise<void> {
	const result = await send(testRequest);
	if (result.kind === 'blocked') throw result.error;
	if (result.kind !== 'response') {
		const { kind: cause, ...noResponse } = result;
		throw testError({ cause, ...noResponse });
	}
	const { response } = result;
	if (isRsasOwn404(response) || isHardwareToken(response)) return;
	const { status, body } = response;
	const isUnlikeRsa = status < 300 || status === statusCodes.notFound;
	throw testError({
		cause: isUnlikeRsa ? 'notTheApi' : causeOf(response),
		status,
		serverMessage: serverMessageOf(body),
		isPage: isHtml(body),
		...authenticationFacts(response, new Date()),
	});
}

function isHardwareToken({ status, body }: HttpResponse): boolean {
	return status === statusCodes.ok && jsonObject(body)?.tokenSerialNumber === UNUSED_SERIAL_NUMBER;
}

function testError(failure: Failure): UserFacingError {
	const { serverMessage, authentication } = failure;
	const words = causeInWords(failure);
	const quote = serverMessage === undefined ? '' : ` ("${serverMessage}")`;
	const permission = permissionFor(permissions.readHardwareTokens, authentication);
	return new UserFacingError(
		asSentence(words) + quote,
		adviceOf({ ...failure, advice: failure.advice ?? ownAdvice(failure, permission) }, permission),
	);
}

/** n8n's name begins with a small letter everywhere. */
function asSentence(words: string): string {
	return words.startsWith('n8n') ? words : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The advice that only a test has; undefined for a web page, whose server has not checked the access token. */
function ownAdvice({ cause, isPage }: Failure, permission: string): string | undefined {
	if (isPage === true) return undefined;
	return cause === 'notAllowed'
		? `The access token itself is accepted. ${permission}`
		: advice[cause];
}

/**
 * The value of an action.
 *
 * @throws {UserFacingError} the action's, with the next step in its message: n8n's test button shows only the message
 */
export async function inOneText<Value>(action: Promise<Value>): Promise<Value> {
	return await action.catch((error: unknown) => {
		if (!(error instanceof UserFacingError)) throw error;
		throw new UserFacingError(`${error.message}. ${error.nextStep}`, error.nextStep);
	});
}

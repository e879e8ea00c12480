import { permissionFor, permissions } from '../errors/permissions';
import { causeOf, isRsasOwn404 } from '../errors/classifyResponse';
import { serverMessageOf, isHtml } from '../errors/serverMessage';
import { requestTo, type RsaRequest } from '../http/endpoints';
import type { Cause } from '../errors/causes';
import { adviceOf, causeInWords, type Failure } from '../errors/failure';
import { jsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, Transport } from '../http/response';
import { authenticationFacts } from '../errors/authenticationFacts';

/** A serial number in RSA's twelve-digit form that no hardware token is made with. */
const NOBODYS_SERIAL_NUMBER = '000000000000';

/**
 * The request that proves a credential without touching anything: the look-up of a token that does not
 * exist. Only an access token that is accepted and may read hardware tokens gets RSA's own 404 for it.
 */
export const testRequest: RsaRequest = requestTo('lookupHardwareToken', {
	body: { tokenSerialNumber: NOBODYS_SERIAL_NUMBER },
});

const TRY_AGAIN = 'The credential may well be right. Test it again in a minute.';

/** Where testing a credential wants other advice than a change that failed for the same cause. */
const advice: Readonly<Partial<Record<Cause, string>>> = {
	invalidParameters: TRY_AGAIN,
	conflict: TRY_AGAIN,
	tooManyRequests: TRY_AGAIN,
	serviceFailed: TRY_AGAIN,
	answerLost: TRY_AGAIN,
	unexpectedStatus: TRY_AGAIN,
	notDelivered:
		'Check the Base URL, and the network, proxy and certificates of the machine that n8n runs on.',
};

/**
 * Sends {@link testRequest} and returns where the answer proves that the access token is accepted and may
 * read hardware tokens.
 *
 * @throws {UserFacingError} with what is wrong and what to do
 */
export async function testCredential(send: Transport): Promise<void> {
	const reply = await send(testRequest);
	switch (reply.kind) {
		case 'blocked':
			throw reply.error;
		case 'notDelivered':
		case 'certificateRefused':
		case 'answerLost': {
			const { kind: cause, ...why } = reply;
			throw unproven({ cause, ...why });
		}
		case 'response':
			return checkAnswer(reply.response);
	}
}

function checkAnswer(answer: HttpResponse): void {
	if (isRsasOwn404(answer) || isToken(answer)) return;
	const { status, body } = answer;
	const isUnlikeRsa = status < 300 || status === 404;
	const cause = isUnlikeRsa ? 'notTheApi' : causeOf(answer);
	throw unproven({
		cause,
		status,
		serverMessage: serverMessageOf(body),
		isPage: isHtml(body),
		...authenticationFacts(answer, new Date()),
	});
}

function isToken({ status, body }: HttpResponse): boolean {
	return status === 200 && jsonObject(body)?.tokenSerialNumber === NOBODYS_SERIAL_NUMBER;
}

function unproven(failure: Failure): UserFacingError {
	const { serverMessage, authentication } = failure;
	const words = causeInWords(failure);
	const quote = serverMessage === undefined ? '' : ` ("${serverMessage}")`;
	const right = permissionFor(permissions.readHardwareTokens, authentication);
	return new UserFacingError(
		words.charAt(0).toUpperCase() + words.slice(1) + quote,
		adviceOf({ ...failure, advice: failure.advice ?? ownAdvice(failure, right) }, right),
	);
}

/** A page came from nobody who has looked at the access token. */
function ownAdvice({ cause, isPage }: Failure, right: string): string | undefined {
	if (isPage === true) return undefined;
	return cause === 'notAllowed' ? `The access token itself is accepted. ${right}` : advice[cause];
}

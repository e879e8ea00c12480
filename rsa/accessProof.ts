import { causeOf } from './answerCause';
import { answerText } from './answerText';
import { requestTo, type RsaRequest } from './endpoints';
import { causeInWords, type Cause } from './failure';
import { jsonObject } from './hardwareToken';
import { Refusal } from './refusal';
import type { Answer, Send } from './reply';

/** A serial number in RSA's twelve-digit form that no token is made with. */
const NOBODYS_SERIAL_NUMBER = '000000000000';

/**
 * The request that proves a credential without touching anything: the look-up of a token that does not
 * exist. Only a token that is accepted and may read hardware tokens gets RSA's own 404 for it.
 */
export const accessProof: RsaRequest = requestTo(
	'lookupHardwareToken',
	{},
	{ tokenSerialNumber: NOBODYS_SERIAL_NUMBER },
);

/** Whether a request, as n8n's options say it, is {@link accessProof}. */
export function isAccessProof({ url, body }: { url?: string; body?: unknown }): boolean {
	return url === accessProof.path && jsonObject(body)?.tokenSerialNumber === NOBODYS_SERIAL_NUMBER;
}

const COPY_THE_BASE_URL =
	"Copy the Base URL from RSA's Cloud Administration Console (Platform > API Access Management).";
const MAKE_A_NEW_TOKEN = 'Make a new JSON Web Token with your Administration API key.';

/** What to do about the credential, by what kept it from being proven. */
const advice: Readonly<Partial<Record<Cause, string>>> = {
	accessIdUnknown: 'Make the token with an Administration API key that still exists.',
	audienceInvalid:
		"The token's 'aud' must be the 'adminRestApiUrl' of the key file to the letter, and the Base URL of the same tenant.",
	accessTokenExpired: MAKE_A_NEW_TOKEN,
	accessTokenRefused: MAKE_A_NEW_TOKEN,
	notAllowed:
		'The token is accepted, but may not read hardware tokens. An Administration API key needs the role Help Desk Administrator or Super Administrator; an OAuth client needs the scope rsa.authenticator.sidtoken.read.',
	tooManyRequests: 'The credential may well be right. Test it again in a minute.',
	redirected: COPY_THE_BASE_URL,
	notTheApi: `${COPY_THE_BASE_URL} If it is right, a proxy may be answering in RSA's place.`,
	notDelivered: `${COPY_THE_BASE_URL} If it is right, check the network, proxy and certificates of the machine that n8n runs on.`,
	answerLost: 'Test the credential again. If it goes on, check network and proxy of this machine.',
	serviceFailed: 'The credential may well be right. Test it again in a minute.',
};

/**
 * Sends {@link accessProof} and returns where the answer proves that the token is accepted and may read
 * hardware tokens.
 *
 * @throws {Refusal} with what is wrong and what to do, as one text: the test button shows nothing else
 */
export async function proveAccess(send: Send): Promise<void> {
	const reply = await send(accessProof);
	switch (reply.kind) {
		case 'refused':
			throw refusal(reply.refusal.message, reply.refusal.nextStep);
		case 'notDelivered':
		case 'answerLost':
			throw unproven(reply.kind, causeInWords({ cause: reply.kind, reason: reply.reason }));
		case 'answered':
			return checkAnswer(reply.answer);
	}
}

function checkAnswer(answer: Answer): void {
	if (isRsasOwn404(answer) || isToken(answer)) return;
	const cause = isUnlikeRsa(answer) ? 'notTheApi' : causeOf(answer);
	const said = answerText(answer.body);
	const words = causeInWords({ cause, status: answer.status });
	throw unproven(cause, said === undefined ? words : `${words} ("${said}")`);
}

/** RSA's application says `code` or `description`; a 404 of its gateway has `path` and proves nothing. */
function isRsasOwn404({ status, body }: Answer): boolean {
	const told = jsonObject(body);
	return status === 404 && told !== undefined && ('code' in told || 'description' in told);
}

function isToken({ status, body }: Answer): boolean {
	return status === 200 && jsonObject(body)?.tokenSerialNumber === NOBODYS_SERIAL_NUMBER;
}

function isUnlikeRsa({ status }: Answer): boolean {
	return status === 200 || status === 404;
}

function unproven(cause: Cause, words: string): Refusal {
	return refusal(
		words.charAt(0).toUpperCase() + words.slice(1),
		advice[cause] ?? 'Check the Base URL and test the credential again.',
	);
}

function refusal(message: string, nextStep: string): Refusal {
	return new Refusal(`${message}. ${nextStep}`, nextStep);
}

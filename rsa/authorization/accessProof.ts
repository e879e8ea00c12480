import { rightFor, rights } from '../administration';
import { causeOf, isRsasOwn404 } from '../answerCause';
import { answerText, isHtml } from '../answerText';
import { requestTo, type RsaRequest } from '../endpoints';
import type { Cause } from '../causes';
import { adviceOf, causeInWords, type Failure } from '../failure';
import { jsonObject } from '../jsonObject';
import { Refusal } from '../refusal';
import type { Answer, Send } from '../reply';
import { signInFacts } from '../signInFacts';

/** A serial number in RSA's twelve-digit form that no hardware token is made with. */
const NOBODYS_SERIAL_NUMBER = '000000000000';

/**
 * The request that proves a credential without touching anything: the look-up of a token that does not
 * exist. Only an access token that is accepted and may read hardware tokens gets RSA's own 404 for it.
 */
export const accessProof: RsaRequest = requestTo('lookupHardwareToken', {
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
 * Sends {@link accessProof} and returns where the answer proves that the access token is accepted and may
 * read hardware tokens.
 *
 * @throws {Refusal} with what is wrong and what to do
 */
export async function proveAccess(send: Send): Promise<void> {
	const reply = await send(accessProof);
	switch (reply.kind) {
		case 'refused':
			throw reply.refusal;
		case 'notDelivered':
		case 'certificateRefused':
		case 'answerLost': {
			const { kind: cause, ...why } = reply;
			throw unproven({ cause, ...why });
		}
		case 'answered':
			return checkAnswer(reply.answer);
	}
}

function checkAnswer(answer: Answer): void {
	if (isRsasOwn404(answer) || isToken(answer)) return;
	const { status, body } = answer;
	const isUnlikeRsa = status < 300 || status === 404;
	const cause = isUnlikeRsa ? 'notTheApi' : causeOf(answer);
	throw unproven({
		cause,
		status,
		said: answerText(body),
		isPage: isHtml(body),
		...signInFacts(answer, new Date()),
	});
}

function isToken({ status, body }: Answer): boolean {
	return status === 200 && jsonObject(body)?.tokenSerialNumber === NOBODYS_SERIAL_NUMBER;
}

function unproven(failure: Failure): Refusal {
	const { said, authentication } = failure;
	const words = causeInWords(failure);
	const quote = said === undefined ? '' : ` ("${said}")`;
	const right = rightFor(rights.readHardwareTokens, authentication);
	return new Refusal(
		words.charAt(0).toUpperCase() + words.slice(1) + quote,
		adviceOf({ ...failure, advice: failure.advice ?? ownAdvice(failure, right) }, right),
	);
}

/** A page came from nobody who has looked at the access token. */
function ownAdvice({ cause, isPage }: Failure, right: string): string | undefined {
	if (isPage === true) return undefined;
	return cause === 'notAllowed' ? `The access token itself is accepted. ${right}` : advice[cause];
}

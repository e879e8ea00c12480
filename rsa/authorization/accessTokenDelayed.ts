import { UserFacingError } from '../values/userFacingError';

/** How every such text begins: an n8n that loses the cause of an error leaves its texts only. */
const FOR_NOW = "RSA's token endpoint gives no access token for now: ";

const TRY_AGAIN =
	'The credential may well be right. Try again in a minute. If it goes on, check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on.';

/** No access token can be had at the moment, for a reason that passes: a run waits for it, as it does after a 429. */
export class AccessTokenDelayed extends UserFacingError {
	/**
	 * @param reason what the token endpoint did, beginning with "it"
	 * @param retryAt ms since 1970 until which the token endpoint asks to wait; undefined if it does not say
	 */
	constructor(
		reason: string,
		readonly retryAt?: number,
	) {
		super(FOR_NOW + reason, TRY_AGAIN);
	}

	/** Whether a refusal says so, also where only its texts are left of it. */
	static isIn({ message }: UserFacingError): boolean {
		return message.startsWith(FOR_NOW);
	}
}

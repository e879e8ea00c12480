/** An error in words for users of n8n: what is wrong, and what to do next. */
export class UserFacingError extends Error {
	override readonly name = 'UserFacingError';

	/**
	 * @param message what is wrong; never contains the value of a secret field
	 * @param nextStep what to do about it
	 */
	constructor(
		message: string,
		readonly nextStep: string,
	) {
		super(message);
	}

	/** n8n's NodeApiError takes it from here when it wraps this error. */
	get description(): string {
		return this.nextStep;
	}
}

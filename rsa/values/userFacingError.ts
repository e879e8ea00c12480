/** A value that is refused before any request is sent: what is wrong with it, and what to do next. */
export class UserFacingError extends Error {
	override readonly name = 'UserFacingError';

	/**
	 * @param message what is wrong, for an operator; never holds the value of a secret field
	 * @param nextStep what the operator does about it
	 */
	constructor(
		message: string,
		readonly nextStep: string,
	) {
		super(message);
	}

	/** Where n8n's NodeApiError looks for it when it wraps the refusal. */
	get description(): string {
		return this.nextStep;
	}
}

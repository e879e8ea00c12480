import type { Cause } from '../errors/errorTexts';

/** What happens after an attempt that RSA's response did not confirm. */
export interface RetryRule {
	/** Whether RSA may have made the change nevertheless. */
	readonly mayHaveBeenApplied: boolean;
	/** When the target is looked up; `ifApplied`: after the last attempt, if an earlier one may have made the change. */
	readonly lookUp: 'always' | 'ifApplied' | 'never';
	/** When the change is sent again; `ifUnchanged`: only if a look-up shows that it was not made. */
	readonly retry: 'always' | 'ifUnchanged' | 'never';
}

/**
 * The table in docs/delivery.md: changes. What changes nothing has no row: after a 429, the client waits and sends the request
 * again (throttle/client.ts), after a rejected access token, it is sent with another one (authorization/accessTokenRetry.ts),
 * and a look-up that fails is repeated (repeatLookUp.ts).
 */
const rules: Readonly<Partial<Record<Cause, RetryRule>>> = {
	answerLost: { mayHaveBeenApplied: true, lookUp: 'always', retry: 'always' },
	serviceFailed: { mayHaveBeenApplied: true, lookUp: 'always', retry: 'always' },
	// A response that may well mean "done" is no reason to repeat the change blindly.
	notConfirmed: { mayHaveBeenApplied: true, lookUp: 'always', retry: 'ifUnchanged' },
	// RSA does not document what it means: neither that the change was made, nor that another attempt would help.
	unexpectedStatus: { mayHaveBeenApplied: true, lookUp: 'always', retry: 'never' },
	notDelivered: { mayHaveBeenApplied: false, lookUp: 'ifApplied', retry: 'always' },
	conflict: { mayHaveBeenApplied: false, lookUp: 'always', retry: 'never' },
	userConflict: { mayHaveBeenApplied: false, lookUp: 'always', retry: 'never' },
	userOrHardwareTokenUnknown: { mayHaveBeenApplied: false, lookUp: 'always', retry: 'never' },
	authenticatorUnknown: { mayHaveBeenApplied: false, lookUp: 'always', retry: 'never' },
	emergencyAccessCodeUnknown: { mayHaveBeenApplied: false, lookUp: 'always', retry: 'never' },
	highRiskUserRefused: { mayHaveBeenApplied: false, lookUp: 'always', retry: 'never' },
	// A user whom RSA does not know cannot be looked up either.
	userNotFound: { mayHaveBeenApplied: false, lookUp: 'never', retry: 'never' },
};

/** Every other cause: another attempt would fail in the same way. */
const FINAL: RetryRule = { mayHaveBeenApplied: false, lookUp: 'ifApplied', retry: 'never' };

/** The rule for an attempt that ended with this cause. */
export function retryRuleFor(cause: Cause): RetryRule {
	return rules[cause] ?? FINAL;
}

/** RSA's values for whether an authenticator may be used. */
export type Status = 'Enabled' | 'Disabled';

/** Outcomes of a change to each status, and what is done, for texts. */
export const statusOutcomes = {
	Enabled: {
		outcome: 'authenticatorEnabled',
		noopOutcome: 'authenticatorAlreadyEnabled',
		dryRunOutcome: 'wouldEnableAuthenticator',
		done: 'enabled',
	},
	Disabled: {
		outcome: 'authenticatorDisabled',
		noopOutcome: 'authenticatorAlreadyDisabled',
		dryRunOutcome: 'wouldDisableAuthenticator',
		done: 'disabled',
	},
} as const;

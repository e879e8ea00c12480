/** Whether an authenticator may be used. */
export type Status = 'Enabled' | 'Disabled';

/** Outcomes of changes of it, and what is done. */
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

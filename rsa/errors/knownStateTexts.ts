import type { KnownState } from './causeTexts';

/** What a change or a read is about. */
export type Subject =
	| 'hardwareToken'
	| 'hardwareTokens'
	| 'hardwareTokenWithoutPin'
	| 'user'
	| 'authenticator'
	| 'emergencyAccessCodes'
	| 'highRiskUsers'
	| 'report';

/** States that the message itself says, or leaves open. */
const notSaid = { absent: '', unknown: '' } as const;

/** What is said of the known state of what a change or a look-up is about. */
export const knownStateTexts: Readonly<Record<Subject, Readonly<Record<KnownState, string>>>> = {
	hardwareToken: {
		unchanged: 'The hardware token is unchanged. ',
		unchangedWhenRead:
			'The hardware token was read back and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The hardware token was not changed. ',
		notAttempted: 'Nothing was done to the hardware token. ',
		...notSaid,
	},
	// Its PIN was cleared by an earlier step of the same item.
	hardwareTokenWithoutPin: {
		unchanged: 'Apart from its PIN, the hardware token is unchanged. ',
		unchangedWhenRead:
			'The hardware token was read back and was still assigned; RSA may still be working on the request. ',
		leftAlone: 'Apart from its PIN, the hardware token was not changed. ',
		notAttempted: 'Apart from its PIN, nothing was done to the hardware token. ',
		...notSaid,
	},
	hardwareTokens: {
		unchanged: "The user's hardware tokens are unchanged. ",
		unchangedWhenRead: '',
		leftAlone: "The user's hardware tokens were not changed. ",
		notAttempted: "Nothing was done to the user's hardware tokens. ",
		...notSaid,
	},
	user: {
		unchanged: 'The user is unchanged. ',
		unchangedWhenRead:
			'The user was looked up and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The user was not changed. ',
		notAttempted: 'Nothing was done to the user. ',
		...notSaid,
	},
	authenticator: {
		unchanged: 'The authenticator is unchanged. ',
		unchangedWhenRead:
			'The authenticator was read back and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The authenticator was not changed. ',
		notAttempted: 'Nothing was done to the authenticator. ',
		...notSaid,
	},
	emergencyAccessCodes: {
		unchanged: "The user's emergency access codes are unchanged. ",
		unchangedWhenRead:
			"The user's emergency access codes were read back and had not changed; RSA may still be working on the request. ",
		leftAlone: "The user's emergency access codes were not changed. ",
		notAttempted: "Nothing was done to the user's emergency access codes. ",
		...notSaid,
	},
	highRiskUsers: {
		unchanged: 'The list of high-risk users is unchanged. ',
		unchangedWhenRead:
			'The list of high-risk users was read back and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The list of high-risk users was not changed. ',
		notAttempted: 'Nothing was done to the list of high-risk users. ',
		...notSaid,
	},
	report: {
		unchanged: 'The report is unchanged. ',
		unchangedWhenRead: '',
		leftAlone: 'The report was not changed. ',
		notAttempted: 'Nothing was done to the report. ',
		...notSaid,
	},
};

import type { KnownState } from './errorTexts';

/** What a change or a look-up is about. */
export type Subject =
	| 'hardwareToken'
	| 'hardwareTokens'
	| 'hardwareTokenWithoutPin'
	| 'user'
	| 'authenticator'
	| 'emergencyAccessCodes'
	| 'highRiskUsers'
	| 'report';

/** States that need no sentence of their own, because the message names them. */
const inMessage = { absent: '', unknown: '' } as const;

/** Sentences about the known state, each with a space at its end; '' if the state cannot occur or needs none. */
export const unchangedTexts: Readonly<Record<Subject, Readonly<Record<KnownState, string>>>> = {
	hardwareToken: {
		unchanged: 'The hardware token is unchanged. ',
		unchangedWhenRead:
			'The hardware token was read back and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The hardware token was not changed. ',
		notAttempted: 'Nothing was done to the hardware token. ',
		...inMessage,
	},
	// Its PIN was cleared by an earlier step of the same item.
	hardwareTokenWithoutPin: {
		unchanged: 'Apart from its PIN, the hardware token is unchanged. ',
		unchangedWhenRead:
			'The hardware token was read back and was still assigned; RSA may still be working on the request. ',
		leftAlone: 'Apart from its PIN, the hardware token was not changed. ',
		notAttempted: 'Apart from its PIN, nothing was done to the hardware token. ',
		...inMessage,
	},
	hardwareTokens: {
		unchanged: "The user's hardware tokens are unchanged. ",
		unchangedWhenRead: '',
		leftAlone: "The user's hardware tokens were not changed. ",
		notAttempted: "Nothing was done to the user's hardware tokens. ",
		...inMessage,
	},
	user: {
		unchanged: 'The user is unchanged. ',
		unchangedWhenRead:
			'The user was looked up and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The user was not changed. ',
		notAttempted: 'Nothing was done to the user. ',
		...inMessage,
	},
	authenticator: {
		unchanged: 'The authenticator is unchanged. ',
		unchangedWhenRead:
			'The authenticator was read back and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The authenticator was not changed. ',
		notAttempted: 'Nothing was done to the authenticator. ',
		...inMessage,
	},
	emergencyAccessCodes: {
		unchanged: "The user's emergency access codes are unchanged. ",
		unchangedWhenRead:
			"The user's emergency access codes were read back and had not changed; RSA may still be working on the request. ",
		leftAlone: "The user's emergency access codes were not changed. ",
		notAttempted: "Nothing was done to the user's emergency access codes. ",
		...inMessage,
	},
	highRiskUsers: {
		unchanged: 'The list of high-risk users is unchanged. ',
		unchangedWhenRead:
			'The list of high-risk users was read back and had not changed; RSA may still be working on the request. ',
		leftAlone: 'The list of high-risk users was not changed. ',
		notAttempted: 'Nothing was done to the list of high-risk users. ',
		...inMessage,
	},
	report: {
		unchanged: 'The report is unchanged. ',
		unchangedWhenRead: '',
		leftAlone: 'The report was not changed. ',
		notAttempted: 'Nothing was done to the report. ',
		...inMessage,
	},
};

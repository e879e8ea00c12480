import { choiceOf } from '../fieldValue';
import { enteredIn, type ItemParameters } from '../parameters';

/** The field for the kind of report. */
export const reportTypeField = {
	displayName: 'Report',
	name: 'reportType',
	type: 'options' as const,
	options: [
		{
			name: 'Hardware Tokens',
			value: 'hardware_tokens' as const,
			description: 'All hardware tokens of the tenant, which no other operation can list',
		},
		{ name: 'MFA Clients', value: 'mfa_clients' as const },
		{ name: 'Users', value: 'users' as const },
	],
	default: 'hardware_tokens',
	description: "Which of the reports in RSA's Cloud Administration Console",
};

/**
 * The kind of report of an item.
 *
 * @throws {UserFacingError} for anything else than one of RSA's reports
 */
export function readReportType(parameters: ItemParameters) {
	return choiceOf(reportTypeField, enteredIn(parameters, reportTypeField));
}

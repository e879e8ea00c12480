import type { Change } from '../delivery/change';
import { stateUnknownWith } from '../delivery/stateUnknown';
import { isRsasOwn404 } from '../errors/classifyResponse';
import type { Cause } from '../errors/errorTexts';
import { permissions } from '../errors/permissions';
import { isHtml } from '../errors/serverMessage';
import { serverMessageFor } from '../errors/serverMessageFor';
import { requestTo } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import { limitFacts, type ReportType } from './report';

const CHECK_STATE =
	"Try the operation 'Download' in a few minutes: if the generation was started, it gives the new report. Running this item again is safe: RSA refuses a second start within 8 hours.";

/**
 * RSA's "Generate Report" of its report APIs: starts to generate a report. No call shows whether one is being generated.
 * If the response is lost, the request is sent again: RSA refuses a second start within 8 hours with a 429.
 */
export function generateReport(reportType: ReportType): Change {
	const report = `the generation of the report ${reportType} was`;
	return {
		outcome: 'reportStarted',
		noopOutcome: 'reportStarted',
		dryRunOutcome: 'wouldStartReport',
		expectedState: {},
		isIdempotent: true,
		request: { ...requestTo('generateReport', { path: { reportType } }), hasOwnLimit: true },
		wording: {
			notDone: `T${report.slice(1)} not started`,
			unknown: `It is not known whether ${report} started`,
			subject: 'report',
			permission: permissions.readReports,
		},
		confirm: ({ status, body }) =>
			status === statusCodes.created && !isHtml(body) ? { state: { reportType } } : undefined,
		causeOf,
		detailsOf: (cause, retryAfter) =>
			cause === 'reportLimitReached' ? limitFacts('generate', retryAfter) : {},
		serverMessageOf: (response) => serverMessageFor(response),
		unsettled: stateUnknownWith(CHECK_STATE, 'no call shows it'),
	};
}

function causeOf(response: HttpResponse): Cause | undefined {
	const { status } = response;
	if (status === statusCodes.notFound && isRsasOwn404(response)) return 'reportUnknown';
	if (status === statusCodes.badRequest) return 'invalidUserRequest';
	// RSA's page has none: what it conflicts with is not known.
	return status === statusCodes.conflict ? 'unexpectedStatus' : undefined;
}

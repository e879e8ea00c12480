import { lookUp, type LookUpFailed, type LookUpResult } from '../delivery/lookUp';
import type { Cause } from '../errors/errorTexts';
import { causeInWords, type Failure } from '../errors/failure';
import { permissions } from '../errors/permissions';
import { isHtml } from '../errors/serverMessage';
import { requestTo } from '../http/endpoints';
import { statusCodes } from '../http/statusCodes';
import type { Client } from '../throttle/client';
import { limitFacts, type ReportType } from './report';

/** Number of bytes at the beginning by which a web page is recognized. */
const BEGINNING = 1000;

/**
 * Downloads the report that was generated last, a CSV file: RSA's "Download Report" of its report APIs. Fails if there is
 * none yet (`reportNotReady`), or RSA allows no download yet (`reportLimitReached`).
 */
export async function downloadReport(
	reportType: ReportType,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: Buffer } | LookUpFailed> {
	const query = {
		request: {
			...requestTo('downloadReport', { path: { reportType } }),
			isFile: true,
			hasOwnLimit: true,
		},
		permission: permissions.readReports,
		causes: { [statusCodes.badRequest]: 'invalidUserRequest' as Cause },
		unclear: "RSA's response is not a report file",
		parse: parseFile,
	};
	return explained(await lookUp(query, client));
}

function parseFile(body: unknown): Buffer | undefined {
	if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
	return isHtml(body.toString('utf8', 0, BEGINNING)) ? undefined : body;
}

function explained(
	result: LookUpResult<Buffer>,
): Exclude<LookUpResult<Buffer>, { kind: 'absent' }> {
	switch (result.kind) {
		case 'absent':
			return failedWith({ cause: 'reportNotReady', status: statusCodes.notFound });
		case 'failed': {
			const { failure } = result;
			if (failure.cause !== 'reportLimitReached') return result;
			return failedWith({ ...failure, ...limitFacts('download', failure.retryAfter) });
		}
		case 'found':
			return result;
	}
}

function failedWith(failure: Failure): LookUpFailed {
	return { kind: 'failed', failure, reason: causeInWords(failure) };
}

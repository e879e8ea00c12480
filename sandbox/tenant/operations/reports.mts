import { applicationError, tooManyRequests } from '../http-response.mts';
import type { Directory } from '../directory.mts';
import { csvOf, isTooEarly, type ReportType } from '../report.mts';
import { anyAdministrator, type Operation } from './operation.mts';

/** ms, as RSA's page has them. That each kind of report counts apart is assumed. */
const BETWEEN_GENERATIONS = 8 * 3_600_000;
const BETWEEN_DOWNLOADS = 15 * 60_000;

/** Generate report. */
export const generateReport: Operation<'generateReport'> = {
	roles: anyAdministrator,
	scope: 'rsa.report.read',
	isRead: false,
	execute(directory, { path: { reportType } }) {
		const { now } = directory;
		const report = directory.report(reportType);
		if (isTooEarly(report?.generatedAt, BETWEEN_GENERATIONS, now)) return tooManyRequests();
		directory.changeReport({ ...report, reportType, generatedAt: now.getTime() });
		return { status: 201, contentType: 'application/json', body: '' };
	},
};

/** Download report. A report that is not there, or not to its end, gets RSA's 404: that is assumed. */
export const downloadReport: Operation<'downloadReport'> = {
	roles: anyAdministrator,
	scope: 'rsa.report.read',
	isRead: false,
	execute(directory, { path: { reportType } }, { reportMilliseconds }) {
		const { now } = directory;
		const report = directory.report(reportType);
		if (!report || isTooEarly(report.generatedAt, reportMilliseconds, now)) {
			return applicationError(404, `Report ${reportType} not found`);
		}
		if (isTooEarly(report.downloadedAt, BETWEEN_DOWNLOADS, now)) return tooManyRequests();
		directory.changeReport({ ...report, downloadedAt: now.getTime() });
		const body = csvOf(rowsOf[reportType](directory));
		return { status: 200, contentType: 'application/octet-stream', body };
	},
};

const rowsOf: Readonly<Record<ReportType, (directory: Directory) => string[][]>> = {
	users: ({ users }) => [
		['Email', 'Status'],
		...users.map(({ emailAddress, userStatus }) => [emailAddress, userStatus]),
	],
	hardware_tokens: ({ hardwareTokens }) => [
		['Serial Number', 'User ID', 'Status'],
		...hardwareTokens.map(({ tokenSerialNumber, userId, tokenStatus }) => [
			tokenSerialNumber,
			userId ?? '',
			tokenStatus,
		]),
	],
	mfa_clients: () => [['Client'], ['MFA Agent']],
};

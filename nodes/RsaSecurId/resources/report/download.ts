import type { INodeProperties } from 'n8n-workflow';

import { permissions } from '../../../../rsa/errors/permissions';
import { downloadReport } from '../../../../rsa/reports/downloadReport';
import type { ReportType } from '../../../../rsa/reports/report';
import { UserFacingError } from '../../../../rsa/values/userFacingError';
import { failedLookUpResult, type FailureContext } from '../failureResult';
import { textOf } from '../fieldValue';
import type { Operation, ReadContext } from '../operation';
import { readingOptionsField } from '../options';
import { enteredIn, type ItemParameters } from '../parameters';
import { readTask } from '../readTask';
import type { Result } from '../result';
import { readReportType, reportTypeField } from './reportType';

const binaryField = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
} satisfies INodeProperties;

export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download a report',
	description:
		'Download the report that was generated last, as a CSV file. RSA allows one download in 15 minutes.',
	fields: [reportTypeField, binaryField, readingOptionsField],
	output: { adds: ['reportType', 'fileName', 'fileSize'] },
	read(parameters) {
		const reportType = readReportType(parameters);
		const field = readFieldName(parameters);
		const failureContext = failureContextFor(reportType);
		return readTask(failureContext, async (context) => [await fileOf(reportType, field, context)]);
	},
};

/** @throws {UserFacingError} if it is empty: after a download, RSA refuses the next one for 15 minutes */
function readFieldName(parameters: ItemParameters): string {
	const name = textOf(binaryField, enteredIn(parameters, binaryField)).trim();
	if (name !== '') return name;
	throw new UserFacingError(
		`'${binaryField.displayName}' is empty`,
		"Enter the name of the output binary field, such as 'data'.",
	);
}

function failureContextFor(reportType: ReportType): FailureContext {
	const wording = {
		notDone: `The report ${reportType} could not be downloaded`,
		permission: permissions.readReports,
		subject: 'read',
	} as const;
	return { wording, named: { reportType } };
}

/** @param field name of the item's binary field for the file */
async function fileOf(
	reportType: ReportType,
	field: string,
	{ client, prepareFile }: ReadContext,
): Promise<Result> {
	const result = await downloadReport(reportType, client);
	if (result.kind === 'failed') return failedLookUpResult(failureContextFor(reportType), result);
	const { value: content } = result;
	const fileName = `${reportType}.csv`;
	const file = await prepareFile(content, fileName, 'text/csv');
	const json = { reportType, fileName, fileSize: content.length };
	return { kind: 'done', json, binary: { [field]: file } };
}

import { generateReport } from '../../../../rsa/reports/generateReport';
import { factsOf, modeOf } from '../appliedChange';
import { failureResult } from '../failureResult';
import type { Operation } from '../operation';
import { optionsFieldWithoutVerify } from '../options';
import { singleChangeStep } from '../singleChange';
import { readReportType, reportTypeField } from './reportType';

export const generate: Operation = {
	name: 'Generate',
	value: 'generate',
	action: 'Generate a report',
	description:
		'Start generating a report. RSA allows this once in 8 hours and does not say when the report is ready: download it a few minutes later.',
	fields: [reportTypeField, optionsFieldWithoutVerify],
	output: { adds: ['reportType', 'outcome'] },
	read(parameters, options) {
		const reportType = readReportType(parameters);
		const mode = modeOf(options);
		const change = generateReport(reportType);
		const named = { reportType };
		const failureContext = {
			wording: change.wording,
			named: { ...named, ...(mode === 'dryRun' && factsOf.dryRun) },
		};
		const step = singleChangeStep({ change, mode, target: `report ${reportType}`, named });
		return {
			fail: (failure) => failureResult(failureContext, failure),
			resolve: async () => await Promise.resolve({ kind: 'steps', steps: [step] }),
		};
	},
};

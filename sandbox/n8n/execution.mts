import { stripVTControlCharacters } from 'node:util';
import type { INodeExecutionData, IRunData } from 'n8n-workflow';

/** Why an execution failed, as n8n shows it. More keys (`httpCode`, `node`, …) depend on the node. */
interface ExecutionError {
	readonly name: string;
	readonly message: string;
	readonly description?: string | null;
	readonly [key: string]: unknown;
}

/** The part of n8n's execution data that tests read. */
export interface ExecutionData {
	readonly resultData: {
		readonly runData: IRunData;
		readonly lastNodeExecuted?: string;
		readonly error?: ExecutionError;
	};
	readonly [key: string]: unknown;
}

/** One run of a workflow, from the command line or as n8n saved it. */
export interface Execution {
	/** 'success', 'error', … */
	readonly status: string;
	/** Per node name, one entry for every time that the node ran. */
	readonly runData: IRunData;
	readonly error?: ExecutionError;
	/** All of n8n's execution data, for a search through everything that is saved. */
	readonly data: ExecutionData;
	/**
	 * The items that a node gave on one of its outputs, over all of its runs.
	 * @throws an Error if the node did not run (a misspelt name must not look like "no items").
	 */
	readonly itemsOf: (nodeName: string, outputIndex?: number) => INodeExecutionData[];
}

/** The record that n8n keeps of a run: `n8n execute` prints it, the REST API returns it. */
export interface ExecutionRecord {
	readonly status: string;
	readonly data: ExecutionData;
}

/** Gives a record of n8n the form in which tests read it. */
export function executionFrom(record: ExecutionRecord): Execution {
	const { runData, error } = record.data.resultData;
	return {
		status: record.status,
		runData,
		...(error && { error }),
		data: record.data,
		itemsOf: (nodeName, outputIndex = 0) => itemsOf(runData, nodeName, outputIndex),
	};
}

/**
 * Finds the record in what `n8n execute --rawOutput` prints; undefined if there is none.
 *
 * Measured with n8n 2.41.1: log lines come before it; on failure it comes through the logger, more
 * log lines follow, and with log level debug every line is coloured, the first one is preceded by
 * time and level, and the last one is followed by metadata. In indented JSON only the first and the
 * last brace are at the start of a line, and no string contains a raw line break.
 */
export function executionRecordIn(output: string): ExecutionRecord | undefined {
	const text = stripVTControlCharacters(output);
	const start = text.search(/\{\n {2}"data": \{\n/);
	if (start === -1) return undefined;
	const end = text.indexOf('\n}', start);
	if (end === -1) return undefined;
	return JSON.parse(text.slice(start, end + 2)) as ExecutionRecord;
}

function itemsOf(runData: IRunData, nodeName: string, outputIndex: number): INodeExecutionData[] {
	const runs = runData[nodeName];
	if (!runs) {
		throw new Error(`The node "${nodeName}" did not run; ran: ${Object.keys(runData).join(', ')}`);
	}
	return runs.flatMap((run) => run.data?.['main']?.[outputIndex] ?? []);
}

import type { IDataObject } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Change, Ran } from './policy-cases.mts';

const kinds: Readonly<Partial<Record<EndpointName, string>>> = {
	lookupHardwareToken: 'look-up',
	lookupUser: 'look-up',
	listAuthenticators: 'look-up',
	searchUsers: 'search',
};

/**
 * The requests and their result, as in a cell of the policy's table: the requests in order, repeated ones counted
 * unless they went on until the item's deadline, then `made` (the change's outcome), `was so` (its outcome if there
 * was nothing to do) or the cause.
 */
export function cellOf(change: Change, { sent, json }: Ran): string {
	return `${inARow(sent.map((endpoint) => kinds[endpoint] ?? 'change'))} → ${resultIn(change, json)}`;
}

function inARow(requests: readonly string[]): string {
	const runs: Array<{ request: string; times: number }> = [];
	for (const request of requests) {
		const last = runs.at(-1);
		if (last?.request === request) last.times += 1;
		else runs.push({ request, times: 1 });
	}
	return runs.map(inWords).join(', ') || 'nothing';
}

/** More are made only where the time of the item is their bound: their number depends on random waits. */
const MOST_COUNTED = 20;

function inWords({ request, times }: { readonly request: string; readonly times: number }): string {
	if (times > MOST_COUNTED) return `${request} until the deadline`;
	return times > 1 ? `${request} ×${times}` : request;
}

function resultIn({ outcome, noopOutcome }: Change, json: IDataObject): string {
	const item = json as ItemJson;
	const details: Facts = item.details ?? item;
	const { audit, attempted, cause = 'neither done nor failed', confirmedBy } = details;
	const attempts = audit?.tries ?? 0;
	const outcomes = new Map<unknown, string>([
		[noopOutcome, 'was so'],
		[outcome, 'made'],
	]);
	return [
		outcomes.get(item.outcome) ?? cause,
		...(confirmedBy === undefined ? [] : ['by read-back']),
		...(attempts > 1 ? [`tries ${attempts}`] : []),
		...(attempted === false ? ['not attempted'] : []),
	].join(', ');
}

/** The documented properties of an item; those of a failed one are in its details. */
interface ItemJson extends Facts {
	readonly outcome?: string;
	readonly details?: Facts;
}
interface Facts {
	readonly attempted?: boolean;
	readonly audit?: { readonly tries: number | null };
	readonly cause?: string;
	readonly confirmedBy?: string;
}

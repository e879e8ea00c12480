import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import type { DeclaredRequests } from '../../../contract/declared-requests.ts';
import { success } from '../http-response.mts';
import { anyAdministrator, type OpenQuestions, type Operation } from './operation.mts';
import type { EventQuery } from '../event-log.mts';

/** ms. RSA's page: without a time, the log of the last day. */
const DAY = 24 * 3_600_000;

/** User event log. */
export const exportUserEventLog: Operation<'exportUserEventLog'> = {
	roles: anyAdministrator,
	scope: 'rsa.audit.user',
	isRead: true,
	execute(directory, { query }, openQuestions) {
		const now = directory.now.getTime();
		const { entries, ...page } = directory.userEvents.page(queryOf(query, now, openQuestions), now);
		return success({
			...page,
			userEventLogExportEntries: entries,
		} satisfies components['schemas']['UserEventPage']);
	},
};

/** Administration event log. */
export const exportAdministrationEventLog: Operation<'exportAdministrationEventLog'> = {
	roles: anyAdministrator,
	scope: 'rsa.audit.admin',
	isRead: true,
	execute(directory, { query }, openQuestions) {
		const now = directory.now.getTime();
		const log = directory.administrationEvents;
		const { entries, ...page } = log.page(queryOf(query, now, openQuestions), now);
		return success({
			...page,
			elements: entries,
		} satisfies components['schemas']['AdministrationEventPage']);
	},
};

function queryOf(
	query: DeclaredRequests['exportUserEventLog']['query'],
	now: number,
	{ eventOrder, largestEventPage }: OpenQuestions,
): EventQuery {
	const { startTimeAfter, endTimeOnOrBefore, pageNumber = 0, pageSize = 100 } = query ?? {};
	return {
		after: startTimeAfter === undefined ? now - DAY : Date.parse(startTimeAfter),
		until: endTimeOnOrBefore === undefined ? now : Date.parse(endTimeOnOrBefore),
		pageNumber,
		pageSize: Math.min(pageSize, largestEventPage),
		order: eventOrder,
	};
}

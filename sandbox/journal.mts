import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { operations } from '../contract/rsa-cloud-administration.types.ts';
import type { Fault } from './faults.mts';

/** What became of one request. Filled in until the request has ended. */
export interface JournalEntry {
	/** undefined for a request that the contract does not know. */
	readonly operation: keyof operations | undefined;
	readonly method: string;
	/** With the query, if there is one. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
	/** JSON is parsed, anything else is kept as text; undefined without a body. */
	readonly body: unknown;
	/** Arrival, by the tenant's clock. */
	readonly at: Date;
	/** Requests in progress on arrival, this one included. */
	readonly inProgress: number;
	/** The fault ordered for this request. */
	readonly fault: Fault['kind'] | undefined;
	/** The status code sent; undefined when none was. */
	status: number | undefined;
	/** Whether the request changed a hardware token. */
	changed: boolean;
	/** Whether the client went away before it had its answer. */
	clientClosed: boolean;
}

type Arrival = Omit<JournalEntry, 'inProgress' | 'status' | 'changed' | 'clientClosed'>;

/** The requests a tenant has received, in the order of their arrival. */
export class Journal {
	readonly #entries: JournalEntry[] = [];
	readonly #inProgress = new Set<JournalEntry>();
	readonly #events = new EventEmitter();

	get entries(): readonly JournalEntry[] {
		return this.#entries;
	}

	clear(): void {
		this.#entries.length = 0;
	}

	/** Writes down a request that has just arrived. */
	begin(arrival: Arrival): JournalEntry {
		const inProgress = this.#inProgress.size + 1;
		const entry = {
			...arrival,
			inProgress,
			status: undefined,
			changed: false,
			clientClosed: false,
		};
		this.#entries.push(entry);
		this.#inProgress.add(entry);
		this.#events.emit('arrival', entry);
		return entry;
	}

	/** Says that a request has ended, with or without an answer. */
	end(entry: JournalEntry): void {
		this.#inProgress.delete(entry);
		this.#events.emit('end');
	}

	/** Resolves with the next request to arrive from now on, as soon as it arrives. */
	async nextArrival(): Promise<JournalEntry> {
		return await new Promise((resolve) => this.#events.once('arrival', resolve));
	}

	/** Resolves when no request is in progress. */
	async settled(): Promise<void> {
		while (this.#inProgress.size > 0) await once(this.#events, 'end');
	}
}

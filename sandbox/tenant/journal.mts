import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { operations } from '../../contract/rsa-cloud-administration.types.ts';
import type { Fault } from './faults/faults.mts';

/** The result of one request. Filled in until the request has ended. */
export interface Outcome {
	/** Requests in progress on arrival, this one included. */
	readonly inProgress: number;
	/** The status code sent; undefined when none was. */
	status: number | undefined;
	/** Whether the client went away before it had its response. */
	clientClosed: boolean;
}

/** A request as it arrived. */
interface ArrivedRequest {
	readonly method: string;
	/** With the query, if there is one. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
	/** Arrival, by the tenant's clock. */
	readonly at: Date;
	/** The fault that hits this request, ordered or at random. */
	readonly fault: Fault['kind'] | undefined;
}

/** A request to the API, and whether it has changed anything yet. */
interface ApiRequest extends ArrivedRequest {
	/** undefined for a request that the contract does not know. */
	readonly operation: keyof operations | undefined;
	/** JSON is parsed, anything else is kept as text; undefined without a body. */
	readonly body: unknown;
	/** Whether the request changed a hardware token or a user. */
	changed: boolean;
}

/** A request to the API and its result. */
export interface JournalEntry extends ApiRequest, Outcome {}

/** A request to the token endpoint. */
interface TokenEndpointRequest extends ArrivedRequest {
	/** The form's fields as they were sent, valid or not; the last of a field sent twice. */
	readonly form: Readonly<Record<string, string>>;
	/** Why oidc-provider rejected it; undefined if it did not. The response says less. */
	rejection: string | undefined;
}

/** A request to the token endpoint and its result. */
export interface TokenRequest extends TokenEndpointRequest, Outcome {}

/** The requests that a server has received, in the order of their arrival. */
class RequestJournal<Request extends ArrivedRequest> {
	readonly #entries: Array<Request & Outcome> = [];
	readonly #inProgress = new Set<Outcome>();
	readonly #events = new EventEmitter();

	get entries(): ReadonlyArray<Request & Outcome> {
		return this.#entries;
	}

	clear(): void {
		this.#entries.length = 0;
	}

	/** Writes down a request that has just arrived. */
	begin(request: Request): Request & Outcome {
		const inProgress = this.#inProgress.size + 1;
		const entry = { ...request, inProgress, status: undefined, clientClosed: false };
		this.#entries.push(entry);
		this.#inProgress.add(entry);
		this.#events.emit('arrival', entry);
		return entry;
	}

	/** Records that a request has ended, with or without a response. */
	end(entry: Outcome): void {
		this.#inProgress.delete(entry);
		this.#events.emit('end');
	}

	/** Resolves with the next request to arrive from now on, as soon as it arrives. */
	async nextArrival(): Promise<Request & Outcome> {
		return await new Promise((resolve) => this.#events.once('arrival', resolve));
	}

	/** Resolves when no request is in progress. */
	async settled(): Promise<void> {
		while (this.#inProgress.size > 0) await once(this.#events, 'end');
	}
}

/** The requests to the API. */
export class Journal extends RequestJournal<ApiRequest> {}

/** The requests to the token endpoint. */
export class TokenRequestJournal extends RequestJournal<TokenEndpointRequest> {}

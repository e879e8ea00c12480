import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

/** The result of an item, or of one of its steps. */
export type Result = (Done | { readonly kind: 'failed'; readonly error: ItemError }) & {
	/** The requests of a change; undefined for anything else. */
	readonly sent?: SentRequests;
};

/** The result of an item that succeeded. */
export interface Done {
	readonly kind: 'done';
	readonly json: IDataObject;
	/** Files, by the names of their fields. */
	readonly binary?: IBinaryKeyData;
	/** The user and the hardware token, which RSA's response does not always name. */
	readonly about?: Readonly<Record<string, string>>;
}

/** Why an item failed, for people and for workflows that branch on it. */
export interface ItemError {
	/** What happened, and to which token or user. */
	readonly message: string;
	/** What it means for the token or user, and what to do next. */
	readonly nextStep: string;
	/** Whether nothing was done for the item, so that a later run may do it. */
	readonly isNotAttempted?: boolean;
	/** HTTP status of RSA's response, if one came. */
	readonly httpCode?: number | undefined;
	/** For workflows that branch on it: the cause, and which token and user it is about. */
	readonly details: IDataObject;
	/** The error that was thrown, if it is none of this package: its stack helps. */
	readonly error?: Error;
}

/** The requests of a change. */
export interface SentRequests {
	/** Number of requests, those refused with a 429 among them. */
	readonly attempts: number;
	/** Number of requests of Clear PIN before it; undefined if there was none. */
	readonly pinAttempts?: number;
	/** HTTP status of the last response; undefined if none came. */
	readonly httpCode?: number | undefined;
}

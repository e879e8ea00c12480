import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

/** What an item came to, or one of the steps that it came to. */
export type Result = (Done | { readonly kind: 'failed'; readonly error: ItemError }) & {
	/** Set if it was a change. */
	readonly sent?: Sent;
};

export interface Done {
	readonly kind: 'done';
	readonly json: IDataObject;
	/** Files, by the names of their fields. */
	readonly binary?: IBinaryKeyData;
	/** The user and the hardware token that it was about, which RSA's response need not name. */
	readonly about?: Readonly<Record<string, string>>;
}

/** Why an item failed, in an operator's words and for a workflow to branch on. */
export interface ItemError {
	/** What happened, and to which token or user. */
	readonly message: string;
	/** What it means for the token or user, and what to do next. */
	readonly nextStep: string;
	/** Whether nothing was done for the item, so that another run may do it. */
	readonly isNotAttempted?: boolean;
	/** HTTP status of RSA's response, if one came. */
	readonly httpCode?: number | undefined;
	/** What a workflow can branch on: the cause, and which token and user it is about. */
	readonly details: IDataObject;
	/** What was thrown, if that was no error of ours: its stack helps. */
	readonly error?: Error;
}

/** The requests of a change, those refused with a 429 among them. */
export interface Sent {
	readonly attempts: number;
	/** Of the Clear PIN before it, if there was one. */
	readonly pinAttempts?: number;
	/** HTTP status of the last response; undefined if none came. */
	readonly httpCode?: number | undefined;
}

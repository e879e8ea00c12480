import type { operations } from '../../../contract/rsa-cloud-administration.types.ts';
import {
	applicationError,
	retryAfterHeader,
	tooManyRequests,
	type HttpResponse,
} from '../http-response.mts';
import { gzipBomb, huge, stalled, trickled, withInvalidUtf8 } from './damaged-responses.mts';

type OperationId = keyof operations;

/** Faults whose request may have been executed before they occur. Default: it was not. */
interface MayBeApplied {
	readonly applied?: boolean;
}

/** Something that goes wrong with a request. */
export type Fault =
	/** 429. `retryAfter`: seconds, or a Date sent as an HTTP date; left out, no such header. */
	| {
			readonly kind: 'tooManyRequests';
			readonly retryAfter?: number | Date;
			readonly emptyBody?: boolean;
	  }
	/** 500 in RSA's shape; nothing is changed. */
	| { readonly kind: 'internalError' }
	/** 502 with an HTML page. */
	| ({ readonly kind: 'badGateway' } & MayBeApplied)
	/** 503 with plain text. */
	| { readonly kind: 'serviceUnavailable'; readonly retryAfter?: number | Date }
	/** 504 with an HTML page. */
	| ({ readonly kind: 'gatewayTimeout' } & MayBeApplied)
	/**
	 * Responds properly, but only after a while. `applied` says when the request is executed;
	 * 'afterTheWait' (the default) drops it when the client has gone away by then.
	 */
	| {
			readonly kind: 'slow';
			readonly milliseconds: number;
			readonly applied?: 'beforeTheWait' | 'afterTheWait';
	  }
	/** Responds to a look-up, list or search properly, but with the state of this many ms ago. */
	| { readonly kind: 'staleResponse'; readonly milliseconds: number }
	/** Executes the request, then closes the connection without a response. */
	| { readonly kind: 'answerLost' }
	/** Resets the connection (RST); nothing is changed. */
	| { readonly kind: 'connectionReset' }
	/** 200 with nothing in it. */
	| ({ readonly kind: 'emptyResponse' } & MayBeApplied)
	/** Closes its side of the connection (FIN) without a response, and reads on. */
	| ({ readonly kind: 'halfClosed' } & MayBeApplied)
	/** Starts to respond, and closes the connection in the middle of the body. */
	| ({ readonly kind: 'responseCutOff' } & MayBeApplied)
	/** Responds at one byte a second. */
	| ({ readonly kind: 'trickledResponse' } & MayBeApplied)
	/** Sends half of the body, then nothing for a minute, and ends. */
	| ({ readonly kind: 'stalledResponse' } & MayBeApplied)
	/** 200 with 100 MB of JSON. */
	| ({ readonly kind: 'hugeResponse' } & MayBeApplied)
	/** 200 with 1 MB that unpacks to 1 GB. */
	| ({ readonly kind: 'gzipBomb' } & MayBeApplied)
	/** Responds with bytes in the middle that are not UTF-8. */
	| ({ readonly kind: 'invalidUtf8' } & MayBeApplied)
	/** Responds with JSON under another type, an image's by default. */
	| ({ readonly kind: 'wrongContentType'; readonly contentType?: string } & MayBeApplied)
	/** 200 with an HTML error page. */
	| ({ readonly kind: 'errorPage' } & MayBeApplied)
	/** Any response at all: HTML with 200, another hardware token's serial number, a redirect… */
	| ({ readonly kind: 'unexpectedResponse'; readonly response: HttpResponse } & MayBeApplied);

/** The handling of a request. The steps after the wait are left out when its client has gone away. */
export interface Disturbance {
	readonly applied: 'never' | 'beforeTheWait' | 'afterTheWait';
	readonly waitMilliseconds: number;
	/** Age of the state that a look-up shows. */
	readonly staleMilliseconds?: number;
	/** Sent instead of the proper response. */
	readonly response?: HttpResponse;
	/** Changes the proper response, or an empty object if the request was not executed. */
	readonly damage?: (response: HttpResponse) => HttpResponse;
	/** The end of the connection, instead of any response; 'cutOff' ends it within the response. */
	readonly connection?: 'closed' | 'reset' | 'halfClosed' | 'cutOff';
}

type DisturbanceOf<Kind extends Fault['kind']> = (
	fault: Extract<Fault, { kind: Kind }>,
	operation: OperationId | undefined,
) => Partial<Disturbance>;

/** Recorded by an existing client. */
const internalErrorText = 'An internal error occurred.';

/** Clear PIN's text is what RSA's page says, though it was plainly copied from another page. */
const internalErrorTexts: Readonly<Partial<Record<OperationId, string>>> = {
	clearPin: 'Unable to Enable/Disable a hardware token',
};

const disturbances: { readonly [Kind in Fault['kind']]: DisturbanceOf<Kind> } = {
	tooManyRequests: ({ retryAfter, emptyBody = false }) => ({
		response: emptyBody
			? { status: 429, headers: retryAfterHeader(retryAfter), body: '' }
			: tooManyRequests(retryAfter),
	}),
	internalError: (_fault, operation) => ({
		response: applicationError(
			500,
			(operation && internalErrorTexts[operation]) ?? internalErrorText,
		),
	}),
	badGateway: (fault) => ({ ...executionOf(fault), response: htmlPage(502, 'Bad Gateway') }),
	serviceUnavailable: ({ retryAfter }) => ({
		response: {
			status: 503,
			headers: retryAfterHeader(retryAfter),
			contentType: 'text/plain',
			body: 'Service Unavailable',
		},
	}),
	gatewayTimeout: (fault) => ({
		...executionOf(fault),
		response: htmlPage(504, 'Gateway Time-out'),
	}),
	slow: ({ milliseconds, applied = 'afterTheWait' }) => ({
		applied,
		waitMilliseconds: milliseconds,
	}),
	staleResponse: ({ milliseconds }) => ({
		applied: 'afterTheWait',
		staleMilliseconds: milliseconds,
	}),
	answerLost: () => ({ applied: 'beforeTheWait', connection: 'closed' }),
	connectionReset: () => ({ connection: 'reset' }),
	emptyResponse: (fault) => ({ ...executionOf(fault), response: { status: 200, body: '' } }),
	halfClosed: (fault) => ({ ...executionOf(fault), connection: 'halfClosed' }),
	responseCutOff: (fault) => ({ ...executionOf(fault), connection: 'cutOff' }),
	trickledResponse: (fault) => ({ ...executionOf(fault), damage: trickled }),
	stalledResponse: (fault) => ({ ...executionOf(fault), damage: stalled }),
	hugeResponse: (fault) => ({ ...executionOf(fault), damage: huge }),
	gzipBomb: (fault) => ({ ...executionOf(fault), damage: gzipBomb }),
	invalidUtf8: (fault) => ({ ...executionOf(fault), damage: withInvalidUtf8 }),
	wrongContentType: ({ contentType = 'image/png', ...fault }) => ({
		...executionOf(fault),
		damage: (response) => ({ ...response, contentType }),
	}),
	errorPage: (fault) => ({
		...executionOf(fault),
		response: { ...htmlPage(500, 'Internal Server Error'), status: 200 },
	}),
	unexpectedResponse: (fault) => ({ ...executionOf(fault), response: fault.response }),
};

/** The disturbance of a request without a fault: none. */
export const undisturbed: Disturbance = {
	applied: 'afterTheWait',
	waitMilliseconds: 0,
};

/**
 * @param fault what is to go wrong
 * @param operation with which operation; undefined at the token endpoint
 * @returns the handling of the request
 */
// The type parameter ties the fault to its row; the rule sees only the signature.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function disturbanceOf<Kind extends Fault['kind']>(
	fault: Extract<Fault, { kind: Kind }>,
	operation?: OperationId,
): Disturbance {
	const disturbance: DisturbanceOf<Kind> = disturbances[fault.kind];
	return {
		applied: 'never',
		waitMilliseconds: 0,
		...disturbance(fault, operation),
	};
}

/** Which requests a fault is for. */
export interface FaultOrder {
	/** For how many requests. 1 by default. */
	readonly times?: number;
	/** Only for this operation's requests; left out, for any. */
	readonly operation?: OperationId;
	/** ms after which it is forgotten. Left out, it waits for its requests. */
	readonly within?: number;
}

/** The faults a test has ordered; each goes to the next request that it fits. */
export class OrderedFaults {
	#orders: Array<{
		fault: Fault;
		left: number;
		operation: OperationId | undefined;
		/** By performance.now(): the wall clock may jump. */
		until: number;
	}> = [];

	order(fault: Fault, { times = 1, operation, within = Infinity }: FaultOrder): void {
		const until = performance.now() + within;
		if (times > 0) this.#orders.push({ fault, left: times, operation, until });
	}

	/**
	 * Takes the fault for a request to this operation, or to the token endpoint, which has but one;
	 * the oldest order that fits goes first.
	 */
	take(operation?: OperationId): Fault | undefined {
		const now = performance.now();
		this.#orders = this.#orders.filter(({ until }) => now < until);
		const index = this.#orders.findIndex((candidate) =>
			[undefined, operation].includes(candidate.operation),
		);
		const order = this.#orders[index];
		if (!order) return undefined;
		order.left -= 1;
		if (order.left <= 0) this.#orders.splice(index, 1);
		return order.fault;
	}

	/** Forgets the orders that no request has met yet. */
	clear(): void {
		this.#orders.length = 0;
	}
}

function executionOf({ applied = false }: MayBeApplied): Pick<Disturbance, 'applied'> {
	return { applied: applied ? 'beforeTheWait' : 'never' };
}

function htmlPage(status: number, title: string): HttpResponse {
	const heading = `${status} ${title}`;
	return {
		status,
		contentType: 'text/html',
		body: `<html><head><title>${heading}</title></head><body><h1>${heading}</h1></body></html>`,
	};
}

import type { operations } from '../../../contract/rsa-cloud-administration.types.ts';
import type { Fault } from './faults.mts';

type OperationId = keyof operations;

/** The faults that need no settings of their own. */
const kinds = [
	'tooManyRequests',
	'internalError',
	'badGateway',
	'serviceUnavailable',
	'gatewayTimeout',
	'answerLost',
	'connectionReset',
	'emptyResponse',
	'halfClosed',
	'responseCutOff',
	'trickledResponse',
	'hugeResponse',
	'gzipBomb',
	'invalidUtf8',
	'wrongContentType',
	'errorPage',
	'stalledResponse',
] as const satisfies ReadonlyArray<Fault['kind']>;

type Kind = (typeof kinds)[number];

/** Those whose request may be executed or not. */
type OpenKind = Extract<Fault, { readonly applied?: boolean }>['kind'] & Kind;

const openKinds: Readonly<Record<OpenKind, true>> = {
	badGateway: true,
	gatewayTimeout: true,
	emptyResponse: true,
	halfClosed: true,
	responseCutOff: true,
	trickledResponse: true,
	hugeResponse: true,
	gzipBomb: true,
	invalidUtf8: true,
	wrongContentType: true,
	errorPage: true,
	stalledResponse: true,
};

/** The share of requests that each kind of fault hits: each from 0 to 1, and all together too. */
export interface FaultShares extends Readonly<Partial<Record<Kind, number>>> {
	/** Whether look-ups are hit as well, which change nothing. Default: they are spared. */
	readonly lookups?: boolean;
	/** The share of the hit requests that are executed, if the kind of fault allows it. 0 by default. */
	readonly applied?: number;
}

/** A kind of fault in the draw: a request gets the first one whose mark is above the number drawn. */
interface Lot {
	readonly kind: Kind;
	readonly below: number;
}

const lookups: ReadonlySet<OperationId> = new Set<OperationId>([
	'lookupHardwareToken',
	'listAuthenticators',
	'lookupUser',
	'searchUsers',
	'lookupDs100',
	'listHighRiskUsers',
	'downloadReport',
]);

/** More than the sum of a few shares is off by rounding, less than any share that matters. */
const roundingError = 1e-9;

/** Faults that hit a share of the requests, by lot, and the same ones again for the same seed. */
export class RandomFaults {
	#lots: readonly Lot[] = [];
	#hitsLookups = false;
	#applied = 0;
	#draw = numbersFrom(0);

	/** @throws RangeError when the shares, each or together, are not from 0 to 1 */
	disturb(shares: FaultShares, seed: number): void {
		this.#lots = lotsOf(shares);
		this.#hitsLookups = shares.lookups ?? false;
		this.#applied = shares.applied ?? 0;
		this.#draw = numbersFrom(seed);
	}

	/** Draws for a request to this operation. Requests that are spared do not draw. */
	take(operation: OperationId): Fault | undefined {
		if (lookups.has(operation) && !this.#hitsLookups) return undefined;
		const drawn = this.#draw();
		const lot = this.#lots.find(({ below }) => drawn < below);
		if (!lot) return undefined;
		const { kind } = lot;
		return isOpen(kind) ? { kind, applied: this.#drawApplied() } : { kind };
	}

	/** Draws only if some are to be executed: otherwise a seed stands for the same faults as before. */
	#drawApplied(): boolean {
		return this.#applied > 0 && this.#draw() < this.#applied;
	}
}

function isOpen(kind: Kind): kind is OpenKind {
	return kind in openKinds;
}

function lotsOf(shares: FaultShares): Lot[] {
	let below = 0;
	return kinds.map((kind) => {
		const { [kind]: share = 0 } = shares;
		below += share;
		if (!(share >= 0 && below <= 1 + roundingError)) {
			throw new RangeError(
				`${kind}: a share of ${share} is not from 0 to 1, or above it with others`,
			);
		}
		return { kind, below };
	});
}

/** The generator mulberry32: numbers from 0 to below 1, always the same from the same seed. */
function numbersFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

import { asciiOf, readingsOf, tracedReadingsOf } from './decodedText';

/** Length of the parts of a token that are recognized. A shorter token is recognized as a whole. */
export const SHORTEST_PART = 8;

/**
 * Finds access tokens in texts, and each part of them, in whatever form a server repeats it. Texts without are passed over in
 * a time that grows with their length only, not with that of the tokens.
 */
export class AccessTokenSearch {
	/** Length of the parts. */
	private readonly size: number;
	/** The tokens, and the encodings in which a server may repeat them. */
	private readonly forms: readonly string[];
	/** Each part contains one of these at each multiple of `step`, seen from the start of a text. */
	private readonly pieces: ReadonlySet<string>;
	private readonly pieceSize: number;
	private readonly step: number;
	private knownParts: ReadonlySet<string> | undefined;

	/** @param accessTokens at least one. One that is shorter than a part has a search of its own */
	constructor(readonly accessTokens: readonly string[]) {
		this.forms = accessTokens.flatMap(formsOf).map(asciiOf);
		this.size = Math.min(SHORTEST_PART, ...accessTokens.map((token) => asciiOf(token).length));
		this.pieceSize = Math.ceil((this.size + 1) / 2);
		this.step = this.size - this.pieceSize + 1;
		this.pieces = partsOf(this.forms, this.pieceSize);
	}

	/** Whether the text contains a token or a part of one. */
	finds(text: string): boolean {
		// Only characters that stand for several, such as ligatures, are longer when they are read.
		if (text.length < this.size) return false;
		return readingsOf(text).some((reading) => this.mayBeIn(reading) && this.isIn(reading));
	}

	/** The text with `…` in place of each token and part of one. For a text in which it {@link finds} one. */
	without(text: string): string {
		const isToken = Array.from({ length: text.length }, () => false);
		for (const characters of tracedReadingsOf(text)) {
			const reading = characters.map(({ character }) => character).join('');
			for (const at of this.placesIn(reading)) {
				const [first, last] = [characters[at], characters[at + this.size - 1]];
				isToken.fill(true, first?.from, last?.to);
			}
		}
		return masked(text, isToken);
	}

	/** Whether the reading contains a piece of a token. If not, it does not contain a part. */
	private mayBeIn(reading: string): boolean {
		for (let at = 0; at < reading.length; at += this.step) {
			if (this.pieces.has(reading.slice(at, at + this.pieceSize))) return true;
		}
		return false;
	}

	private isIn(reading: string): boolean {
		return !this.placesIn(reading).next().done;
	}

	/** The places where a part begins. */
	private *placesIn(reading: string): Generator<number, void> {
		for (let at = 0; at + this.size <= reading.length; at += 1) {
			if (this.parts.has(reading.slice(at, at + this.size))) yield at;
		}
	}

	private get parts(): ReadonlySet<string> {
		this.knownParts ??= partsOf(this.forms, this.size);
		return this.knownParts;
	}
}

/** The token, and its Base64 forms (RFC 4648, 4 and 5) at each of the three offsets within a longer text. */
function formsOf(accessToken: string): string[] {
	const encoded = [0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(accessToken)]);
		// The first and the last characters depend on the bytes around the token.
		return bytes
			.toString('base64')
			.replace(/=+$/, '')
			.slice(before === 0 ? 0 : before + 1, -1);
	});
	const urlSafe = encoded.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_'));
	const known = new Set([...encoded, ...urlSafe].filter((form) => form.length >= SHORTEST_PART));
	return [accessToken, ...known];
}

/** All parts of this length. */
function partsOf(forms: readonly string[], size: number): ReadonlySet<string> {
	const parts = new Set<string>();
	for (const form of forms) {
		for (let at = 0; at + size <= form.length; at += 1) parts.add(form.slice(at, at + size));
	}
	return parts;
}

/** @param isToken of each UTF-16 unit, whether it belongs to the token */
function masked(text: string, isToken: readonly boolean[]): string {
	let result = '';
	isToken.forEach((isOfToken, at) => {
		if (!isOfToken) result += text.charAt(at);
		else if (isToken[at - 1] !== true) result += '…';
	});
	return result;
}

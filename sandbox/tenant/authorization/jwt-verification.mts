import {
	decodeJwt,
	decodeProtectedHeader,
	errors,
	jwtVerify,
	type JWTPayload,
	type ProtectedHeaderParameters,
} from 'jose';
import type { AdministrationKeys, IssuedKey, Role } from './administration-keys.mts';

/** RSA's page "Authentication for the Cloud Administration APIs", its text of 2018 for iat and exp. */
const limits = { hourInSeconds: 3600, clockSkewSeconds: 60 };

/** The texts by which existing clients distinguish the causes of a 403. */
export const rejectionTexts = {
	notProcessed: 'Server failed to process provided access token',
	accessId: 'Invalid Access Id',
	audience: 'Invalid audience',
	expired: 'Expired Access Token is not allowed',
} as const;

interface ClaimRule {
	readonly text: string;
	readonly holds: (claims: JWTPayload, key: IssuedKey, nowSeconds: number) => boolean;
}

const claimRules: readonly ClaimRule[] = [
	{ text: rejectionTexts.audience, holds: ({ aud }, key) => aud === key.adminRestApiUrl },
	{
		text: rejectionTexts.notProcessed,
		holds: ({ exp = Infinity }, _key, nowSeconds) =>
			exp - nowSeconds <= limits.hourInSeconds + limits.clockSkewSeconds,
	},
	{
		text: rejectionTexts.notProcessed,
		holds: ({ iat = 0 }, _key, nowSeconds) =>
			nowSeconds - iat <= limits.hourInSeconds + limits.clockSkewSeconds,
	},
	{
		text: rejectionTexts.notProcessed,
		holds: ({ iat = Infinity }, _key, nowSeconds) => iat - nowSeconds <= limits.clockSkewSeconds,
	},
];

/** The result of verifying a JWT, valid within one second. */
interface Verified {
	readonly claims: JWTPayload;
	/** The key that the JWT names, if it was issued. */
	readonly key: IssuedKey | undefined;
	/** Why the JWT is not accepted, whatever the rules for claims say. */
	readonly rejection: string | undefined;
}

/** The verdict on a JWT. */
export interface JwtJudgement {
	/** The role of the owner of its key. */
	readonly role: Role;
	/** Why it is not accepted, if it is not. */
	readonly rejection: string | undefined;
}

/** Really verifies the JWTs that clients sign with a tenant's Administration API keys. */
export class JwtVerification {
	readonly #keys: AdministrationKeys;
	/** By the JWT's text. */
	readonly #verified = new Map<string, Promise<Verified | undefined>>();
	/** Whole seconds of the tenant's clock that `#verified` is of. */
	#second = NaN;

	constructor(keys: AdministrationKeys) {
		this.#keys = keys;
	}

	/**
	 * @param token a bearer token
	 * @param now the tenant's time
	 * @returns undefined when it is no JWT
	 */
	async judge(token: string, now: Date): Promise<JwtJudgement | undefined> {
		const verified = await this.#verifyOnceASecond(token, now);
		if (!verified) return undefined;
		const { claims, key, rejection } = verified;
		const nowSeconds = now.getTime() / 1000;
		const brokenRule = key && claimRules.find(({ holds }) => !holds(claims, key, nowSeconds));
		return { role: key?.role ?? 'none', rejection: rejection ?? brokenRule?.text };
	}

	/** A signature costs more than all the rest of a request; jose looks at whole seconds only. */
	async #verifyOnceASecond(token: string, now: Date): Promise<Verified | undefined> {
		const second = Math.floor(now.getTime() / 1000);
		if (second !== this.#second) this.#verified.clear();
		this.#second = second;
		const known = this.#verified.get(token);
		if (known) return await known;
		const verified = verify(token, this.#keys, now);
		this.#verified.set(token, verified);
		return await verified;
	}
}

async function verify(
	token: string,
	keys: AdministrationKeys,
	now: Date,
): Promise<Verified | undefined> {
	const claims = claimsOf(token);
	if (!claims) return undefined;
	const key = keys.find(claims.sub ?? '');
	const rejection = key ? await causeOfRejection(token, key, now) : rejectionTexts.accessId;
	return { claims, key, rejection };
}

function claimsOf(token: string): JWTPayload | undefined {
	try {
		return decodeJwt(token);
	} catch {
		return undefined;
	}
}

async function causeOfRejection(
	token: string,
	{ publicKey }: IssuedKey,
	now: Date,
): Promise<string | undefined> {
	try {
		if (!hasExactHeader(decodeProtectedHeader(token))) return rejectionTexts.notProcessed;
		await jwtVerify(token, publicKey, {
			algorithms: ['RS256'],
			clockTolerance: limits.clockSkewSeconds,
			currentDate: now,
			requiredClaims: ['sub', 'iat', 'exp', 'aud'],
		});
		return undefined;
	} catch (error) {
		return error instanceof errors.JWTExpired
			? rejectionTexts.expired
			: rejectionTexts.notProcessed;
	}
}

/** RSA's page: the header is these two, and anything else gives 403. */
function hasExactHeader(header: ProtectedHeaderParameters): boolean {
	return header.typ === 'JWT' && header.alg === 'RS256' && Object.keys(header).length === 2;
}

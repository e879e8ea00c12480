import {
	decodeJwt,
	decodeProtectedHeader,
	errors,
	jwtVerify,
	type JWTPayload,
	type ProtectedHeaderParameters,
} from 'jose';
import type { operations } from '../contract/rsa-cloud-administration.types.ts';
import { applicationError, gatewayError, type Answer } from './answers.mts';
import type { AdministrationKeys, IssuedKey, Role } from './administration-keys.mts';

type OperationId = keyof operations;

/** RSA's page "Authentication for the Cloud Administration APIs", its text of 2018 for iat and exp. */
const limits = { hourInSeconds: 3600, clockSkewSeconds: 60 };

/** The texts by which existing clients tell the causes of a 403 apart. */
const texts = {
	notProcessed: 'Server failed to process provided access token',
	accessId: 'Invalid Access Id',
	audience: 'Invalid audience',
	expired: 'Expired Access Token is not allowed',
};

/** RSA's pages of the three operations: Help Desk or Super Administrator. */
const rolesAllowed: Readonly<Record<OperationId, readonly Role[]>> = {
	clearPin: ['helpDesk', 'superAdmin'],
	unassign: ['helpDesk', 'superAdmin'],
	lookupHardwareToken: ['helpDesk', 'superAdmin'],
};

/** The form of an Authorization header that the contract asks for. */
const bearer = /^Bearer (?<token>\S+)$/;

interface ClaimRule {
	readonly text: string;
	readonly holds: (claims: JWTPayload, key: IssuedKey, nowSeconds: number) => boolean;
}

const claimRules: readonly ClaimRule[] = [
	{ text: texts.audience, holds: ({ aud }, key) => aud === key.adminRestApiUrl },
	{
		text: texts.notProcessed,
		holds: ({ exp = Infinity }, _key, nowSeconds) =>
			exp - nowSeconds <= limits.hourInSeconds + limits.clockSkewSeconds,
	},
	{
		text: texts.notProcessed,
		holds: ({ iat = 0 }, _key, nowSeconds) =>
			nowSeconds - iat <= limits.hourInSeconds + limits.clockSkewSeconds,
	},
	{
		text: texts.notProcessed,
		holds: ({ iat = Infinity }, _key, nowSeconds) => iat - nowSeconds <= limits.clockSkewSeconds,
	},
];

/** A request as far as authorization looks at it. */
export interface AuthorizationRequest {
	readonly operation: OperationId;
	readonly path: string;
	/** The Authorization header. */
	readonly authorization: string | undefined;
}

/**
 * @param authorization the Authorization header
 * @returns whether it has the form that the contract asks for, valid or not
 */
export function isBearer(authorization: string | undefined): boolean {
	return bearer.test(authorization ?? '');
}

/**
 * Decides whether a request may be carried out. The JWT is really verified.
 *
 * @param request the request
 * @param keys the keys issued by the tenant
 * @param now the tenant's time
 * @returns undefined when it may, else RSA's refusal: 403 for a bad JWT too, never 401
 */
export async function refusalOf(
	request: AuthorizationRequest,
	keys: AdministrationKeys,
	now: Date,
): Promise<Answer | undefined> {
	const token = bearer.exec(request.authorization ?? '')?.groups?.token ?? '';
	const key = findKey(token, keys);
	const cause = key ? await causeOfRejection(token, key, now) : rejectionWithoutKey(token);
	if (cause) return gatewayError(403, cause, request.path, now);
	return key && rolesAllowed[request.operation].includes(key.role)
		? undefined
		: applicationError(403, 'User is not authorized to perform the request.');
}

function findKey(token: string, keys: AdministrationKeys): IssuedKey | undefined {
	return keys.find(claimsOf(token)?.sub ?? '');
}

function rejectionWithoutKey(token: string): string {
	return claimsOf(token) ? texts.accessId : texts.notProcessed;
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
	key: IssuedKey,
	now: Date,
): Promise<string | undefined> {
	try {
		if (!hasExactHeader(decodeProtectedHeader(token))) return texts.notProcessed;
		const { payload } = await jwtVerify(token, key.publicKey, {
			algorithms: ['RS256'],
			clockTolerance: limits.clockSkewSeconds,
			currentDate: now,
			requiredClaims: ['sub', 'iat', 'exp', 'aud'],
		});
		const nowSeconds = now.getTime() / 1000;
		return claimRules.find(({ holds }) => !holds(payload, key, nowSeconds))?.text;
	} catch (error) {
		return error instanceof errors.JWTExpired ? texts.expired : texts.notProcessed;
	}
}

/** RSA's page: the header is these two, and anything else gives 403. */
function hasExactHeader(header: ProtectedHeaderParameters): boolean {
	return header.typ === 'JWT' && header.alg === 'RS256' && Object.keys(header).length === 2;
}

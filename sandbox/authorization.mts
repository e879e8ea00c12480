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
import type { AccessToken, Scope } from './oauth-server.mts';

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

/** RSA's page "OAuth 2.0-Based Permissions for the Cloud Administration APIs". */
const scopesNeeded: Readonly<Record<OperationId, Scope>> = {
	clearPin: 'rsa.authenticator.sidtoken.manage',
	unassign: 'rsa.authenticator.sidtoken.manage',
	lookupHardwareToken: 'rsa.authenticator.sidtoken.read',
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

/** The status code of a refused access token: RSA's page says 403 of any token, clients expect 401. */
export type AccessTokenRefusal = 401 | 403;

/** What a tenant has issued to sign in with. */
export interface Issued {
	readonly keys: AdministrationKeys;
	/** @returns undefined for a value that was never issued, or is revoked */
	readonly findAccessToken: (value: string) => Promise<AccessToken | undefined>;
	readonly accessTokenRefusal: () => AccessTokenRefusal;
}

/** What was found out about a bearer token. */
interface Judgement {
	/** Why the token is not accepted, if it is not. */
	readonly rejection?: { readonly status: AccessTokenRefusal; readonly text: string };
	/** Whether the token's owner may do what was asked for. */
	readonly isAuthorized: boolean;
}

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
 * Decides whether a request may be carried out. A JWT is really verified; anything else is taken
 * for an access token, which only the OAuth server knows.
 *
 * @param request the request
 * @param issued what the tenant has issued to sign in with
 * @param now the tenant's time
 * @returns undefined when it may, else RSA's refusal
 */
export async function refusalOf(
	request: AuthorizationRequest,
	issued: Issued,
	now: Date,
): Promise<Answer | undefined> {
	const token = bearer.exec(request.authorization ?? '')?.groups?.token ?? '';
	const claims = claimsOf(token);
	const { rejection, isAuthorized } = claims
		? await judgeJwt(token, issued.keys.find(claims.sub ?? ''), request.operation, now)
		: await judgeAccessToken(token, issued, request.operation);
	if (rejection) return tokenRefusal(rejection.status, rejection.text, request.path, now);
	return isAuthorized
		? undefined
		: applicationError(403, 'User is not authorized to perform the request.');
}

/** RFC 6750, 3: with 401 goes a WWW-Authenticate header. */
function tokenRefusal(status: AccessTokenRefusal, text: string, path: string, now: Date): Answer {
	const answer = gatewayError(status, text, path, now);
	return status === 401
		? { ...answer, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }
		: answer;
}

/** RSA's page: a JWT that is not accepted gives 403, never 401. */
async function judgeJwt(
	token: string,
	key: IssuedKey | undefined,
	operation: OperationId,
	now: Date,
): Promise<Judgement> {
	const text = key ? await causeOfRejection(token, key, now) : texts.accessId;
	return {
		...(text !== undefined && { rejection: { status: 403, text } }),
		isAuthorized: key !== undefined && rolesAllowed[operation].includes(key.role),
	};
}

/** No page has RSA's texts for access tokens; those for JWTs speak of access tokens too. */
async function judgeAccessToken(
	value: string,
	{ findAccessToken, accessTokenRefusal }: Issued,
	operation: OperationId,
): Promise<Judgement> {
	const accessToken = await findAccessToken(value);
	if (!accessToken || accessToken.isExpired) {
		const text = accessToken ? texts.expired : texts.notProcessed;
		return { rejection: { status: accessTokenRefusal(), text }, isAuthorized: false };
	}
	return { isAuthorized: accessToken.scopes.has(scopesNeeded[operation]) };
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

import type { operations } from '../../../contract/rsa-cloud-administration.types.ts';
import { allOperations } from '../operations/all-operations.mts';
import type { AdministrationKeys } from './administration-keys.mts';
import { applicationError, gatewayError, type HttpResponse } from '../http-response.mts';
import { JwtVerification, rejectionTexts, type JwtJudgement } from './jwt-verification.mts';
import type { AccessToken } from './oauth-server.mts';

type OperationId = keyof operations;

/** The form of an Authorization header that the contract requires. */
const bearer = /^Bearer (?<token>\S+)$/;

/** The status code for a rejected access token: RSA's page says 403 of any token, clients expect 401. */
export type AccessTokenErrorStatus = 401 | 403;

/** The credentials that a tenant has issued. */
export interface Issued {
	readonly keys: AdministrationKeys;
	/** @returns undefined for a value that was never issued, or is revoked */
	readonly findAccessToken: (value: string) => Promise<AccessToken | undefined>;
	readonly accessTokenErrorStatus: () => AccessTokenErrorStatus;
}

/** The verdict on a bearer token. */
interface Judgement {
	/** Why the token is not accepted, if it is not. */
	readonly rejection?: { readonly status: AccessTokenErrorStatus; readonly text: string };
	/** Whether the token's owner may make this request. */
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
 * @returns whether it has the form that the contract requires, valid or not
 */
export function isBearer(authorization: string | undefined): boolean {
	return bearer.test(authorization ?? '');
}

/** Decides what a tenant's clients may do. */
export class Authorization {
	readonly #issued: Issued;
	readonly #jwts: JwtVerification;

	constructor(issued: Issued) {
		this.#issued = issued;
		this.#jwts = new JwtVerification(issued.keys);
	}

	/**
	 * Decides whether a request may be executed. A JWT is really verified; anything else is taken
	 * for an access token, which only the OAuth server knows.
	 *
	 * @param request the request
	 * @param now the tenant's time
	 * @returns undefined when it may, else RSA's error response
	 */
	async errorResponseTo(
		request: AuthorizationRequest,
		now: Date,
	): Promise<HttpResponse | undefined> {
		const token = bearer.exec(request.authorization ?? '')?.groups?.token ?? '';
		const jwt = await this.#jwts.judge(token, now);
		const { rejection, isAuthorized } = jwt
			? judgementOfJwt(jwt, request.operation)
			: await this.#judgeAccessToken(token, request.operation);
		if (rejection) return tokenErrorResponse(rejection.status, rejection.text, request.path, now);
		return isAuthorized
			? undefined
			: applicationError(403, 'User is not authorized to perform the request.');
	}

	/** No page has RSA's texts for access tokens; those for JWTs speak of access tokens too. */
	async #judgeAccessToken(value: string, operation: OperationId): Promise<Judgement> {
		const { findAccessToken, accessTokenErrorStatus } = this.#issued;
		const accessToken = await findAccessToken(value);
		if (!accessToken || accessToken.isExpired) {
			const text = accessToken ? rejectionTexts.expired : rejectionTexts.notProcessed;
			return { rejection: { status: accessTokenErrorStatus(), text }, isAuthorized: false };
		}
		return { isAuthorized: accessToken.scopes.has(allOperations[operation].scope) };
	}
}

/** RSA's page: a JWT that is not accepted gives 403, never 401. */
function judgementOfJwt({ role, rejection }: JwtJudgement, operation: OperationId): Judgement {
	return {
		...(rejection !== undefined && { rejection: { status: 403, text: rejection } }),
		isAuthorized: allOperations[operation].roles.includes(role),
	};
}

/** RFC 6750, 3: with 401 goes a WWW-Authenticate header. */
function tokenErrorResponse(
	status: AccessTokenErrorStatus,
	text: string,
	path: string,
	now: Date,
): HttpResponse {
	const response = gatewayError(status, text, path, now);
	return status === 401
		? { ...response, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }
		: response;
}

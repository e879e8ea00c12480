/** The HTTP status codes that are told apart, by their names in RFC 9110 (15) unless another source is given. */
export const statusCodes = {
	ok: 200,
	created: 201,
	noContent: 204,
	/** RFC 4918, 11.1. */
	multiStatus: 207,
	badRequest: 400,
	unauthorized: 401,
	forbidden: 403,
	notFound: 404,
	methodNotAllowed: 405,
	proxyAuthenticationRequired: 407,
	requestTimeout: 408,
	conflict: 409,
	/** RFC 8470, 5.2. */
	tooEarly: 425,
	/** RFC 6585, 4. */
	tooManyRequests: 429,
	/** AWS's load balancer: the client closed the connection. */
	clientClosedConnection: 460,
	/** nginx: the client closed the request. */
	clientClosedRequest: 499,
	internalServerError: 500,
} as const;

// Generated from oauth-token.openapi.yaml by `npm run types`.

export interface paths {
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request an access token
         * @description Gives an access token for a client assertion, which the client signs with the private key of its OAuth client. RSA's page has the flow and says that the access token may be reused until it expires; path and fields are what public clients of RSA send, by RFC 6749 (4.4) and RFC 7523 (2.2).
         */
        post: operations["requestAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessTokenRequest: {
            /**
             * @description Sent by all public clients of RSA.
             * @constant
             */
            grant_type: "client_credentials";
            /**
             * @description RFC 7523, 2.2. Sent by all public clients of RSA.
             * @constant
             */
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            /** @description A JWT signed with RS256 (RSA key) or ES256 (EC key), with the key's kid in its header, the client ID in iss and sub, the token endpoint in aud, a jti used once, iat, and exp five minutes later. That it is a signed JWT is RSA's page; the rest is what public clients of RSA send. */
            client_assertion: string;
            /**
             * @description Scopes, separated by spaces. Public clients of RSA send them, send none, or leave the field out; what an access token without scopes may do is not known.
             * @example rsa.authenticator.sidtoken.read rsa.authenticator.sidtoken.manage
             */
            scope?: string;
            /** @description The client ID once more, which two public clients of RSA send. */
            client_id?: string;
        };
        /** @description RFC 6749, 5.1. */
        AccessTokenResponse: {
            /** @description To be sent as a bearer token. Opaque to the client. */
            access_token: string;
            /**
             * @description Bearer, in upper or lower case (RFC 6749, 5.1).
             * @example Bearer
             */
            token_type: string;
            /**
             * @description Lifetime in seconds, which can be set in RSA's console. Public clients of RSA take an hour when it is missing.
             * @example 3600
             */
            expires_in?: number;
            /** @description What was granted; may be left out when it is what was asked for (RFC 6749, 5.1). */
            scope?: string;
        };
        /** @description RFC 6749, 5.2. */
        OAuthError: {
            /**
             * @example invalid_client
             * @example invalid_scope
             * @example invalid_request
             * @example unsupported_grant_type
             */
            error: string;
            /** @description For people; need not tell the cause. */
            error_description?: string;
        };
        /** @description The shape of the Cloud Administration API's own errors. */
        ApplicationError: {
            /** @description Starts with the status code. */
            code: string;
            description: string;
        };
        /** @description No page says which shape it is, so each may come. */
        RefusalBody: components["schemas"]["OAuthError"] | components["schemas"]["ApplicationError"];
    };
    responses: {
        /** @description A response of the gateway in front of the service, not of the service itself. */
        FromTheGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "text/plain": string;
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    requestAccessToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["AccessTokenRequest"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessTokenResponse"];
                };
            };
            /** @description The request, its grant type or a scope is refused (RFC 6749, 5.2). A server may also leave out a scope that it does not know, and say in `scope` what it granted (RFC 6749, 3.3). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description The client assertion is refused: client ID, key, kid, audience, time or jti (RFC 6749, 5.2). The response need not say which. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description A scope that is wrong or not enabled for the client, as a public client of RSA reports. The shape of the body is not known. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description Too many requests. On no page for this endpoint; the API's pages state it for theirs. */
            429: {
                headers: {
                    /** @description Seconds or an HTTP date, as HTTP defines it (RFC 9110, 10.2.3). */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description Internal error. The shape of the body is not known. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            502: components["responses"]["FromTheGateway"];
            503: components["responses"]["FromTheGateway"];
            504: components["responses"]["FromTheGateway"];
        };
    };
}

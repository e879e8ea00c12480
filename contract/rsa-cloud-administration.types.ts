// Generated from rsa-cloud-administration.openapi.yaml by `npm run types`.

export interface paths {
    "/v2/users/{userId}/sidTokens/clearPin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Clear PIN
         * @description Clears the PIN of a hardware token assigned to the user. This is a version 2 path, unlike every other sidTokens call.
         */
        patch: operations["clearPin"];
        trace?: never;
    };
    "/v1/users/{userId}/sidTokens/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Unassign
         * @description Takes a hardware token back from the user it is assigned to. No page says whether its PIN is cleared with it.
         */
        patch: operations["unassign"];
        trace?: never;
    };
    "/v1/sidTokens/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retrieve hardware token details
         * @description Reads a hardware token by its serial number, whether or not it is assigned.
         */
        post: operations["lookupHardwareToken"];
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
        /**
         * @description Serial number on the back of the hardware token. A string: leading zeros belong to it, and its length varies.
         * @example 1231314525
         * @example 000123456789
         */
        TokenSerialNumber: string;
        /**
         * @description State of the hardware token. Not the same as tokenStatus.
         * @enum {string}
         */
        TokenState: "Unassigned" | "Activation Pending" | "Activated";
        /**
         * @description Whether the hardware token may be used. Not the same as tokenState.
         * @enum {string}
         */
        TokenStatus: "Enabled" | "Disabled";
        HardwareTokenReference: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
        };
        ClearPinAnswer: {
            /** @description The user to whom the hardware token is assigned. */
            userId: string;
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /**
             * @description Whether a PIN is set. RSA's table types it Boolean, RSA's example shows the string "false": both are accepted.
             * @example false
             */
            pinSet: boolean | ("true" | "false");
        };
        UnassignAnswer: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            tokenState: components["schemas"]["TokenState"];
        };
        /** @description As in RSA's example, where an unassigned hardware token has null in userId, assignedBy, assignedAt, registeredDate and tokenStatusChangedAt. Which properties may be left out is not stated; only the three that identify the state are taken as always there. */
        HardwareTokenDetails: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /** @description The user to whom the hardware token is assigned; null when unassigned. */
            userId: string | null;
            /** @description Whether a PIN is set. A real boolean here, unlike the example of Clear PIN. */
            pinSet: boolean;
            /** @example SID700 */
            deviceType?: string;
            /** @description Name given on assignment; the serial number unless another was given. Null when unassigned is an assumption. */
            name?: string | null;
            /** @description Enabled in RSA's example of an unassigned hardware token too. */
            tokenStatus?: components["schemas"]["TokenStatus"] | null;
            /** @description ISO 8601 with milliseconds and Z. */
            tokenStatusChangedAt?: string | null;
            /** @description The administrator or key that assigned the hardware token. */
            assignedBy?: string | null;
            /** @description ISO 8601 with milliseconds and Z. */
            assignedAt?: string | null;
            /** @description ISO 8601 with milliseconds and Z. */
            registeredDate?: string | null;
            /**
             * @description ISO 8601 with milliseconds and Z.
             * @example 2027-02-12T00:00:00.000Z
             */
            expiryDate?: string | null;
            /** @description Not in the part of RSA's lookup example that was read; a user's list of authenticators has it, so the lookup may have it too. Do not depend on it. */
            tokenState?: components["schemas"]["TokenState"];
        };
        /** @description An error of the service itself. */
        ApplicationError: {
            /**
             * @description Starts with the status code.
             * @example 404 NOT_FOUND
             */
            code: string;
            /** @example User eb2e12ae-1112-451b-98e1-dfe4e6afd60d not found */
            description: string;
        };
        /** @description An error from in front of the service, notably a rejected token. Shown on RSA's page for device registration. */
        GatewayError: {
            /**
             * @description Milliseconds since 1970.
             * @example 1749938869908
             */
            timestamp: number;
            /** @example 403 */
            status: number;
            /** @example Forbidden */
            error: string;
            /** @example Server failed to process provided access token */
            message: string;
            /** @example /AdminInterface/restapi/v1/sidTokens/lookup */
            path: string;
        };
        /** @description No page says which of the two shapes a code comes in, so each may come with either. */
        RefusalBody: components["schemas"]["ApplicationError"] | components["schemas"]["GatewayError"];
    };
    responses: {
        /** @description RSA answers a rejected token with 403. A gateway in front may still answer 401 to an OAuth access token. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The body is not announced as JSON. Documented for user lookup only; assumed for every call with a body. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description Too many requests. RSA states no limit and no Retry-After. */
        TooManyRequests: {
            headers: {
                /** @description Seconds or an HTTP date, as HTTP defines it (RFC 9110, 10.2.3). RSA does not mention it. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description Internal error. */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description An answer of the gateway in front of the service, not of the service itself. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "text/plain": string;
            };
        };
        /** @description An answer of the gateway in front of the service, not of the service itself. */
        ServiceUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "text/plain": string;
            };
        };
        /** @description An answer of the gateway in front of the service, which may have made the change. On no RSA page, but other clients of this API were given it. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "text/plain": string;
            };
        };
    };
    parameters: {
        /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
        userId: string;
    };
    requestBodies: {
        /** @description Names the hardware token. */
        TokenSerialNumber: {
            content: {
                "application/json": components["schemas"]["HardwareTokenReference"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    clearPin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TokenSerialNumber"];
        responses: {
            /** @description The PIN of the hardware token is cleared. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClearPinAnswer"];
                };
            };
            /** @description Malformed serial number or user ID. Not in this page's table of codes; Unassign documents it for the same two causes. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description No administrator rights, or an invalid token. Not in this page's table of codes; the authentication page states it for every call. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The user or the hardware token does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The hardware token is not assigned to this user. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            /** @description Internal error. RSA's page gives the text "Unable to Enable/Disable a hardware token" for Clear PIN too. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    unassign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TokenSerialNumber"];
        responses: {
            /** @description The hardware token is unassigned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnassignAnswer"];
                };
            };
            /** @description Malformed serial number or user ID. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description No administrator rights, or an invalid token. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The user or the hardware token does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The hardware token is not assigned to this user. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    lookupHardwareToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TokenSerialNumber"];
        responses: {
            /** @description The hardware token's details. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HardwareTokenDetails"];
                };
            };
            /** @description Malformed serial number. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description No administrator rights, or an invalid token. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The hardware token does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}

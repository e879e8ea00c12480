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
    "/v1/users/{userId}/sidTokens/assign": {
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
         * Assign
         * @description Gives a hardware token that nobody has to a user.
         */
        patch: operations["assign"];
        trace?: never;
    };
    "/v1/users/{userId}/sidTokens/enable": {
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
         * Enable
         * @description Lets a user sign in again with a hardware token that is assigned to them. No page says what becomes of one that is enabled.
         */
        patch: operations["enable"];
        trace?: never;
    };
    "/v1/users/{userId}/sidTokens/disable": {
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
         * Disable
         * @description Keeps a hardware token from being used for authentication. No page says what becomes of one that is disabled.
         */
        patch: operations["disable"];
        trace?: never;
    };
    "/v1/users/{userId}/sidTokens/updateName": {
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
         * Update name
         * @description Gives an assigned hardware token another name.
         */
        patch: operations["rename"];
        trace?: never;
    };
    "/v1/sidTokens/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Deletes the record of a hardware token, which cannot be used any more then. A DELETE with a body. RSA's page has it of hardware tokens that are assigned; that it takes others too is assumed.
         */
        delete: operations["deleteHardwareToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/users/{userId}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        /**
         * Authenticator details
         * @description Reads all of a user's authenticators, the hardware tokens among them. Only version 2 has those. There are no pages.
         */
        get: operations["listAuthenticators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * User details
         * @description Finds one user by email address or by user name. There is no such call by user ID.
         */
        post: operations["lookupUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/users/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * User search
         * @description Finds users by a part of their email address, sorted by it in ascending order. Version 1 has the first page only.
         */
        post: operations["searchUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/userStatus": {
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
        /**
         * User status
         * @description Enables or disables a user. No page says what becomes of a user who has that status.
         */
        put: operations["setUserStatus"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/markDeleted": {
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
        /**
         * Mark user deleted
         * @description Marks a disabled user, who is deleted after seven days then, or takes the mark away.
         */
        put: operations["markUserDeleted"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}": {
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
        /**
         * Delete user now
         * @description Deletes a disabled user at once, with all information and devices. It cannot be undone, but a user who is still in the identity source comes back with the next synchronization. What becomes of hardware tokens is not stated; that nobody has them then is assumed.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/sync": {
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
        /**
         * Synchronize user
         * @description Brings a user's details up to date with the identity source.
         */
        post: operations["synchronizeUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/devices/{deviceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the device, in the list of the user's authenticators. Its characters are assumed. */
                deviceId: components["parameters"]["deviceId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete user device
         * @description Deletes a registered device of a user, such as a phone. It cannot be undone. Whether it takes browsers and FIDO authenticators is not stated.
         */
        delete: operations["deleteRegisteredDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fido/{userId}/authenticators/{authenticatorId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the FIDO authenticator, in the list of the user's authenticators. Its characters are assumed. */
                authenticatorId: components["parameters"]["authenticatorId"];
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
         * Enable FIDO authenticator
         * @description Lets a user sign in again with a FIDO authenticator of theirs. RSA's table of codes has no 404 and no 409: what a wrong ID gets is assumed to be the 400.
         */
        patch: operations["enableFidoAuthenticator"];
        trace?: never;
    };
    "/v1/fido/{userId}/authenticators/{authenticatorId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the FIDO authenticator, in the list of the user's authenticators. Its characters are assumed. */
                authenticatorId: components["parameters"]["authenticatorId"];
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
         * Disable FIDO authenticator
         * @description Keeps a user from signing in with a FIDO authenticator of theirs. RSA's table of codes has no 404 and no 409: what a wrong ID gets is assumed to be the 400.
         */
        patch: operations["disableFidoAuthenticator"];
        trace?: never;
    };
    "/v1/ds100/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retrieve DS100 OTP credential
         * @description Reads the OTP credentials of a DS100 by the serial number of the device.
         */
        post: operations["lookupDs100"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ds100/enable/otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Enable DS100 OTP credential
         * @description Lets a user sign in again with the OTP credential of their DS100. RSA's table of codes has no 409: what the DS100 of another user gets is assumed to be the 404.
         */
        patch: operations["enableDs100"];
        trace?: never;
    };
    "/v1/ds100/disable/otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Disable DS100 OTP credential
         * @description Keeps a user from signing in with the OTP credential of their DS100. RSA's table of codes has no 409: what the DS100 of another user gets is assumed to be the 404.
         */
        patch: operations["disableDs100"];
        trace?: never;
    };
    "/v1/users/{userId}/emergencyTokencode/{emergencyTokencodeId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the emergency access code, in the user's details; a GUID in RSA's example of Enable Emergency Tokencode. Not the code itself. */
                emergencyTokencodeId: components["parameters"]["emergencyTokencodeId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Disable emergency tokencode
         * @description Removes all emergency access codes of a user. It cannot be undone. An offline code goes on working until it expires. RSA's table has two codes only; what a wrong ID gets is not stated.
         */
        delete: operations["disableEmergencyAccessCode"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/highrisk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add or remove high-risk users
         * @description Puts users on the list of high-risk users, or takes them off it. The call is licensed.
         */
        put: operations["changeHighRiskUsers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/users/highrisk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrieve high-risk user list
         * @description Reads the list of high-risk users. There are no pages. The call is licensed.
         */
        get: operations["listHighRiskUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report/{reportType}/generate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which report. */
                reportType: components["parameters"]["reportType"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate report
         * @description Starts to generate a report, once every 8 hours. When it can be downloaded is not stated, and no call tells.
         */
        post: operations["generateReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report/{reportType}/download": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which report. */
                reportType: components["parameters"]["reportType"];
            };
            cookie?: never;
        };
        /**
         * Download report
         * @description Downloads the report that was generated last, once every 15 minutes. The column names are not stated.
         */
        get: operations["downloadReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usereventlog/exportlogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * User event log
         * @description Events of the users, such as authentications, and changes by the directory. RSA's page: in chronological order, in batches, without duplicates, kept for 40 days.
         */
        get: operations["exportUserEventLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/adminlog/exportlogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Administration event log
         * @description What administrators did. RSA's page: in chronological order, in batches, without duplicates, kept for 90 days.
         */
        get: operations["exportAdministrationEventLog"];
        put?: never;
        post?: never;
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
        ClearPinResponse: {
            /** @description The user to whom the hardware token is assigned. */
            userId: string;
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /**
             * @description Whether a PIN is set. RSA's table types it Boolean, RSA's example shows the string "false": both are accepted.
             * @example false
             */
            pinSet: boolean | ("true" | "false");
        };
        UnassignResponse: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            tokenState: components["schemas"]["TokenState"];
        };
        /** @description As in RSA's example, where an unassigned hardware token has null in userId, assignedBy, assignedAt, registeredDate and tokenStatusChangedAt. Which properties may be left out is not stated: those that are null may be, as is common for such servers. */
        HardwareTokenDetails: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /** @description The user to whom the hardware token is assigned; null when unassigned. */
            userId?: string | null;
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
        AssignRequest: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /**
             * @description RSA names the hardware token after its serial number when left out. At most 255 characters; that none is too few is assumed.
             * @example My SecurID Token 789
             */
            tokenName?: string;
        };
        /** @description RSA's example goes on after the serial number, in a part that was not read. */
        AssignResponse: {
            /** @description The user to whom the hardware token is assigned. */
            userId: string;
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /** @description Activation Pending until the user sets a PIN on My Page, as a copy of RSA's page says. */
            tokenState?: components["schemas"]["TokenState"];
        };
        TokenStatusResponse: {
            /** @description The user to whom the hardware token is assigned. */
            userId: string;
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            tokenStatus: components["schemas"]["TokenStatus"];
            /** @description Subject ID of the administrator or key that changed it, not a display name. */
            tokenStatusChangedBy?: string | null;
            /** @description ISO 8601 with milliseconds and Z, as in the details of a hardware token. */
            tokenStatusChangedAt?: string | null;
        };
        RenameRequest: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            /**
             * @description Not tokenName, as on assignment. At most 255 characters; that none is too few is assumed.
             * @example newTokenName
             */
            updatedName: string;
        };
        RenameResponse: {
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            name: string;
            /** @description The user to whom the hardware token is assigned. */
            userId: string;
            /** @description RSA's example goes on with a property that begins with upd; the list of a user's authenticators has this one. */
            updatedAt?: string | null;
        };
        /** @description RSA's table of codes speaks of token details, and there is no example. The body may be empty. */
        DeleteHardwareTokenResponse: {
            /** @description One of the details, if there are any. */
            tokenSerialNumber?: components["schemas"]["TokenSerialNumber"];
        };
        /** @description The names of the three lists are those that a public client of RSA's reads; RSA's page has an example in a part that was not read. Whether RSA leaves a list out that has nothing in it is not stated. */
        Authenticators: {
            /** @description Phones and such, and browsers on request. */
            devices?: components["schemas"]["ListedAuthenticator"][];
            fidoTokens?: components["schemas"]["ListedAuthenticator"][];
            /** @description The user's hardware tokens. RSA's page says that the response holds DS100 OTP credentials too; that they stand here is inferred: public clients read these three lists, of one class of entries that has a DS100's deviceSerialNumber. Their deviceType tells them apart. */
            sidTokens: (components["schemas"]["ListedHardwareToken"] | components["schemas"]["Ds100Credential"])[];
        };
        /** @description Properties that a public client of RSA's reads, which has one class for the entries of all three lists. Which of them stands in which list is not known. */
        ListedAuthenticator: {
            /** @description What Delete user device and the FIDO calls take. */
            id?: string | null;
            name?: string | null;
            userId?: string | null;
            /**
             * @description SID700 and SecurID DS100 are on RSA's pages, of other calls.
             * @example SID700
             * @example SecurID DS100
             */
            deviceType?: string | null;
            registeredDate?: string | null;
            capabilities?: string | null;
            /** @description That it tells a browser from a phone is assumed. */
            browser?: string | null;
            /** @description Of a DS100, that of its OTP credential. */
            tokenSerialNumber?: string | null;
            /** @description Of a DS100, on its back. */
            deviceSerialNumber?: string | null;
            updatedAt?: string | null;
            expiryDate?: string | null;
            assignedAt?: string | null;
            assignedBy?: string | null;
            tokenStatusReason?: string | null;
            tokenStatusChangedAt?: string | null;
            tokenStatusChangedBy?: string | null;
            tokenState?: string | null;
            tokenStatus?: string | null;
            pinSet?: boolean | ("true" | "false") | null;
            /**
             * @description Of a FIDO authenticator, as in the response of Disable FIDO authenticator.
             * @example Enabled
             * @example Disabled
             */
            status?: string | null;
        };
        /** @description Properties that a public client of RSA's reads. */
        ListedHardwareToken: {
            /** @description As in the details of a hardware token. */
            tokenSerialNumber: components["schemas"]["TokenSerialNumber"];
            userId?: string | null;
            /** @example SID700 */
            deviceType?: string;
            name?: string | null;
            /** @description As in the response of Unassign. */
            tokenState?: components["schemas"]["TokenState"];
            /** @description As in the details of a hardware token. */
            tokenStatus?: components["schemas"]["TokenStatus"];
            tokenStatusChangedAt?: string | null;
            tokenStatusChangedBy?: string | null;
            /** @description Boolean in the details of a hardware token, a string in the example of Clear PIN. */
            pinSet?: boolean | ("true" | "false");
            assignedAt?: string | null;
            assignedBy?: string | null;
            registeredDate?: string | null;
            expiryDate?: string | null;
            updatedAt?: string | null;
        };
        FidoStatusResponse: {
            /**
             * @description Milliseconds since 1970.
             * @example 1654604832860
             */
            statusChangedAt?: number;
            /** @description Subject ID of the administrator. */
            statusChangedBy?: string | null;
            /** @enum {string} */
            status: "Enabled" | "Disabled";
        };
        Ds100Reference: {
            deviceSerialNumber: components["schemas"]["DeviceSerialNumber"];
        };
        Ds100OfUser: {
            deviceSerialNumber: components["schemas"]["DeviceSerialNumber"];
            /** @description The user to whom the DS100 is registered. */
            userId: string;
        };
        /**
         * @description Serial number on the back of the DS100. Not the serial number of its OTP credential.
         * @example 140100080
         */
        DeviceSerialNumber: string;
        Ds100Details: components["schemas"]["Ds100Credential"][];
        /** @description As in RSA's example as far as it was read, up to assignedBy. */
        Ds100Credential: {
            id?: string;
            name?: string | null;
            /** @description The user to whom the DS100 is registered. */
            userId: string;
            /** @example SecurID DS100 */
            deviceType?: string;
            registeredDate?: string | null;
            /**
             * @description Serial number of the OTP credential.
             * @example 014010008035
             */
            tokenSerialNumber?: string;
            updatedAt?: string | null;
            /** @example Activated */
            tokenState?: string;
            expiryDate?: string | null;
            tokenStatus: components["schemas"]["TokenStatus"];
            tokenStatusReason?: string | null;
            assignedAt?: string | null;
            assignedBy?: string | null;
            /** @description In the response of Disable; the lookup's example was not read to its end. */
            deviceSerialNumber?: string;
        };
        Ds100StatusResponse: components["schemas"]["Ds100Status"][];
        Ds100Status: {
            userId: string;
            /**
             * @description Serial number of the OTP credential.
             * @example 014010008031
             */
            tokenSerialNumber?: string;
            tokenStatus: components["schemas"]["TokenStatus"];
            /** @description RSA's example of Disable lacks the colons in the time. */
            tokenStatusChangedAt?: string | null;
            /** @description Subject ID of the administrator. */
            tokenStatusChangedBy?: string | null;
            deviceSerialNumber: string;
        };
        ChangeHighRiskUsersRequest: {
            /**
             * @description RSA takes any case.
             * @enum {string}
             */
            action: "add" | "remove";
            /** @description Email addresses. User names in the form of sAMAccountName are not supported. */
            users: string[];
        };
        /** @description RSA's page calls it a list of emails; a public client reads users with an error each. Either is assumed to come. */
        HighRiskUserFailures: string[] | {
            users: components["schemas"]["HighRiskUserFailure"][];
        };
        /** @description Properties that a public client of RSA's reads. */
        HighRiskUserFailure: {
            id?: string | null;
            email?: string | null;
            error?: string | null;
            statusCode?: string | number | null;
        };
        /** @description The page calls it metadata, plus an array of events. Names as public clients of RSA's read them. */
        UserEventPage: {
            totalPages: number;
            totalElements: number;
            pageSize: number;
            currentPage: number;
            userEventLogExportEntries: components["schemas"]["UserEvent"][];
        };
        /** @description Metadata, plus an array of events. Names as public clients of RSA's read them. */
        AdministrationEventPage: {
            totalPages: number;
            totalElements: number;
            pageSize: number;
            currentPage: number;
            elements: components["schemas"]["AdministrationEvent"][];
        };
        /** @description Properties that public clients of RSA's read. Whether userId is RSA's ID or an email address is not known. */
        UserEvent: {
            /** @description Up to 19 digits in a sample of RSA's connector for Microsoft Sentinel, more than a double holds. */
            eventId?: number | string;
            /** @description ISO 8601, as RSA's other times. */
            eventLogDate?: string;
            eventType?: string | null;
            eventLevel?: string | null;
            eventCategory?: string | null;
            serverIPAddress?: string | null;
            tenantId?: string | null;
            customerName?: string | null;
            userId?: string | null;
            sourceIPAddress?: string | null;
            /** @description 400 re-enabled, 401 disabled because disabled in the directory, 402 disabled because not found in the directory (RSA's page on user event monitor messages, c68f8857). */
            eventCode?: string;
            eventDescription?: string | null;
            application?: string | null;
            method?: string | null;
            deviceName?: string | null;
            deviceId?: string | null;
            policyId?: string | null;
            policyName?: string | null;
            authenticationDetails?: string | null;
            assuranceLevel?: string | null;
            verboseFlag?: string | null;
            userActivityId?: string | null;
            transactionId?: string | null;
        };
        /** @description Properties of a sample of RSA's connector for Microsoft Sentinel. */
        AdministrationEvent: {
            /** @description Up to 19 digits in a sample of RSA's connector for Microsoft Sentinel, more than a double holds. */
            eventId?: number | string;
            /** @description ISO 8601, as RSA's other times. */
            eventLogDate?: string;
            eventType?: string | null;
            serverURL?: string | null;
            serverIPAddress?: string | null;
            application?: string | null;
            customerId?: number | null;
            customerName?: string | null;
            sourceIPAddress?: string | null;
            adminUserName?: string | null;
            adminUserRole?: string | null;
            activityKey?: string | null;
            activityCode?: number | null;
            result?: string | null;
            reasonKey?: string | null;
            message?: string | null;
            requiresPublish?: boolean | null;
            targetObject1Id?: string | null;
            targetObject1Name?: string | null;
            targetObject1Type?: string | null;
            targetObject2Id?: string | null;
            targetObject2Name?: string | null;
            targetObject2Type?: string | null;
        };
        HighRiskUsers: {
            users: components["schemas"]["HighRiskUser"][];
        };
        /** @description Properties that a public client of RSA's reads. */
        HighRiskUser: {
            email: string;
            primaryUsername?: string | null;
            alternateUsername?: string | null;
        };
        /** @description One of the two. That both at once are too many is assumed. */
        LookupUserRequest: components["schemas"]["LookupUserByEmail"] | components["schemas"]["LookupUserByUsername"];
        LookupUserByEmail: {
            /** @example j.doe@example.com */
            email: string;
            /** @description Whether a user who is only in the identity source so far is synchronized first, which takes long. False by default. */
            searchUnsynched?: boolean;
        };
        /** @description Newer than the look-up by email address. */
        LookupUserByUsername: {
            /** @example j.doe */
            username: string;
            /** @description Whether a user who is only in the identity source so far is synchronized first, which takes long. False by default. */
            searchUnsynched?: boolean;
        };
        SearchUsersRequest: {
            /**
             * @description A part of the email address, literally, without wildcards. What an empty one finds is not stated, so that none is sent.
             * @example j.doe
             */
            emailLike: string;
        };
        /** @description A public client of version 2 reads these three properties. RSA's page speaks of an array of users. */
        UserPage: {
            totalPages: number;
            totalElements: number;
            elements: components["schemas"]["User"][];
        };
        /** @enum {string} */
        UserStatus: "Enabled" | "Disabled";
        /** @description RSA refuses any other property. */
        SetUserStatusRequest: {
            userStatus: components["schemas"]["UserStatus"];
        };
        UserStatusResponse: {
            /** @description The user ID. */
            id: string;
            userStatus: components["schemas"]["UserStatus"];
        };
        MarkUserDeletedRequest: {
            /** @description RSA's table types it Boolean, RSA's example shows the string "true", and a public client sends a boolean. */
            markDeleted: boolean;
        };
        /** @description RSA's page has an example of a user's deletion status in a part that was not read; modelled on the response of User status. */
        MarkUserDeletedResponse: {
            /** @description The user ID. */
            id?: string;
            /** @description A string in RSA's example of the request. */
            markDeleted?: boolean | ("true" | "false");
        };
        /** @description As in RSA's example of a synchronized user as far as it was read, up to markDeletedBy. The rest is in a response that a public client has recorded, or is what another client reads. Which properties may be left out is not stated. */
        User: {
            /**
             * @description The user ID, a GUID.
             * @example eb2e12ae-1112-451b-98e1-dfe4e6afd60d
             */
            id: string;
            emailAddress: string;
            firstName?: string | null;
            lastName?: string | null;
            /** @description ISO 8601 with milliseconds and Z. */
            creationDate?: string | null;
            /** @example My Company AD */
            identitySource?: string | null;
            userStatus: components["schemas"]["UserStatus"];
            highRiskUser?: boolean;
            /** @description Whether the user is deleted after seven days. */
            markDeleted: boolean;
            /** @description ISO 8601 with milliseconds and Z, as the other times; null when not marked. */
            markDeletedAt?: string | null;
            markDeletedBy?: string | null;
            isTokenLocked?: boolean;
            isSmsLocked?: boolean;
            isVoiceLocked?: boolean;
            isFingerprintLocked?: boolean;
            isApproveLocked?: boolean;
            /** @description ISO 8601 with milliseconds and Z. */
            lastSyncTime?: string | null;
            /** @example Disabled */
            emergencyAccessStatus?: string;
            /** @description What Disable emergency tokencode takes. Not the code, which is never shown again. */
            emergencyTokencodeId?: string | null;
            emergencyTokencodeExpiration?: string | null;
            emergencyTokencodeLastUse?: string | null;
            offlineEmergencyTokencodeExpiration?: string | null;
            /** @example Disabled */
            offlineEmergencyAccessStatus?: string;
            /** @example Jun 2025 */
            monthLastAuthenticated?: string | null;
            /** @example john.doe@example.com */
            principalUsername?: string | null;
            alternateUsername?: string | null;
            primaryUniqueIdentifier?: string | null;
            /** @description Only where the company has SMS Tokencode. */
            smsNumber?: string | null;
            /** @description Only where the company has Voice Tokencode. */
            voiceNumber?: string | null;
        };
        /** @description What the details of a user say of their emergency access codes, never the codes. */
        EmergencyAccessCodes: {
            /** @description The user ID. */
            id?: string;
            emergencyAccessStatus?: string;
            emergencyTokencodeId?: string | null;
            emergencyTokencodeExpiration?: string | null;
            emergencyTokencodeLastUse?: string | null;
            offlineEmergencyAccessStatus?: string;
            offlineEmergencyTokencodeExpiration?: string | null;
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
        /** @description A user ID, a serial number, or another part of the request is malformed. */
        MalformedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description A user ID, a serial number, or another part of the request is malformed. Not in this page's table of codes; others have it for the same causes. */
        UnlistedMalformedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description No administrator rights, or an invalid token. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The user does not exist. */
        NoSuchUser: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The user or the device does not exist. */
        NoSuchUserOrDevice: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The user or the DS100 does not exist. That the DS100 of another user counts as none is assumed. */
        NoSuchUserOrDs100: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description RSA's page gives no cause. Assumed: there is no such report, or none that was generated to its end. */
        NoSuchReport: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The report was generated less than 8 hours ago, or downloaded less than 15 minutes ago. That each kind of report counts apart is assumed. */
        ReportLimit: {
            headers: {
                /** @description Seconds or an HTTP date, as HTTP defines it (RFC 9110, 10.2.3). RSA does not mention it. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description No administrator rights, or an invalid token. Not in this page's table of codes; the authentication page states it for every call. */
        UnlistedForbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description Internal error. Not in this page's table of codes; almost all others have it. */
        UnlistedInternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The hardware token does not exist. */
        NoSuchHardwareToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The user or the hardware token does not exist. */
        NoSuchUserOrHardwareToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description The hardware token is not assigned to this user. */
        NotThisUsersHardwareToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RefusalBody"];
            };
        };
        /** @description RSA responds to a rejected token with 403. A gateway in front may still send 401 to an OAuth access token. */
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
        /** @description A response of the gateway in front of the service, not of the service itself. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "text/plain": string;
            };
        };
        /** @description A response of the gateway in front of the service, not of the service itself. */
        ServiceUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "text/plain": string;
            };
        };
        /** @description A response of the gateway in front of the service, which may have made the change. On no RSA page, but other clients of this API were given it. */
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
        /** @description Only events after this time; a day before the current time by default. */
        startTimeAfter: string;
        /** @description Only events at or before this time; the current time by default. */
        endTimeOnOrBefore: string;
        /** @description Counted from zero. */
        eventPageNumber: number;
        /** @description Events per page. RSA takes any value outside of the range for 100, the default. */
        eventPageSize: number;
        /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
        userId: string;
        /** @description RSA's identifier of the device, in the list of the user's authenticators. Its characters are assumed. */
        deviceId: string;
        /** @description RSA's identifier of the FIDO authenticator, in the list of the user's authenticators. Its characters are assumed. */
        authenticatorId: string;
        /** @description RSA's identifier of the emergency access code, in the user's details; a GUID in RSA's example of Enable Emergency Tokencode. Not the code itself. */
        emergencyTokencodeId: string;
        /** @description Which report. */
        reportType: "users" | "hardware_tokens" | "mfa_clients";
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
                    "application/json": components["schemas"]["ClearPinResponse"];
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
            404: components["responses"]["NoSuchUserOrHardwareToken"];
            409: components["responses"]["NotThisUsersHardwareToken"];
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
                    "application/json": components["schemas"]["UnassignResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrHardwareToken"];
            409: components["responses"]["NotThisUsersHardwareToken"];
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
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchHardwareToken"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRequest"];
            };
        };
        responses: {
            /** @description The hardware token is assigned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrHardwareToken"];
            /** @description Documented without a cause that was read. Assumed: the hardware token is assigned already, be it to another user or to this one; or the user has five active ones, the most that RSA allows, for which the code is not known. */
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
    enable: {
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
            /** @description The hardware token is enabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenStatusResponse"];
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrHardwareToken"];
            409: components["responses"]["NotThisUsersHardwareToken"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    disable: {
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
            /** @description The hardware token is disabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenStatusResponse"];
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrHardwareToken"];
            409: components["responses"]["NotThisUsersHardwareToken"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameRequest"];
            };
        };
        responses: {
            /** @description The hardware token has the name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrHardwareToken"];
            409: components["responses"]["NotThisUsersHardwareToken"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    deleteHardwareToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TokenSerialNumber"];
        responses: {
            /** @description The record is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteHardwareTokenResponse"];
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description Not a Super Administrator's, or an invalid token. The page's introduction speaks of Help Desk Administrators, its table of codes lets only Super Administrators delete. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            404: components["responses"]["NoSuchHardwareToken"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listAuthenticators: {
        parameters: {
            query?: {
                /** @description Whether browsers are listed too. They are not by default. */
                includeBrowsers?: boolean;
            };
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user's authenticators. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authenticators"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUser"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    lookupUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookupUserRequest"];
            };
        };
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUser"];
            /** @description The body is not announced as JSON. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    searchUsers: {
        parameters: {
            query?: {
                /** @description Users per page, 25 by default. */
                pageSize?: number;
                /** @description Counted from zero. */
                pageNumber?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchUsersRequest"];
            };
        };
        responses: {
            /** @description One page of the users found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    setUserStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUserStatusRequest"];
            };
        };
        responses: {
            /** @description The user has the status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserStatusResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUser"];
            /** @description Documented without a cause that was read. Assumed: the user is marked as deleted, and perhaps has the status already. */
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
    markUserDeleted: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkUserDeletedRequest"];
            };
        };
        responses: {
            /** @description The user is marked, or not marked any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkUserDeletedResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUser"];
            /** @description The user comes from an identity source that is managed over SCIM. This page's table has the code; the cause is the one on the page of Delete User Now. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The user is enabled, is marked already, or has no mark to take away. The page excludes all three and has this code; that they belong together is assumed. */
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
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is deleted. RSA's page calls the body application/json and shows none, so that there may be nothing in it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description Not a Super Administrator's, or an invalid token. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            404: components["responses"]["NoSuchUser"];
            /** @description The user comes from an identity source that is managed over SCIM. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description The user is enabled, or is marked as deleted. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    synchronizeUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The body is empty, and has to be said to be. */
                "Content-Length": "0";
            };
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user, up to date. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUser"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    deleteRegisteredDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the device, in the list of the user's authenticators. Its characters are assumed. */
                deviceId: components["parameters"]["deviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user and the device were found. RSA's page shows no body, and does not say that the device is deleted by then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrDevice"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    enableFidoAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the FIDO authenticator, in the list of the user's authenticators. Its characters are assumed. */
                authenticatorId: components["parameters"]["authenticatorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The FIDO authenticator is enabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FidoStatusResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    disableFidoAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the FIDO authenticator, in the list of the user's authenticators. Its characters are assumed. */
                authenticatorId: components["parameters"]["authenticatorId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The FIDO authenticator is disabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FidoStatusResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    lookupDs100: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ds100Reference"];
            };
        };
        responses: {
            /** @description The OTP credentials of the device. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ds100Details"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrDs100"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    enableDs100: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ds100OfUser"];
            };
        };
        responses: {
            /** @description The OTP credential is enabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ds100StatusResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrDs100"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    disableDs100: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ds100OfUser"];
            };
        };
        responses: {
            /** @description The OTP credential is disabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ds100StatusResponse"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchUserOrDs100"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    disableEmergencyAccessCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RSA's identifier of the user. A GUID in every RSA example; never an email address. */
                userId: components["parameters"]["userId"];
                /** @description RSA's identifier of the emergency access code, in the user's details; a GUID in RSA's example of Enable Emergency Tokencode. Not the code itself. */
                emergencyTokencodeId: components["parameters"]["emergencyTokencodeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RSA's page shows no body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["UnlistedForbidden"];
            /** @description The user does not exist, or has no emergency access code with this ID. Not in this page's table of codes. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["UnlistedInternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    changeHighRiskUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeHighRiskUsersRequest"];
            };
        };
        responses: {
            /** @description All users are changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Some users are not changed. RSA's page calls the body the list of the emails that failed. */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HighRiskUserFailures"];
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listHighRiskUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The high-risk users. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HighRiskUsers"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    generateReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which report. */
                reportType: components["parameters"]["reportType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payload is empty. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchReport"];
            429: components["responses"]["ReportLimit"];
            500: components["responses"]["UnlistedInternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    downloadReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which report. */
                reportType: components["parameters"]["reportType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, as CSV. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["UnlistedMalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchReport"];
            429: components["responses"]["ReportLimit"];
            500: components["responses"]["UnlistedInternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    exportUserEventLog: {
        parameters: {
            query?: {
                /** @description Only events after this time; a day before the current time by default. */
                startTimeAfter?: components["parameters"]["startTimeAfter"];
                /** @description Only events at or before this time; the current time by default. */
                endTimeOnOrBefore?: components["parameters"]["endTimeOnOrBefore"];
                /** @description Counted from zero. */
                pageNumber?: components["parameters"]["eventPageNumber"];
                /** @description Events per page. RSA takes any value outside of the range for 100, the default. */
                pageSize?: components["parameters"]["eventPageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserEventPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["UnlistedInternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    exportAdministrationEventLog: {
        parameters: {
            query?: {
                /** @description Only events after this time; a day before the current time by default. */
                startTimeAfter?: components["parameters"]["startTimeAfter"];
                /** @description Only events at or before this time; the current time by default. */
                endTimeOnOrBefore?: components["parameters"]["endTimeOnOrBefore"];
                /** @description Counted from zero. */
                pageNumber?: components["parameters"]["eventPageNumber"];
                /** @description Events per page. RSA takes any value outside of the range for 100, the default. */
                pageSize?: components["parameters"]["eventPageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdministrationEventPage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["UnlistedInternalServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}

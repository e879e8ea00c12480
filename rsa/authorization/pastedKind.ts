import { jsonObject, type JsonObject } from '../values/jsonObject';
import { pastedJson } from './pastedJson';

/** The kind of a pasted text, as users know it. */
export interface PastedKind {
	/** Continues a sentence that begins with the field, such as "The API Key File". */
	readonly is: string;
	/** The field that it belongs in, if there is one. */
	readonly advice?: string;
}

const objects: ReadonlyArray<PastedKind & { matches: (json: JsonObject) => boolean }> = [
	{
		is: 'is the .key file of an Administration API key',
		advice:
			"It belongs in the field 'API Key File', with the Authentication 'Administration API Key'.",
		matches: (json) => 'accessKey' in json || 'adminRestApiUrl' in json,
	},
	{
		is: 'is the private key (JWK) of an OAuth client',
		advice: "It belongs in the field 'Private Key (JWK)', with the Authentication 'OAuth Client'.",
		matches: (json) => 'kty' in json && 'd' in json,
	},
	{ is: 'is a public key (JWK)', matches: (json) => 'kty' in json },
	{ is: 'is a set of keys (JWKS)', matches: (json) => Array.isArray(json.keys) },
	{ is: 'is the response of a token endpoint', matches: (json) => 'access_token' in json },
	{ is: 'is the configuration of an OpenID provider', matches: (json) => 'token_endpoint' in json },
];

type TextKind = PastedKind & { readonly pattern: RegExp };

/** A signed JSON Web Token: three parts, the first of which is base64url of a JSON object. */
export const JSON_WEB_TOKEN: TextKind = {
	pattern: /^(bearer\s+)?["']?eyJ[\w-]+\.[\w-]+\.[\w-]*["']?$/i,
	is: 'is a JSON Web Token',
	advice: "It belongs in the field 'JSON Web Token', with the Authentication 'JSON Web Token'.",
};

const texts: readonly TextKind[] = [
	{ pattern: /^\{[^}]*$/, is: 'is cut off: its end is missing' },
	{ pattern: /^[^{]*\}$/, is: 'is cut off: its beginning is missing' },
	{ pattern: /-----BEGIN CERTIFICATE/, is: 'is a certificate' },
	{ pattern: /-----BEGIN [A-Z ]*PUBLIC KEY|^ssh-|^ecdsa-/, is: 'is a public key' },
	{ pattern: /-----BEGIN OPENSSH/, is: 'is an OpenSSH key' },
	{ pattern: /-----BEGIN /, is: 'is a PEM file' },
	JSON_WEB_TOKEN,
	{
		pattern: /^(bearer\s+)?["']?eyJ[\w-]+(\.[\w-]*){4}["']?$/i,
		is: 'is an encrypted JSON Web Token',
	},
	{ pattern: /^https?:\/\/\S+$/i, is: 'is an address' },
	{
		pattern: /^[^{}"<>|]{0,300}\.(key|jwks?|json|pem|txt)$/i,
		is: "is the name of a file, not the file's content",
	},
];

/** The kind of a JSON object; undefined if it is unknown. */
export function kindOfObject(json: object): PastedKind | undefined {
	const object = jsonObject(json) ?? {};
	return objects.find(({ matches }) => matches(object));
}

/** The kind of a text, which may be pasted JSON; undefined if it is unknown. */
export function kindOfText(pasted: string): PastedKind | undefined {
	const json = pastedJson(pasted);
	if (json !== undefined) return kindOfObject(firstOf(json));
	const text = pasted.trim();
	return texts.find(({ pattern }) => pattern.test(text));
}

/** Signs of a secret. `ey` and `ew` begin the base64 of JSON. */
const LIKE_A_SECRET = /^\s*(bearer\s+)?["']?e[yw]|[{}]|-----BEGIN|&quot;/i;

/** The kind of a secret in a field that should have none; undefined for any other text. */
export function kindOfSecret(pasted: string): PastedKind | undefined {
	return LIKE_A_SECRET.test(pasted) ? kindOfText(pasted) : undefined;
}

function firstOf(json: object): object {
	const [first]: unknown[] = Array.isArray(json) ? json : [json];
	return typeof first === 'object' && first !== null ? first : json;
}

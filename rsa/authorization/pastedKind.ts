import { jsonObject, type JsonObject } from '../values/jsonObject';
import { pastedJson } from './pastedJson';

/** What a pasted text is, as an operator knows it, and what to do with it. */
export interface PastedKind {
	/** After "The API Key File". */
	readonly is: string;
	/** Where it belongs, where it belongs anywhere. */
	readonly advice?: string;
}

interface Row extends PastedKind {
	/** Whether a JSON object is of this kind. */
	readonly holds: (json: JsonObject) => boolean;
}

const KEY_FILE: Row = {
	is: 'is the .key file of an Administration API key',
	advice:
		"It belongs in the field 'API Key File', with the Authentication 'Administration API Key'.",
	holds: (json) => 'accessKey' in json || 'adminRestApiUrl' in json,
};

const PRIVATE_KEY: Row = {
	is: 'is the private key (JWK) of an OAuth client',
	advice: "It belongs in the field 'Private Key (JWK)', with the Authentication 'OAuth Client'.",
	holds: (json) => 'kty' in json && 'd' in json,
};

/** A signed one: three parts, of which the first is base64url of a JSON object. */
export const JSON_WEB_TOKEN: PastedKind & { in: RegExp } = {
	in: /^(bearer\s+)?["']?eyJ[\w-]+\.[\w-]+\.[\w-]*["']?$/i,
	is: 'is a JSON Web Token',
	advice: "It belongs in the field 'JSON Web Token', with the Authentication 'JSON Web Token'.",
};

const objects: readonly Row[] = [
	KEY_FILE,
	PRIVATE_KEY,
	{ is: 'is a public key (JWK)', holds: (json) => 'kty' in json },
	{ is: 'is a set of keys (JWKS)', holds: (json) => Array.isArray(json.keys) },
	{ is: 'is the answer of a token endpoint', holds: (json) => 'access_token' in json },
	{ is: 'is the configuration of an OpenID provider', holds: (json) => 'token_endpoint' in json },
];

const texts: ReadonlyArray<PastedKind & { in: RegExp }> = [
	{ in: /^\{[^}]*$/, is: 'is cut off: its end is missing' },
	{ in: /^[^{]*\}$/, is: 'is cut off: its beginning is missing' },
	{ in: /-----BEGIN CERTIFICATE/, is: 'is a certificate' },
	{ in: /-----BEGIN [A-Z ]*PUBLIC KEY|^ssh-|^ecdsa-/, is: 'is a public key' },
	{ in: /-----BEGIN OPENSSH/, is: 'is an OpenSSH key' },
	{ in: /-----BEGIN /, is: 'is a PEM file' },
	JSON_WEB_TOKEN,
	{ in: /^(bearer\s+)?["']?eyJ[\w-]+(\.[\w-]*){4}["']?$/i, is: 'is an encrypted JSON Web Token' },
	{ in: /^https?:\/\/\S+$/i, is: 'is an address' },
	{
		in: /^[^{}"<>|]{0,300}\.(key|jwks?|json|pem|txt)$/i,
		is: "is the name of a file, not the file's content",
	},
];

/** What kind of JSON object this is, where it is a known one. */
export function kindOfObject(json: object): PastedKind | undefined {
	const known = jsonObject(json) ?? {};
	return objects.find(({ holds }) => holds(known));
}

/** What kind of text this is, where it is a known one: also of JSON as people paste it. */
export function kindOfText(pasted: string): PastedKind | undefined {
	const json = pastedJson(pasted);
	if (json !== undefined) return kindOfObject(firstOf(json));
	const text = pasted.trim();
	return texts.find(({ in: pattern }) => pattern.test(text));
}

/** What secrets begin with or hold; `ey` and `ew` are base64 of a brace and what follows it. */
const LIKE_A_SECRET = /^\s*(bearer\s+)?["']?e[yw]|[{}]|-----BEGIN|&quot;/i;

/** What secret this is, in a field that is to hold none. */
export function kindOfSecret(pasted: string): PastedKind | undefined {
	return LIKE_A_SECRET.test(pasted) ? kindOfText(pasted) : undefined;
}

function firstOf(json: object): object {
	const [first]: unknown[] = Array.isArray(json) ? json : [json];
	return typeof first === 'object' && first !== null ? first : json;
}

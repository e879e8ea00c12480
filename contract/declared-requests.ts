import type { operations } from './rsa-cloud-administration.types';

type BodyOf<Operation> = Operation extends {
	requestBody: { content: { 'application/json': infer Body } };
}
	? { readonly body: Body }
	: { readonly body?: never };

/** What a request says in its path, its query and its body, by the contract's `operationId`s. */
export type DeclaredRequests = {
	readonly [Name in keyof operations]: BodyOf<operations[Name]> &
		Readonly<Pick<operations[Name]['parameters'], 'path' | 'query'>>;
};

import { highRiskOperation } from './changeHighRiskUser';

export const add = highRiskOperation('add', {
	name: 'Add',
	value: 'add',
	action: 'Add user to high-risk users',
	description:
		"Put a user on RSA's list of high-risk users, for whom your access policies can ask for more or deny access. The API key needs the role Super Administrator.",
	ofUser: 'The user who is put on the list. RSA takes email addresses: others are looked up.',
});

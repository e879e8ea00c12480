import { highRiskOperation } from './changeHighRiskUser';

export const remove = highRiskOperation('remove', {
	name: 'Remove',
	value: 'remove',
	action: 'Remove user from high-risk users',
	description:
		"Take a user off RSA's list of high-risk users. The API key needs the role Super Administrator.",
	ofUser: 'The user who is taken off the list. RSA takes email addresses: others are looked up.',
});

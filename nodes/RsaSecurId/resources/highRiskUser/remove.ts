import { highRiskOperation } from './changeHighRiskUser';

export const remove = highRiskOperation('remove', {
	name: 'Remove',
	value: 'remove',
	action: 'Remove a high-risk user',
	description:
		"Remove a user from RSA's list of high-risk users. The API key needs the role Super Administrator.",
	ofUser:
		'The user to remove from the list. RSA needs the email address: it is looked up for a username or an ID.',
});

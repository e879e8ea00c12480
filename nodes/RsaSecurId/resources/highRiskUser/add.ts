import { highRiskOperation } from './changeHighRiskUser';

export const add = highRiskOperation('add', {
	name: 'Add',
	value: 'add',
	action: 'Add a high-risk user',
	description:
		"Add a user to RSA's list of high-risk users. Your access policies can require more of them or deny them access. The API key needs the role Super Administrator.",
	ofUser:
		'The user to add to the list. RSA needs the email address: it is looked up for a username or an ID.',
});

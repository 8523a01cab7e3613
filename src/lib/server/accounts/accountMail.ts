import { m } from '#lib/paraglide/messages.js';
import { baseLocale, isLocale } from '#lib/paraglide/runtime.js';
import type { Config } from '../config.ts';
import type { Trx } from '../database/database.ts';
import { publicLink } from '../mail/publicLink.ts';
import { queueMail } from '../mail/queueMail.ts';

interface Reader {
	email: string;
	name: string;
	language: string;
}

/** Puts the mail with the link to choose a new password in the outbox, in the reader's language. */
export async function mailResetLink(
	trx: Trx,
	config: Config,
	reader: Reader,
	token: string
): Promise<void> {
	const options = { locale: isLocale(reader.language) ? reader.language : baseLocale };
	await queueMail(trx, {
		recipient: reader.email,
		subject: m.accounts_mail_reset_subject({}, options),
		body: [
			m.accounts_mail_greeting({ name: oneLine(reader.name) }, options),
			m.accounts_mail_reset_body({}, options),
			publicLink(config, `/reset/${token}`),
			m.accounts_mail_reset_note({}, options)
		].join('\n\n')
	});
}

/** Tells an account's owner that the way they sign in was changed, in case it was not they. */
export async function mailChange(
	trx: Trx,
	config: Config,
	reader: Reader,
	what: 'password' | 'second_factor_on' | 'second_factor_off'
): Promise<void> {
	const options = { locale: isLocale(reader.language) ? reader.language : baseLocale };
	const body = {
		password: m.accounts_mail_changed_password,
		second_factor_on: m.accounts_mail_changed_second_factor_on,
		second_factor_off: m.accounts_mail_changed_second_factor_off
	}[what];
	await queueMail(trx, {
		recipient: reader.email,
		subject: m.accounts_mail_changed_subject({}, options),
		body: [
			m.accounts_mail_greeting({ name: oneLine(reader.name) }, options),
			body({}, options),
			m.accounts_mail_changed_note({}, options),
			publicLink(config, '/forgot')
		].join('\n\n')
	});
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}

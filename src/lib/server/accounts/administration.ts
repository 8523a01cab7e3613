import { recordAudit } from '../audit/record.ts';
import { authorize } from '../access/authorize.ts';
import { listLastSignIns } from '../audit/queries.ts';
import type { Context } from '../context.ts';
import { asActor, asSystem } from '../database/asActor.ts';
import type { Trx } from '../database/database.ts';
import { MOST_ATTEMPTS, listMails } from '../mail/mailQueries.ts';

const MOST_ACCOUNTS = 200;
const MAILS_A_PAGE = 50;

export interface ListedAccount {
	id: string;
	name: string;
	email: string;
	isAdministrator: boolean;
	mayCreateStudies: boolean;
	hasSecondFactor: boolean;
	isDisabled: boolean;
	lastSignIn: Date | null;
}

/** The accounts of the instance by name, those whose name or e-mail holds `search`. */
export function listAccounts(
	ctx: Context,
	search: string
): Promise<{ accounts: ListedAccount[]; hasMore: boolean }> {
	return asAdministrator(ctx, async (trx) => {
		const wanted = `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
		const rows = await trx
			.selectFrom('accounts')
			.select(['id', 'name', 'email', 'is_administrator', 'may_create_studies'])
			.select(['totp_confirmed_at', 'disabled_at'])
			.where((where) => where.or([where('name', 'ilike', wanted), where('email', 'ilike', wanted)]))
			.orderBy('name')
			.orderBy('id')
			.limit(MOST_ACCOUNTS + 1)
			.execute();
		const shown = rows.slice(0, MOST_ACCOUNTS);
		const signIns = await listLastSignIns(
			trx,
			shown.map(({ id }) => id)
		);
		return {
			hasMore: rows.length > MOST_ACCOUNTS,
			accounts: shown.map((row) => ({
				id: row.id,
				name: row.name,
				email: row.email,
				isAdministrator: row.is_administrator,
				mayCreateStudies: row.may_create_studies,
				hasSecondFactor: row.totp_confirmed_at !== null,
				isDisabled: row.disabled_at !== null,
				lastSignIn: signIns.get(row.id) ?? null
			}))
		};
	});
}

/** A mail as the outbox shows it. */
export interface OutboxMail {
	id: string;
	recipient: string;
	subject: string;
	/** Empty once sent: what held a link is not kept. */
	body: string;
	createdAt: Date;
	sentAt: Date | null;
	attempts: number;
	lastError: string | null;
	gaveUp: boolean;
}

/** The mails of the instance, newest first, from after the mail with id `before`. */
export function getOutbox(
	ctx: Context,
	before: string | undefined
): Promise<{ hasServer: boolean; mails: OutboxMail[]; older: string | undefined }> {
	return asAdministrator(ctx, async (trx) => {
		const rows = await listMails(trx, MAILS_A_PAGE + 1, before);
		// A mail that waits holds a live link: looking at it is restricted reading (rule R13).
		await recordAudit(trx, ctx.actor, 'outbox.read', { detail: { mails: rows.length } });
		const mails = rows.slice(0, MAILS_A_PAGE).map((row) => ({
			id: row.id,
			recipient: row.recipient,
			subject: row.subject,
			body: row.body,
			createdAt: row.created_at,
			sentAt: row.sent_at,
			attempts: row.attempts,
			lastError: row.last_error,
			gaveUp: row.sent_at === null && row.attempts >= MOST_ATTEMPTS
		}));
		return {
			hasServer: ctx.config.smtpUrl !== undefined,
			mails,
			older: rows.length > MAILS_A_PAGE ? mails.at(-1)?.id : undefined
		};
	});
}

/** Authorises as the actor, then reads as the system: no policy opens these tables to anybody. */
async function asAdministrator<T>(ctx: Context, work: (trx: Trx) => Promise<T>): Promise<T> {
	await asActor(ctx.db, ctx.actor, (trx) => authorize(trx, 'instance.administer', {}));
	return asSystem(ctx.db, work);
}

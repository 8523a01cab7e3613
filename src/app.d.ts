import type { Context, SystemContext } from '#lib/server/context.ts';
import type { SignedIn } from '#lib/server/sessions/sessions.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			code?: string;
			requestId?: string;
			/** Words somebody typed into a form that can no longer take them. */
			typed?: { label: string; words: string }[];
		}
		interface Locals {
			requestId: string;
			/** Who is signed in; null for visitors. */
			signedIn: SignedIn | null;
			/** Ready for domain verbs; null for visitors. */
			ctx: Context | null;
			system: SystemContext;
			/** Who wrote what was refused because somebody else is signed in, see requireWriter. */
			otherWriter?: string;
		}
	}
}

export {};

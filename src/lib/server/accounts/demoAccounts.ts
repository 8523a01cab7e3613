/** The accounts of the demo data. Their password stands on the sign-in page, in demo mode only. */
export const DEMO_PASSWORD = 'sample-only-2026';

const COUNTRIES = ['bn', 'kh', 'id', 'la', 'my', 'mm', 'ph', 'sg', 'th', 'tl', 'vn'] as const;
const OTHERS = ['coordinator', 'editor', 'notetaker', 'reader', 'admin'] as const;

export interface DemoAccount {
	email: string;
	role: 'focal_point' | 'representative' | 'helper' | (typeof OTHERS)[number];
	/** ISO 3166-1 alpha-2, for those who answer for a country. */
	country: string | null;
}

const account = (name: string, role: DemoAccount['role'], country: string | null = null) => ({
	email: `${name}@demo.example`,
	role,
	country: country?.toUpperCase() ?? null
});

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
	...COUNTRIES.map((country) => account(country, 'focal_point', country)),
	account('kh2', 'representative', 'kh'),
	account('kh3', 'helper', 'kh'),
	...OTHERS.map((role) => account(role, role))
];

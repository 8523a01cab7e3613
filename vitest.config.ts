import { defineConfig } from 'vitest/config';

/** Vitest runs outside Vite's SvelteKit plugin: what it tests is plain TypeScript. */
export default defineConfig({
	test: {
		// By default one less than there are cores, which on small machines is one.
		maxWorkers: 2,
		projects: [
			{
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts', 'tests/scenario/**/*.test.ts'],
					testTimeout: 60_000
				}
			},
			...(['pglite', 'postgres'] as const).map((engine) => ({
				test: {
					name: engine,
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: [`tests/support/setup.${engine}.ts`],
					env: { MUFAKAT_TEST_ENGINE: engine },
					testTimeout: 60_000,
					hookTimeout: 180_000
				}
			}))
		]
	}
});

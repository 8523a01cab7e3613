import type { EditionContent, EditionFacts } from '#lib/report/content.ts';

/** The same sentence about rights in every script an edition is written in. */
export const SCRIPTS: Record<string, string> = {
	km: 'មនុស្សគ្រប់រូបកើតមកមានសេរីភាព និងសមភាពក្នុងសិទ្ធិ',
	lo: 'ມະນຸດທຸກຄົນເກີດມາມີອິດສະຫຼະພາບ ແລະ ສະເໝີພາບ',
	my: 'လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် မွေးဖွားလာသူများ ဖြစ်သည်',
	th: 'มนุษย์ทั้งปวงเกิดมามีอิสระและเสมอภาคกันในสิทธิ ผู้แทนทุกคน',
	ta: 'மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்',
	vi: 'Tất cả mọi người sinh ra đều được tự do và bình đẳng về quyền',
	id: 'Semua orang dilahirkan merdeka dan mempunyai hak yang sama'
};

const text = (words: string) => ({ kind: 'text' as const, text: words });
const paragraph = (words: string, ...labels: string[]) => ({
	kind: 'paragraph' as const,
	content: [text(words), ...labels.map((label) => ({ kind: 'cite' as const, label }))]
});

const source = (label: string, kind: EditionContent['sources'][number]['kind'], title: string) => ({
	label,
	kind,
	title,
	words: '',
	translation: '',
	language: null as string | null,
	link: null as string | null,
	quote: null as EditionContent['sources'][number]['quote']
});

/** A small edition with one of everything: an invented study of two countries. */
export const wordSample: EditionContent = {
	format: 1,
	language: 'en',
	study: { name: 'Fair work across borders', isInvented: true },
	round: { name: 'Baseline 2026' },
	title: 'What protects people who move for work',
	subtitle: 'Eleven countries, seven areas, one questionnaire',
	publisher: 'Network for Fair Migration',
	chapters: [
		{
			slug: 'foreword',
			kind: 'foreword',
			key: '',
			title: 'Foreword',
			pieces: [
				{
					kind: 'text',
					blocks: [
						paragraph('People who leave home for work are heard too late. ', 'KH-3.2-v4'),
						{
							kind: 'paragraph',
							content: [
								text('This report is '),
								{ kind: 'strong', content: [text('written with')] },
								text(' those who '),
								{ kind: 'emphasis', content: [text('answer for them')] },
								text(', '),
								{
									kind: 'link',
									href: 'https://example.org/network',
									content: [text('the network')]
								},
								text('.'),
								{ kind: 'footnote', number: 1 },
								{ kind: 'break' },
								text('A line of its own.')
							]
						}
					]
				}
			],
			footnotes: [[paragraph('Members are listed in the annex. ', 'E5')]]
		},
		{
			slug: 'method',
			kind: 'method',
			key: '',
			title: 'Method and limits',
			pieces: [
				{
					kind: 'text',
					blocks: [
						{ kind: 'heading', level: 2, content: [text('How it was asked')] },
						{
							kind: 'list',
							isOrdered: true,
							items: [
								[paragraph('Answers by organisations')],
								[
									paragraph('Review by coordinators'),
									{
										kind: 'list',
										isOrdered: false,
										items: [[paragraph('queries')], [paragraph('evidence')]]
									}
								],
								[paragraph('Focus groups')]
							]
						},
						{ kind: 'heading', level: 3, content: [text('Other lists count anew')] },
						{
							kind: 'list',
							isOrdered: true,
							items: [[paragraph('First again')], [paragraph('Second again')]]
						},
						{
							kind: 'table',
							align: ['start', 'center', 'end'],
							head: [[text('Country')], [text('Meetings')], [text('People')]],
							rows: [
								[[text('Cambodia')], [text('3')], [text('27')]],
								[[text('Viet Nam')], [text('2')], [text('18')]]
							]
						},
						{ kind: 'heading', level: 4, content: [text('In every script')] },
						...Object.values(SCRIPTS).map((words) => paragraph(words))
					]
				}
			],
			footnotes: []
		},
		{
			slug: 'access-to-justice',
			kind: 'area',
			key: 'justice',
			title: 'Access to justice',
			pieces: [
				{
					kind: 'finding',
					strength: 'well_supported',
					blocks: [paragraph('Complaints take longer than a visa lasts. ', 'KH-3.2-v4', 'D3.2')]
				},
				{
					kind: 'finding',
					strength: 'contested',
					blocks: [
						paragraph('Mediation is said to work where lawyers are near. ', 'Q1'),
						{
							kind: 'quote',
							content: [paragraph('They told me to wait until my papers had run out. ', 'Q1')]
						},
						{
							kind: 'quote',
							content: [paragraph('The office kept my passport for a year. ', 'Q2')]
						}
					]
				},
				{
					kind: 'figure',
					figure: {
						name: 'd-3.2',
						draw: 'bars',
						title: 'How long a complaint takes',
						alt: 'Bars for two countries: Cambodia fourteen months, Viet Nam nine.',
						note: 'Accepted public answers of two countries; one did not know.',
						columns: ['Country', 'Months'],
						rows: [
							{ label: 'Cambodia', code: 'KH', cells: [{ text: '14', share: 1 }] },
							{ label: 'Viet Nam', code: 'VN', cells: [{ text: '9', share: 0.64 }] }
						],
						legend: []
					}
				},
				{
					kind: 'figure',
					figure: {
						name: 'coverage',
						draw: 'matrix',
						title: 'Who may complain',
						alt: 'A matrix of two countries and three groups.',
						note: 'As answered by organisations.',
						columns: ['Domestic work', 'Fishing', 'Building'],
						rows: [
							{
								label: 'Cambodia · កម្ពុជា',
								cells: [
									{ text: 'yes', sign: '●', step: 5 },
									{ text: 'in part', sign: '◐', step: 3 },
									{ text: 'no', sign: '○', step: 1 }
								]
							},
							{
								label: 'Viet Nam · Việt Nam',
								cells: [
									{ text: 'in part', sign: '◐', step: 3 },
									{ text: 'no', sign: '○', step: 1 },
									{ text: 'yes', sign: '●', step: 5 }
								]
							}
						],
						legend: [
							{ text: 'may complain', sign: '●', step: 5 },
							{ text: 'only some', sign: '◐', step: 3 },
							{ text: 'may not', sign: '○', step: 1 }
						]
					}
				}
			],
			footnotes: []
		}
	],
	sources: [
		{
			...source('KH-3.2-v4', 'answer', 'Cambodia, answer to 3.2, accepted 12 November 2026'),
			words: SCRIPTS.km!,
			translation: 'A complaint takes fourteen months on average.',
			language: 'km'
		},
		{
			...source('E5', 'evidence', 'Statistics of the labour inspectorate, 2025'),
			link: 'https://example.org/labour/2025.pdf'
		},
		source('D3.2', 'data', 'Spread of the answers to 3.2'),
		{
			...source('Q1', 'quote', 'Words from a focus group, October 2026'),
			words: 'They told me to wait until my papers had run out.',
			language: 'en',
			quote: {
				level: 5,
				attributions: {
					2: 'a participant',
					3: 'a participant from Cambodia',
					4: 'a member of the Harbour Union',
					5: 'Sokha Meas of the Harbour Union'
				}
			}
		},
		{
			...source('Q2', 'quote', 'Words from a focus group, November 2026'),
			words: 'The office kept my passport for a year.',
			translation: SCRIPTS.id!,
			language: 'en',
			quote: { level: 3, attributions: { 2: 'a participant', 3: 'a participant from Viet Nam' } }
		}
	],
	withheld: [{ reason: 'off the record', count: 7 }]
};

export const wordFacts: EditionFacts = {
	number: 2,
	releasedOn: '2026-12-01',
	contentSha256: 'a'.repeat(64),
	datasetSha256: 'b'.repeat(64),
	address: 'https://study.example/published/fair-work',
	changes: ['Two answers of Cambodia are new.'],
	removals: [],
	taken: [],
	datasetRemovedOn: null
};

import type {
	Chapter,
	EditionContent,
	EditionFacts,
	Inline,
	Source,
	TextBlock
} from '#lib/report/content.ts';
import { sampleFigures } from './sampleFigures.ts';

/**
 * An edition with everything one can hold: three countries, areas, every kind of piece and figure,
 * the scripts of the region, footnotes, tables, and texts that look like markup. All of it invented.
 */
export const text = (words: string): Inline => ({ kind: 'text', text: words });
const cite = (label: string): Inline => ({ kind: 'cite', label });
const note = (number: number): Inline => ({ kind: 'footnote', number });
export const paragraph = (...content: (string | Inline)[]): TextBlock => ({
	kind: 'paragraph',
	content: content.map((part) => (typeof part === 'string' ? text(part) : part))
});
const heading = (level: 2 | 3 | 4, words: string): TextBlock => ({
	kind: 'heading',
	level,
	content: [text(words)]
});

/** Texts that would break a page that trusts them. */
export const HOSTILE = [
	'<script>alert("title")</script>',
	']]> & &amp; <!-- no comment -->',
	'"quoted" \'single\' `ticks` </style></svg></title>'
];

const foreword: Chapter = {
	slug: 'foreword',
	kind: 'foreword',
	key: '',
	title: 'Foreword',
	pieces: [
		{
			kind: 'text',
			blocks: [
				paragraph(
					'Organisations of three countries wrote down what they know about the rights of people who work abroad.',
					note(1),
					' This sample shows ',
					{
						kind: 'strong',
						content: [text('what an edition '), { kind: 'emphasis', content: [text('can hold')] }]
					},
					'.',
					{ kind: 'break' },
					'A second line after a break.'
				),
				paragraph(
					'Wrong addresses stay words: ',
					{
						kind: 'link',
						href: 'javascript:alert(1)',
						content: [text('not a link')]
					},
					', ',
					{ kind: 'link', href: 'data:text/html,x', content: [text('nor this')] },
					'. Right ones open: ',
					{
						kind: 'link',
						href: 'https://example.org/law?a=1&b="2"',
						content: [text('the law')]
					},
					' and ',
					{ kind: 'link', href: 'mailto:study@example.org', content: [text('the editors')] },
					'.'
				),
				...HOSTILE.map((words) => paragraph(words))
			]
		}
	],
	footnotes: [
		[
			paragraph(
				'Among them unions, shelters and ',
				{ kind: 'emphasis', content: [text('legal aid')] },
				cite('E5'),
				'.'
			)
		],
		[paragraph('A note that no sentence refers to.')]
	]
};

const justice: Chapter = {
	slug: 'access-to-justice',
	kind: 'area',
	key: 'access_to_justice',
	title: 'Access to justice',
	pieces: [
		{
			kind: 'text',
			blocks: [
				heading(3, 'Complaints'),
				paragraph(
					'In eight of ten reporting countries a migrant worker may file a complaint alone, yet six describe the right as rarely usable.',
					cite('D3.2'),
					' The most common barrier is losing the right to stay once the employer cancels the permit.',
					cite('KH-3.2-v4'),
					cite('Q12'),
					note(1)
				),
				{
					kind: 'quote',
					content: [
						paragraph(
							'The officer asks for a letter from the employer before opening a file.',
							cite('Q12')
						)
					]
				},
				heading(4, 'Who helps'),
				{
					kind: 'list',
					isOrdered: false,
					items: [
						[paragraph('unions')],
						[
							paragraph('shelters:'),
							{
								kind: 'list',
								isOrdered: true,
								items: [[paragraph('by day')], [paragraph('by night')]]
							}
						]
					]
				},
				{
					kind: 'table',
					align: ['start', 'center', 'end'],
					head: [[text('Country')], [text('Office')], [text('Cases')]],
					rows: [
						[[text('Cambodia')], [text('Ministry'), cite('E5')], [text('41')]],
						[[text('Indonesia')], [{ kind: 'strong', content: [text('Agency')] }], [text('117')]]
					]
				}
			]
		},
		{
			kind: 'finding',
			strength: 'some_support',
			blocks: [
				paragraph(
					'A complaint costs a worker the permit in most countries.',
					cite('KH-3.2-v4'),
					cite('MM-3.2-v1')
				)
			]
		},
		{ kind: 'figure', figure: sampleFigures.bars },
		{ kind: 'figure', figure: sampleFigures.strip },
		{ kind: 'figure', figure: sampleFigures.tiles },
		{
			kind: 'finding',
			strength: null,
			blocks: [paragraph('A finding nobody has judged yet.', cite('C3.2'))]
		}
	],
	footnotes: [[paragraph('Permits bind a worker to one employer.', cite('T-KH-CMW'))]]
};

const country = (slug: string, title: string, pieces: Chapter['pieces']): Chapter => ({
	slug,
	kind: 'country',
	key: slug.toUpperCase(),
	title,
	pieces,
	footnotes: []
});

const words: Record<string, string> = {
	km: 'កម្មករ​ចំណាកស្រុក​មិន​អាច​ដាក់​ពាក្យ​បណ្ដឹង​ដោយ​គ្មាន​លិខិត​របស់​និយោជក​ទេ។',
	my: 'ရွှေ့ပြောင်းလုပ်သားများသည် အလုပ်ရှင်၏ စာမရှိဘဲ တိုင်ကြားနိုင်ခြင်း မရှိပါ။',
	lo: 'ແຮງງານເຄື່ອນຍ້າຍບໍ່ສາມາດຮ້ອງຟ້ອງໄດ້ໂດຍບໍ່ມີໜັງສືຈາກນາຍຈ້າງ.',
	th: 'แรงงานข้ามชาติไม่สามารถร้องเรียนได้หากไม่มีหนังสือจากนายจ้าง',
	vi: 'Người lao động di cư không thể khiếu nại nếu không có thư của chủ sử dụng lao động.',
	ta: 'புலம்பெயர் தொழிலாளர்கள் முதலாளியின் கடிதம் இல்லாமல் புகார் அளிக்க முடியாது.',
	tet: 'Traballadór migrante labele keixa se patraun la fó karta.'
};

const source = (
	label: string,
	kind: Source['kind'],
	title: string,
	rest: Partial<Source> = {}
): Source => ({
	label,
	kind,
	title,
	words: '',
	translation: '',
	language: null,
	link: null,
	quote: null,
	...rest
});

/** What the speaker of Q12 said: taken back in {@link removedFacts}. */
export const GONE = 'The officer asks for a letter from the employer before opening a file.';
/** How the speaker of Q13 agreed to be named first, and no longer does. */
export const NAMED = 'Sokha Invented, Domestic Workers Union';

export const sampleContent: EditionContent = {
	format: 1,
	language: 'en',
	study: { name: 'Rights of people who work abroad', isInvented: true },
	round: { name: 'Baseline 2026' },
	title: 'What is written and what is done',
	subtitle: 'A baseline study of three countries & seven areas',
	publisher: 'Network of Invented Organisations',
	chapters: [
		foreword,
		justice,
		country('kh', 'Cambodia', [
			{
				kind: 'finding',
				strength: 'well_supported',
				blocks: [
					paragraph(
						'Workers need a letter from the employer before police open a file.',
						cite('KH-3.2-v4'),
						cite('Q13')
					)
				]
			},
			{
				kind: 'text',
				blocks: [heading(3, 'Language of complaints'), paragraph(words.km!, cite('KH-3.2-v4'))]
			},
			{ kind: 'figure', figure: sampleFigures.matrix }
		]),
		country('id', 'Indonesia', [
			{
				kind: 'finding',
				strength: 'contested',
				blocks: [
					paragraph('Domestic workers have no law of their own.', cite('E5'), cite('no-such-label'))
				]
			},
			{
				kind: 'text',
				blocks: [
					paragraph(
						'The organiser, ',
						{ kind: 'strong', content: [text(NAMED)] },
						', said so in a meeting.',
						cite('Q13')
					)
				]
			}
		]),
		country('mm', 'Myanmar', [
			{
				kind: 'text',
				blocks: ['my', 'lo', 'th', 'vi', 'ta', 'tet'].map((tag) =>
					paragraph(words[tag]!, cite('MM-3.2-v1'))
				)
			}
		]),
		{
			slug: 'index',
			kind: 'treaties',
			key: '',
			title: 'Treaties',
			pieces: [{ kind: 'figure', figure: sampleFigures.treaties }],
			footnotes: []
		},
		{
			slug: 'questionnaire',
			kind: 'questionnaire',
			key: '',
			title: 'Annex: questionnaire',
			pieces: [{ kind: 'figure', figure: sampleFigures.plain }],
			footnotes: []
		},
		{
			slug: 'dataset',
			kind: 'dataset',
			key: '',
			title: 'Annex: dataset',
			pieces: [
				{
					kind: 'text',
					blocks: [paragraph('The public answers can be downloaded beside this study.')]
				}
			],
			footnotes: []
		}
	],
	sources: [
		source('E5', 'evidence', 'Decree on complaints, 2019', {
			link: 'https://example.org/decree?no=5&year=2019',
			words: HOSTILE[0]!
		}),
		source('D3.2', 'data', 'Answers to 3.2 from 10 countries'),
		source('KH-3.2-v4', 'answer', 'Cambodia, answer to 3.2, accepted 12 November 2026', {
			words: words.km!,
			translation: 'Migrant workers cannot complain without a paper of the employer.',
			language: 'km'
		}),
		source('Q12', 'quote', 'Focus group, 30 August 2026', {
			words: GONE,
			language: 'en',
			quote: { level: 3, attributions: { 2: 'Union organiser', 3: 'Union organiser, Cambodia' } }
		}),
		source('T-KH-CMW', 'treaty', 'Cambodia and the Convention on Migrant Workers', {
			link: 'javascript:alert(2)'
		}),
		source('MM-3.2-v1', 'answer', 'Myanmar, answer to 3.2', { words: words.my!, language: 'my' }),
		source('C3.2', 'change', 'Answers to 3.2 since the round before'),
		source('Q13', 'quote', 'Focus group, 31 August 2026', {
			words: 'Without the letter they send you home.\nThat is all.',
			language: 'no tag at all',
			quote: {
				level: 5,
				attributions: { 2: 'an organiser', 3: 'an organiser from Cambodia', 5: NAMED }
			}
		})
	],
	withheld: [
		{ reason: 'consent', count: 4 },
		{ reason: 'said in another room', count: 1 }
	]
};

export const sampleFacts: EditionFacts = {
	number: 3,
	releasedOn: '2026-12-01',
	contentSha256: 'a'.repeat(64),
	datasetSha256: 'b'.repeat(64),
	address: 'https://mufakat.example/published/rights/3',
	changes: ['Two findings are new.', 'The chapter on Cambodia was written again.'],
	removals: [],
	taken: [],
	datasetRemovedOn: null
};

/** The words of Q12 are gone, Q13 may be named with the country at most. */
export const removedFacts: EditionFacts = {
	...sampleFacts,
	removals: [
		{ label: 'Q12', level: 1, removedOn: '2026-12-24' },
		{ label: 'Q13', level: 3, removedOn: '2026-12-25' }
	]
};

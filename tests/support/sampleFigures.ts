import type { Figure } from '#lib/report/content.ts';

/** A figure of every kind, with names and words in the scripts of the region. All of it is invented. */
export const sampleFigures = {
	bars: {
		name: 'd-3.2',
		draw: 'bars',
		title: '3.2 Can a worker complain without the employer?',
		alt: 'In law and practice: 2; In law, rarely used: 6; No: 1; Not known: 1.',
		note: 'Ten accepted public answers. <script>alert(1)</script> is text, and so is ]]>.',
		columns: ['Answer', 'Countries', 'Where'],
		rows: [
			{
				label: 'In law and practice',
				cells: [{ text: '2', share: 0.2 }, { text: 'Cambodia, Indonesia' }]
			},
			{
				label: 'In law, but rarely used because the permit ends when the employer says so',
				cells: [{ text: '6 of 10', sign: '▲', share: 0.6, step: 4 }, { text: 'six countries' }]
			},
			{ label: 'ច្បាប់ការងារមិនអនុវត្តចំពោះកម្មករតាមផ្ទះទេ', cells: [{ text: '1', share: 0.1 }] },
			{ label: 'Too much', cells: [{ text: '12', share: 1.2 }] },
			{ label: 'Nobody', cells: [{ text: '0', share: 0 }] },
			{ label: 'No share', cells: [{ text: 'words & signs' }] }
		],
		legend: []
	},
	strip: {
		name: 's-4.1',
		draw: 'strip',
		title: '4.1 How well are workers told of their rights before they leave?',
		alt: 'Most countries stand at rarely.',
		note: '',
		columns: ['Step', 'Countries'],
		rows: [
			{ label: 'Always', cells: [{ text: 'ไทย', step: 5 }] },
			{
				label: 'Rarely',
				cells: [
					{ text: 'Kampuchea កម្ពុជា', step: 2 },
					{ text: 'Việt Nam', step: 2 },
					{ text: 'Timor-Leste (Lorosaʼe)', step: 2 },
					{ text: 'မြန်မာနိုင်ငံ', step: 2 }
				]
			},
			{ label: 'Never', cells: [] }
		],
		legend: [
			{ text: 'one country', sign: '◇' },
			{ text: 'darker: nearer to always', step: 5 }
		]
	},
	tiles: {
		name: 't-1.1',
		draw: 'tiles',
		title: 'Is there a minimum wage for domestic workers?',
		alt: 'Yes in two countries, no in five, not reported in four.',
		note: 'Tiles stand roughly as on a map.',
		columns: ['Country', 'Answer'],
		rows: [
			['BN', 'Brunei Darussalam', '○', 'Not reported'],
			['KH', 'Cambodia', '×', 'No', 2],
			['ID', 'Indonesia', '✓', 'Yes', 4],
			['LA', 'ສປປ ລາວ', '×', 'No', 2],
			['MY', 'மலேசியா', '×', 'No', 2],
			['MM', 'မြန်မာ', '○', 'Not reported'],
			['PH', 'Philippines', '✓', 'Yes', 5],
			['SG', 'Singapore', '×', 'No', 2],
			['TH', 'ประเทศไทย', '△', 'In law only', 3],
			['TL', 'Timor-Leste', '○', 'Not reported'],
			['VN', 'Việt Nam', '○', 'Not reported', 1]
		].map(([code, label, sign, text, step]) => ({
			code: String(code),
			label: String(label),
			cells: [
				{
					text: String(text),
					sign: String(sign),
					...(step ? { step: step as 1 | 2 | 3 | 4 | 5 } : {})
				}
			]
		})),
		legend: []
	},
	matrix: {
		name: 'coverage',
		draw: 'matrix',
		title: 'Which country answered what',
		alt: 'Three countries answered, two of them every area.',
		note: 'Counted are accepted public answers.',
		columns: [
			'Decent work',
			'Undocumented workers',
			'Access to justice',
			'Information, recruitment',
			'Repatriation',
			'Cooperation',
			'Standards'
		],
		rows: [
			['KH', 'Cambodia'],
			['ID', 'Indonesia, Sahabat Buruh & Rekan'],
			['MM', 'Myanmar']
		].map(([code, label], at) => ({
			code: code!,
			label: label!,
			cells: [0, 1, 2, 3, 4, 5, 6].map((area) =>
				(area + at) % 3 === 0
					? { text: '–' }
					: { text: String(area * 4 + at), sign: '●', step: (1 + ((area + at) % 5)) as 1 }
			)
		})),
		legend: [{ text: 'number of accepted public answers', sign: '●' }]
	},
	treaties: {
		name: 'treaties',
		draw: 'matrix',
		title: 'Who is bound by what',
		alt: 'Two of three states are bound by the Convention on Migrant Workers.',
		note: '',
		columns: ['Instrument', 'Cambodia', 'Indonesia', 'Myanmar'],
		rows: [
			{
				label: 'CMW',
				cells: [
					{ text: 'Signed 2004', sign: '◐', step: 2 },
					{ text: 'Ratified 2012', sign: '✓', step: 5 },
					{ text: 'No action known', sign: '○' }
				]
			},
			{
				label: 'ILO C189',
				cells: [
					{ text: 'No action known', sign: '○' },
					{ text: 'No action known', sign: '○' }
				]
			}
		],
		legend: []
	},
	plain: {
		name: 'p-1',
		draw: 'plain',
		title: 'The questions of this area',
		alt: 'Two questions.',
		note: '',
		columns: ['Number', 'Question', 'Kind'],
		rows: [
			{ label: '3.1', cells: [{ text: 'Who may complain, and to whom?' }, { text: 'long text' }] },
			{ label: '3.2', cells: [{ text: 'Can a worker complain alone?' }, { text: 'one choice' }] }
		],
		legend: []
	}
} satisfies Record<string, Figure>;

import type { EditionContent, EditionFacts, Figure } from '#lib/report/content.ts';
import { paragraph, text } from '../support/sampleEdition.ts';

interface Sample {
	language: string;
	name: string;
	/** Article 1 of the Universal Declaration of Human Rights: long enough to be broken into lines. */
	words: string;
	/** A country as its people write it. */
	country: string;
}

/** The scripts of the region; Vietnamese and Tetum for the marks on their Latin letters. */
export const SAMPLES: readonly Sample[] = [
	{
		language: 'km',
		name: 'ភាសាខ្មែរ (Khmer)',
		words:
			'មនុស្សទាំងអស់កើតមកមានសេរីភាព និងសមភាពក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរ និងសិទ្ធិ។ មនុស្សមានវិចារណញ្ញាណ និងសតិសម្បជញ្ញៈជាប់ពីកំណើត ហើយគប្បីប្រព្រឹត្តចំពោះគ្នាទៅវិញទៅមក ក្នុងស្មារតីភាតរភាពជាបងប្អូន។',
		country: 'កម្ពុជា'
	},
	{
		language: 'my',
		name: 'မြန်မာဘာသာ (Burmese)',
		words:
			'လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် လည်းကောင်း၊ မွေးဖွားလာသူများ ဖြစ်သည်။ ထိုသူတို့၌ ပိုင်းခြား ဝေဖန်တတ်သော ဉာဏ်နှင့် ကျင့်ဝတ် သိတတ်သော စိတ်တို့ရှိကြ၍ ထိုသူတို့သည် အချင်းချင်း မေတ္တာထား၍ ဆက်ဆံကျင့်သုံးသင့်၏။',
		country: 'မြန်မာ'
	},
	{
		language: 'lo',
		name: 'ພາສາລາວ (Lao)',
		words:
			'ມະນຸດທຸກຄົນເກີດມາມີອິດສະຫຼະພາບ ແລະ ສະເໝີພາບທາງດ້ານກຽດສັກສີ ແລະ ດ້ານສິດທິ. ມະນຸດທຸກຄົນມີເຫດຜົນ ແລະ ມະໂນທຳ ແລະ ຈຶ່ງຕ້ອງປະພຶດຕໍ່ກັນໃນທາງພີ່ນ້ອງ.',
		country: 'ສປປ ລາວ'
	},
	{
		language: 'th',
		name: 'ภาษาไทย (Thai)',
		words:
			'มนุษย์ทั้งปวงเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ ผู้ที่อยู่ที่นี่ก็เช่นกัน',
		country: 'ประเทศไทย'
	},
	{
		language: 'vi',
		name: 'Tiếng Việt (Vietnamese)',
		words:
			'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.',
		country: 'Việt Nam'
	},
	{
		language: 'ta',
		name: 'தமிழ் (Tamil)',
		words:
			'மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும், உரிமைகளிலும் சமமானவர்கள், அவர்கள் நியாயத்தையும் மனச்சாட்சியையும் இயற்பண்பாகப் பெற்றவர்கள். அவர்கள் ஒருவருடனொருவர் சகோதர உணர்வுப் பாங்கில் நடந்துகொள்ளல் வேண்டும்.',
		country: 'சிங்கப்பூர்'
	},
	{
		language: 'tet',
		name: 'Tetun (Tetum)',
		words:
			'Ema hotu hotu moris hanesan ho dignidade ho direitu. Sira hotu iha hanoin, konsiénsia n’e duni tenki hare malu hanesan espiritu maun-alin.',
		country: 'Timor-Lorosaʼe'
	}
];

const figure: Figure = {
	name: 'd-0.1',
	draw: 'bars',
	title: 'Sample figure with names in every script',
	alt: 'Seven bars of falling length.',
	note: '',
	columns: ['Country', 'Answers'],
	rows: SAMPLES.map(({ country, name }, at) => ({
		label: `${country} – ${name}`,
		cells: [{ text: String(7 - at), share: (7 - at) / 7 }]
	})),
	legend: []
};

/** One chapter in which every script stands as heading, text and label, and again among the sources. */
export const scriptEdition: EditionContent = {
	format: 1,
	language: 'en',
	study: { name: 'Sample of scripts', isInvented: true },
	round: { name: 'Sample round' },
	title: 'Every script of the region',
	subtitle: 'Article 1 of the Universal Declaration of Human Rights',
	publisher: 'Sample Regional Network (invented)',
	chapters: [
		{
			slug: 'scripts',
			kind: 'custom',
			key: '',
			title: 'Every script',
			pieces: [
				{
					kind: 'text',
					blocks: SAMPLES.flatMap(({ name, words, language }) => [
						{ kind: 'heading' as const, level: 3 as const, content: [text(name)] },
						paragraph(words, { kind: 'cite', label: `S-${language}` })
					])
				},
				{ kind: 'figure', figure }
			],
			footnotes: []
		}
	],
	sources: SAMPLES.map(({ language, words, country }) => ({
		label: `S-${language}`,
		kind: 'answer' as const,
		title: `Sample answer, ${country}`,
		words,
		translation: '',
		language,
		link: null,
		quote: null
	})),
	withheld: []
};

export const scriptFacts: EditionFacts = {
	number: 1,
	releasedOn: '2026-12-01',
	contentSha256: 'a'.repeat(64),
	datasetSha256: null,
	address: null,
	changes: [],
	removals: [],
	taken: [],
	datasetRemovedOn: null
};

/**
 * Invented sentences, by area of the built-in questionnaire. They describe no real law, office
 * or organisation. `{group}` and `{place}` are filled from the lists at the end.
 */
export const english = {
	lead: 'Sample answer: ',
	reason: [
		'Sample reason: this does not happen in our country.',
		'Sample reason: there is no such arrangement here.',
		'Sample reason: this concerns other countries only.'
	],
	tooEarly: 'Sample reason: this came after the year of this round.',
	areas: {
		background: [
			'More {group} leave from {place} than five years ago.',
			'Prices rose faster than wages, and {group} feel it first.',
			'Our members in {place} see younger people travel for work.',
			'Short contracts have replaced the longer ones that were usual before.',
			'The figures of different offices still do not agree with each other.',
			'Several groups of workers now meet online because travel is costly.',
			'{group} ask more often about costs before they sign anything.',
			'Families in {place} depend more on money sent home.',
			'After the long closure of borders, routes changed and some became longer.',
			'We spoke with people in four districts; the picture differs between them.'
		],
		decent_work: [
			'{group} in {place} often work longer than their contract says.',
			'Pay slips are rare, so unpaid overtime is hard to prove.',
			'Inspections reach larger workplaces; {group} seldom see an inspector.',
			'Where a worker keeps the passport, disputes over leave are fewer.',
			'Rooms are shared by too many people, and ventilation is poor.',
			'Deductions for food and transport are not always explained beforehand.',
			'Workers who asked for rest days were told to wait until the season ends.',
			'Small improvements came from employers who joined a voluntary scheme.',
			'Insurance cards exist on paper, but clinics in {place} do not always accept them.',
			'Women report remarks and threats, and most do not know whom to tell.',
			'A worker who changes employer usually loses two or three weeks of pay.'
		],
		undocumented: [
			'Many {group} lost their papers when an employer did not renew the permit.',
			'Renewal costs more than a month of pay, so people in {place} let it lapse.',
			'People avoid clinics because they fear being asked for papers.',
			'Children without birth papers are turned away from school in {place}.',
			'A worker who leaves an abusive employer becomes irregular within days.',
			'Community volunteers are often the first to hear of a detention.',
			'The way back to legal status is short, costly and known to few.',
			'Some local officers let people go to hospital without questions; others do not.',
			'{group} move at night and pay more for transport, which adds to debt.',
			'Estimates differ by a factor of two, depending on who counts.',
			'Interpreters are missing at the first interview, and mistakes stay in the file.'
		],
		access_to_justice: [
			'{group} in {place} rarely complain while they still work for the same employer.',
			'A case takes about eight months, and most workers cannot wait that long.',
			'Legal aid is free in principle; transport and lost pay are not covered.',
			'Interpreters are found through friends rather than through the office.',
			'Many cases end in a settlement far below the amount that was owed.',
			'Workers without papers ask a friend with papers to speak for them.',
			'After a complaint, the next contract is often not offered.',
			'Shelters in {place} are full for much of the year.',
			'Video hearings help those who have gone home, when the line holds.',
			'An award on paper is paid in about half of the cases we followed.',
			'Lists of lawyers are out of date and in one language only.'
		],
		information_recruitment: [
			'{group} hear of jobs from relatives first and from social media second.',
			'Orientation in {place} lasts half a day and is given in one language.',
			'The contract signed before leaving differs from the one shown on arrival.',
			'Brokers in {place} collect a fee for each step, mostly without a receipt.',
			'Loans for the journey are repaid over eight to fourteen months.',
			'Online adverts name no agency, only a number to call.',
			'Returned workers are the most trusted teachers in preparation courses.',
			'Refunds are paid when a family insists, and seldom without that.',
			'Groups led by workers translate leaflets into languages nobody else covers.',
			'Where employers pay the fees, workers report fewer deductions later.',
			'Phones are taken away in some workplaces, which cuts people off from advice.'
		],
		repatriation: [
			'Most {group} pay their own way home and borrow to do it.',
			'Returnees in {place} wait weeks for the first appointment.',
			'Skills learned abroad are seldom written down in a form employers accept.',
			'Families receive little news when someone is ill far away.',
			'Small grants helped when advice came with them.',
			'In the crisis, volunteers organised food and transport before offices opened.',
			'Unpaid wages are claimed by few, because the papers stay with the employer.',
			'Children born abroad need two or three journeys to get their papers.',
			'Counselling exists in {place} but not in the villages people return to.',
			'Some leave again within a year, because the debt has not been repaid.',
			'Community desks at bus stations reach people whom offices do not.'
		],
		cooperation: [
			'Agreements are announced, but their text is not easy to find.',
			'Civil society was invited to speak for ten minutes and received no answer.',
			'{group} are not named in the agreements we know of.',
			'Meetings between local officers on both sides of the border work better than formal ones.',
			'Data are exchanged on request only, and months pass.',
			'Unions pass cases to partners abroad through personal contacts.',
			'A joint committee exists, and its minutes are not shared.',
			'Recommendations are followed up when someone in {place} takes them on.',
			'Buyers asked suppliers about fees, and two factories changed their practice.',
			'A shared form for referrals would save days in each case.',
			'Regional meetings help us to compare; travel costs keep small groups away.'
		],
		standards: [
			'A draft was discussed with us once; the next version was not shared.',
			'Offices name cost and staff as the main obstacles.',
			'Members of the committee asked good questions about {group}.',
			'Public debate is about security more than about rights.',
			'Local rules in {place} go further than the national ones.',
			'Employers’ groups support simple and equal rules for all.',
			'Judges read treaties as guidance, we are told, and seldom cite them.',
			'We plan short briefings for new members of parliament.',
			'Shadow reports were written together and shared the work well.',
			'Training for officials would help more than another text.',
			'Progress was made on forms and fees, less on freedom to organise.'
		]
	} as Record<string, readonly string[]>,
	any: [
		'This is what most of the people we asked say.',
		'The situation of {group} is different and needs a closer look.',
		'We know less about {place} and would not generalise.',
		'Practice varies with the person in charge.',
		'It has become a little better in the last two years.'
	],
	short: {
		q0_3b_other_corridors: ['two countries in the Gulf', 'one country in East Asia'],
		q0_4b_other_sectors: ['market and street work', 'cleaning and security'],
		q3_3b_pass: ['a special pass of three months, renewed once', 'a letter, for thirty days'],
		q4_1b_before_languages: ['the national language and one regional language'],
		q4_2b_after_languages: ['English and two languages of workers', 'the national language only'],
		q4_9b_languages_missing: ['languages of upland communities', 'two minority languages'],
		q5_10b_screening_by: ['a desk at the border post', 'the social welfare office of the district'],
		q7_2c_cmw_office: ['a spokesperson of the ministry', 'the delegation at a review session']
	} as Record<string, readonly string[]>,
	cells: {
		languages: ['national language', 'two languages'],
		who: ['workers with an employer', 'workers in two sectors'],
		court: ['Sample court, north', 'Sample court, south'],
		issue: ['unpaid wages', 'injury at work', 'recruitment fees', 'early dismissal'],
		budget: ['small', 'not published', 'shared with other programmes'],
		sectors: ['domestic work', 'construction and farming', 'fishing'],
		obstacle: ['short notice', 'cost of travel', 'closed meeting', 'one language only']
	} as Record<string, readonly string[]>,
	group: [
		'domestic workers',
		'construction workers',
		'fishers',
		'plantation workers',
		'factory workers',
		'care workers',
		'women in small workshops',
		'seasonal workers'
	],
	place: [
		'the border districts',
		'the capital',
		'the ports',
		'rural areas',
		'the industrial zones',
		'smaller towns',
		'the islands'
	],
	treaty: {
		correction: 'Sample correction: invented, it says nothing about this treaty.',
		source: 'Sample source: invented.'
	}
};

export type Words = typeof english;

/**
 * Every question type the reference converter knows, spelt as it spells it, and what it is here.
 * `control` false: nothing stands on the page for it, so it needs no label.
 */
import type { QuestionType } from '../definition.ts';

export interface TypeFacts {
	type: QuestionType;
	/** Whether people see it; such a question needs a label or hint. */
	isSeen: boolean;
	/** A constraint or hint the type brings along. */
	constraint?: string;
	hint?: string;
}

const GROUPS: readonly [QuestionType, boolean, string][] = [
	['text', true, 'text|string|q string|add text prompt'],
	['integer', true, 'integer|int|q int|add integer prompt'],
	['decimal', true, 'decimal|q decimal|add decimal prompt'],
	['date', true, 'date|q date|add date prompt'],
	['time', true, 'time'],
	[
		'datetime',
		true,
		'dateTime|datetime|date time|q dateTime|q date time|add dateTime prompt|add date time prompt'
	],
	['note', true, 'note|q note|add note prompt'],
	['barcode', true, 'barcode|q barcode|add barcode prompt'],
	['acknowledge', true, 'acknowledge|trigger|q acknowledge|add acknowledge prompt'],
	['geopoint', true, 'geopoint|gps|location|q geopoint|q location|add location prompt'],
	['geotrace', true, 'geotrace|q geotrace'],
	['geoshape', true, 'geoshape|q geoshape'],
	['image', true, 'photo|image|q image|q picture|add image prompt|add photo prompt'],
	['audio', true, 'audio|q audio|add audio prompt'],
	['video', true, 'video|q video|add video prompt'],
	['file', true, 'file|add file prompt'],
	['range', true, 'range'],
	['rank', true, 'rank'],
	['select_one', true, 'select one|q select1|select one using|add select one prompt using'],
	[
		'select_multiple',
		true,
		'select all that apply|q select|select all that apply from|select multiple from|select multiple using|add select multiple prompt using'
	],
	['select_one', true, 'select one external'],
	['text', true, 'osm'],
	['calculate', false, 'calculate|q calculate|add calculate prompt'],
	['hidden', false, 'hidden'],
	[
		'metadata',
		false,
		'start|start time|get start time|end|end time|get end time|today|get today|deviceid|device id|get device id|imei|uri:deviceid|username|uri:username|email|uri:email|phonenumber|get phone number|uri:phonenumber|simserial|sim id|get sim id|uri:simserial|subscriberid|subscriber id|get subscriber id|uri:subscriberid|audit|start-geopoint|background-audio|background-geopoint|xml-external|csv-external'
	]
];

/** Types of the sheet by their name. */
export const TYPES: ReadonlyMap<string, TypeFacts> = new Map<string, TypeFacts>([
	...GROUPS.flatMap(([type, isSeen, names]) =>
		names.split('|').map((name): [string, TypeFacts] => [name, { type, isSeen }])
	),
	[
		'phone number',
		{
			type: 'text',
			isSeen: true,
			constraint: "regex(., '^\\d*$')",
			hint: 'Enter numbers only.'
		}
	],
	['percentage', { type: 'integer', isSeen: true, constraint: '0 <= . and . <= 100' }],
	...(
		[
			['number of days in last month', 31],
			['number of days in last six months', 183],
			['number of days in last year', 365]
		] as const
	).map(([name, most]): [string, TypeFacts] => [
		name,
		{
			type: 'integer',
			isSeen: true,
			constraint: `0 <= . and . <= ${most}`,
			hint: `Enter a number 0-${most}.`
		}
	])
]);

/** Spellings that become another type before anything else looks at them. */
export const TYPE_ALIASES: Readonly<Record<string, string>> = {
	imei: 'deviceid',
	image: 'photo',
	'add image prompt': 'photo',
	'add photo prompt': 'photo',
	'add audio prompt': 'audio',
	'add video prompt': 'video',
	'add file prompt': 'file'
};

/** Files a question may take its choices from. */
export const FILE_EXTENSIONS = ['.xml', '.csv', '.geojson'];

/** The commands that begin a type with a list, and the type they are. */
export const SELECT_COMMANDS: Readonly<Record<string, string>> = {
	'add select one prompt using': 'select one',
	'add select multiple prompt using': 'select all that apply',
	'select all that apply from': 'select all that apply',
	'select one from': 'select one',
	select1: 'select one',
	select_one: 'select one',
	'select one': 'select one',
	select_multiple: 'select all that apply',
	'select all that apply': 'select all that apply',
	select_one_external: 'select one external',
	select_one_from_file: 'select one',
	select_multiple_from_file: 'select all that apply',
	'select one from file': 'select one',
	'select multiple from file': 'select all that apply',
	rank: 'rank'
};

const CONTROLS: Readonly<Record<string, 'group' | 'repeat' | 'loop'>> = {
	group: 'group',
	lgroup: 'repeat',
	repeat: 'repeat',
	loop: 'loop',
	'looped group': 'repeat'
};

const SELECT = new RegExp(
	`^(${Object.keys(SELECT_COMMANDS).join('|')}) (\\S+)( (or specify other|or_other|or other))?$`
);
const CONTROL = Object.keys(CONTROLS).join('|');
const BEGIN = new RegExp(`^begin[\\s_](${CONTROL})(?: (?:over )?(\\S+))?$`);
const END = new RegExp(`^end[\\s_](${CONTROL})$`);
const OSM = /osm (\S+)/;

export interface SelectType {
	command: string;
	type: string;
	list: string;
	isOther: boolean;
	isFile: boolean;
}

/** The parts of a type such as `select_one colours or_other`; null for other types. */
export function readSelectType(text: string): SelectType | null {
	const match = SELECT.exec(text);
	if (!match) return null;
	const [, command = '', list = '', other] = match;
	return {
		command,
		type: SELECT_COMMANDS[command] ?? '',
		list,
		isOther: other !== undefined,
		isFile: / file$|_file$/.test(command)
	};
}

/** The parts of `begin repeat` and its like; null for other types. */
export function readBegin(
	text: string
): { kind: 'group' | 'repeat' | 'loop'; list: string } | null {
	const match = BEGIN.exec(text);
	return match ? { kind: CONTROLS[match[1]!]!, list: match[2] ?? '' } : null;
}

/** What an `end …` row ends; null for other types. */
export function readEnd(text: string): 'group' | 'repeat' | 'loop' | null {
	const match = END.exec(text);
	return match ? CONTROLS[match[1]!]! : null;
}

/** The list of tags of a map feature (`osm building`); null for other types. */
export function readOsm(text: string): string | null {
	return OSM.exec(text)?.[1] ?? null;
}

/** Name and extension of a file as the converter splits them. */
export function splitExtension(file: string): { stem: string; extension: string } {
	const dot = file.lastIndexOf('.');
	return dot > 0 && !/^\.+$/.test(file.slice(0, dot))
		? { stem: file.slice(0, dot), extension: file.slice(dot) }
		: { stem: file, extension: '' };
}

/** What each type of question is in an XForm: the type of its data and the control that asks it. */
import { type Question, type QuestionType, UNSEEN_TYPES } from '../definition.ts';

export interface Control {
	/** Type of the bind. */
	type: string;
	/** Element of the body. */
	tag: 'input' | 'select' | 'select1' | 'odk:rank' | 'range' | 'upload' | 'trigger';
	mediatype?: string;
}

const input = (type: string): Control => ({ type, tag: 'input' });
const upload = (mediatype: string): Control => ({ type: 'binary', tag: 'upload', mediatype });

const CONTROLS: Record<QuestionType, Control> = {
	select_one: { type: 'string', tag: 'select1' },
	select_multiple: { type: 'string', tag: 'select' },
	scale: { type: 'string', tag: 'select1' },
	rank: { type: 'odk:rank', tag: 'odk:rank' },
	number: input('decimal'),
	integer: input('int'),
	decimal: input('decimal'),
	range: { type: 'int', tag: 'range' },
	date: input('date'),
	time: input('time'),
	datetime: input('dateTime'),
	text: input('string'),
	long_text: input('string'),
	barcode: input('barcode'),
	acknowledge: { type: 'string', tag: 'trigger' },
	matrix: input('string'),
	treaty: input('string'),
	geopoint: input('geopoint'),
	geotrace: input('geotrace'),
	geoshape: input('geoshape'),
	image: upload('image/*'),
	audio: upload('audio/*'),
	video: upload('video/*'),
	file: upload('application/*'),
	note: input('string'),
	calculate: input('string'),
	hidden: input('string'),
	metadata: input('string')
};

const isWhole = (value: string | undefined): boolean =>
	value === undefined || /^-?\d+$/.test(value);

/** Data type and control of a question. */
export function controlOf(question: Question): Control {
	const control = CONTROLS[question.type];
	const { start, end, step } = question.parameters ?? {};
	if (question.type === 'range' && ![start, end, step].every(isWhole))
		return { ...control, type: 'decimal' };
	if (isSelectExternal(question)) return input('string');
	return control;
}

/** select_one_external: choices of the external_choices sheet, asked for by a query. */
export function isSelectExternal(question: Question): boolean {
	return /^select[ _]one[ _]external\b/.test(question.xlsform_type ?? '');
}

/** Whether the body shows it: a seen type, or a label to show; not what is only computed. */
export function isAsked(question: Question): boolean {
	if (UNSEEN_TYPES.includes(question.type)) return false;
	const isComputed = question.calculation !== undefined || question.trigger !== undefined;
	return !isComputed || hasText(question.label) || hasText(question.hint);
}

export const hasText = (text: Readonly<Record<string, string>> | undefined): boolean =>
	text !== undefined && Object.values(text).some((each) => each !== '');

/** What a device fills in: bind type, jr:preload and its parameter, by the words of its type. */
const PRELOADS: readonly (readonly [RegExp, string, string, string])[] = [
	[/start.geopoint/, 'geopoint', '', ''],
	[/background.audio/, 'binary', '', ''],
	[/start/, 'dateTime', 'timestamp', 'start'],
	[/\bend\b/, 'dateTime', 'timestamp', 'end'],
	[/today/, 'date', 'date', 'today'],
	[/device.?id|imei/, 'string', 'property', 'deviceid'],
	[/subscriber.?id/, 'string', 'property', 'subscriberid'],
	[/sim/, 'string', 'property', 'simserial'],
	[/phone.?number/, 'string', 'property', 'phonenumber'],
	[/username/, 'string', 'property', 'username'],
	[/email/, 'string', 'property', 'email']
];

export interface Preload {
	type: string;
	preload?: string;
	parameter?: string;
}

/** How a device fills in a question of type `metadata`. */
export function preloadOf(question: Question): Preload {
	const words = question.xlsform_type ?? '';
	const found = PRELOADS.find(([pattern]) => pattern.test(words));
	if (!found) return { type: 'string' };
	const [, type, preload, parameter] = found;
	return preload ? { type, preload, parameter } : { type };
}

/** start-geopoint and background-audio begin to work by themselves: `odk:setgeopoint`, `odk:recordaudio`. */
export function deviceActionOf(question: Question): 'odk:setgeopoint' | 'odk:recordaudio' | null {
	if (question.type !== 'metadata') return null;
	if (/start.geopoint/.test(question.xlsform_type ?? '')) return 'odk:setgeopoint';
	return /background.audio/.test(question.xlsform_type ?? '') ? 'odk:recordaudio' : null;
}

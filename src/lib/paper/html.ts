/** A Paper as one HTML file that needs nothing else: no network, no fonts, no storage. */
import { langOf } from '#lib/components/ui/langOf.ts';
import { m } from '#lib/paraglide/messages.js';
import { EXPOSURES } from '#lib/xlsform/definition.ts';
import { fieldName } from '#lib/xlsform/formFields.ts';
import { type Inline, readBlocks, readInline, withoutMarkup } from '#lib/xlsform/markdown.ts';
import { escape } from './htmlControls.ts';
import { drawField } from './htmlField.ts';
import {
	isFilledIn,
	type Paper,
	type PaperLocale,
	type PaperPart,
	type PaperQuestion,
	type PaperRepeat
} from './paper.ts';
import { momentIn } from './words.ts';

/** What the page is made with besides its words: see fill.js and paper.css. */
export interface PaperAssets {
	script: string;
	style: string;
	/** The sources of a policy for them: `'sha256-…'`. */
	hashes: { script: string; style: string };
}

/** Name of the field that holds an entry of a repeat. */
export const entryField = (repeatKey: string) => fieldName({ name: repeatKey }, 'entry');

/** Ends the part of a question its words are checked in, see readPaper.ts. */
export const END = '<!--e-->';

function inline(content: readonly Inline[]): string {
	return content
		.map((part) => {
			if (typeof part === 'string') return escape(part);
			if (part.kind === 'break') return '<br>';
			const inner = inline(part.content);
			// No link leads out of a file that may be read where nobody should see it ask.
			if (part.kind === 'link') return `${inner} (${escape(part.href)})`;
			return part.kind === 'strong' ? `<b>${inner}</b>` : `<em>${inner}</em>`;
		})
		.join('');
}

function long(text: string, style: string): string {
	if (text === '') return '';
	return readBlocks(text)
		.map((block) =>
			block.kind === 'list'
				? `<ul class="${style}">${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`
				: `<p class="${style}">${inline(block.content)}</p>`
		)
		.join('');
}

interface Drawing {
	locale: PaperLocale;
}

function whenWords({ locale }: Drawing, when: PaperPart['when']): string {
	if (!when) return '';
	const words =
		when === 'depends'
			? m.paper_if_depends({}, { locale })
			: m.paper_only_if({ condition: when.words }, { locale });
	return `<p class="when">${escape(words)}</p>`;
}

function whenTest(when: PaperPart['when']): string {
	return when && when !== 'depends' ? ` data-w="${escape(JSON.stringify(when.condition))}"` : '';
}

const CODES = {
	dont_know: m.questionnaire_code_dont_know,
	not_applicable: m.questionnaire_code_not_applicable,
	not_safe: m.questionnaire_code_not_safe
} as const;

function drawQuestion(drawing: Drawing, question: PaperQuestion): string {
	const { locale } = drawing;
	const { key, content, field } = question;
	const { status, reason, exposure } = content;
	const marks = [
		question.number,
		question.isRequired && m.questionnaire_required({}, { locale }),
		question.isIfKnown && m.questionnaire_if_known({}, { locale })
	].filter(Boolean);
	const code = status === 'empty' || status === 'answered' ? '' : status;
	const isOpen = isFilledIn(question);
	const filled = isOpen
		? ` data-f="${escape(fieldName({ name: key }))}" data-s="${code}" data-r="${escape(reason ?? '')}" data-x="${exposure}"`
		: '';
	const said = code ? [CODES[code]({}, { locale }), reason].filter(Boolean).join(': ') : '';
	const guidance = question.guidance
		? `<details><summary>${escape(m.questionnaire_guidance({}, { locale }))}</summary>${long(question.guidance, 'hint')}</details>`
		: '';
	const source =
		question.wantsSource && field.kind !== 'file'
			? m.questionnaire_source_wanted({}, { locale })
			: '';
	return [
		`<section class="q" id="q-${escape(key)}"${filled}${whenTest(question.when)}>`,
		`<fieldset data-q="${escape(question.name)}"><legend id="l-${escape(key)}"><span class="no">${escape(marks.join(' · '))}</span> ${inline(readInline(question.label))}</legend>`,
		whenWords(drawing, question.when),
		long([question.hint, source].filter(Boolean).join('\n\n'), 'hint'),
		guidance,
		`<div class="field">${drawField(question, locale)}</div></fieldset>${END}`,
		said && `<p class="said"><b>${escape(said)}</b></p>`,
		'</section>\n'
	].join('');
}

function drawRepeat(drawing: Drawing, repeat: PaperRepeat): string {
	const { locale } = drawing;
	const label = withoutMarkup(repeat.label) || m.questionnaire_entry({}, { locale });
	const entry = ({ id, parts }: PaperRepeat['entries'][number], place: number, isNew: boolean) =>
		[
			`<div class="entry" role="group" aria-label="${escape(label)}"><h3 tabindex="-1">${escape(label)} <span class="place">${place}</span></h3>`,
			repeat.isCounted
				? ''
				: `<input type="hidden" name="${escape(entryField(repeat.key))}" value="${escape(id)}">`,
			drawParts(drawing, parts),
			isNew
				? `<button type="button" data-do="remove">${escape(m.paper_entry_remove({ label }, { locale }))}</button>`
				: '',
			'</div>\n'
		].join('');
	return [
		`<div class="repeat"${whenTest(repeat.when)}><h2>${inline(readInline(label))}</h2>`,
		whenWords(drawing, repeat.when),
		long(repeat.hint, 'hint'),
		repeat.isCounted && repeat.entries.length === 0
			? `<p class="hint">${escape(m.questionnaire_entry_counted({}, { locale }))}</p>`
			: '',
		...repeat.entries.map((each, at) => entry(each, at + 1, false)),
		repeat.blank
			? `<template data-token="${repeat.blank.id}">${entry(repeat.blank, 0, true)}</template><button type="button" data-do="add">${escape(m.questionnaire_entry_add({ label }, { locale }))}</button>`
			: '',
		'</div>\n'
	].join('');
}

function drawParts(drawing: Drawing, parts: readonly PaperPart[]): string {
	return parts
		.map((part) => {
			if (part.kind === 'question') return drawQuestion(drawing, part);
			if (part.kind === 'repeat') return drawRepeat(drawing, part);
			const words = whenWords(drawing, part.when) + long(part.hint, 'hint');
			if (part.kind === 'note') {
				const number = part.number ? `<span class="no">${escape(part.number)}</span>` : '';
				return `<div class="note"${whenTest(part.when)}>${number}${long(part.label, '')}${words}</div>\n`;
			}
			const title = part.label ? `<h2>${inline(readInline(part.label))}</h2>` : '';
			return `<div class="group"${whenTest(part.when)}>${title}${words}${drawParts(drawing, part.parts)}</div>\n`;
		})
		.join('');
}

/** The questions alone, which are what a signature covers. */
export function drawBody(paper: Paper): string {
	return drawParts(paper, paper.parts);
}

/**
 * The row under every question, added by the script: codes, reason, who may see it. `hasClear`:
 * with a way to take a choice back, which the script takes away where there is none to take.
 */
export function drawTail(locale: PaperLocale, hasClear = true): string {
	const radio = (value: string, words: string, checked = '') =>
		`<label><input type="radio" data-part="status" value="${value}"${checked}>${escape(words)}</label>`;
	const exposures = {
		public: m.questionnaire_exposure_public,
		study_team: m.questionnaire_exposure_study_team,
		coordinators: m.questionnaire_exposure_coordinators
	};
	const shown = m.questionnaire_exposure_now({ exposure: '\u0000' }, { locale });
	const [before = '', after = ''] = shown.split('\u0000').map(escape);
	return [
		'<template id="tail"><div class="tail" data-tail>',
		hasClear
			? `<button type="button" class="clear" data-do="clear">${escape(m.questionnaire_clear({}, { locale }))}</button>`
			: '',
		`<div class="codes" role="radiogroup" aria-label="${escape(m.questionnaire_codes({}, { locale }))}">`,
		radio('', m.questionnaire_code_answer({}, { locale }), ' checked'),
		...Object.entries(CODES).map(([code, words]) => radio(code, words({}, { locale }))),
		`</div><label class="named why"><span class="hint">${escape(m.questionnaire_reason({}, { locale }))}</span><input data-part="reason" maxlength="500"></label>`,
		`<details><summary>${before}<b></b>${after}</summary><select data-part="exposure" aria-label="${escape(m.questionnaire_exposure_label({}, { locale }))}">`,
		...EXPOSURES.map(
			(each) => `<option value="${each}">${escape(exposures[each]({}, { locale }))}</option>`
		),
		`</select></details>${END}</div></template>`
	].join('');
}

/** Anything as JSON that cannot end the script element it stands in. */
export const jsonIn = (value: unknown) => JSON.stringify(value).replace(/</g, '\\u003c');

/**
 * The whole file. `body` is drawBody's; `payload` is what the file says of itself, signed;
 * `name` is what a filled copy is called.
 */
export function drawPaper(
	paper: Paper,
	{
		body,
		payload,
		name,
		assets
	}: { body: string; payload: unknown; name: string; assets: PaperAssets }
): string {
	const { locale, language } = paper;
	const { hashes, script, style } = assets;
	const title = `${paper.areaNumber} ${paper.areaTitle}`.trim();
	const when = momentIn(paper.madeAt, locale);
	const policy = `default-src 'none'; script-src ${hashes.script}; style-src ${hashes.style}; form-action 'none'; base-uri 'none'`;
	const tag = langOf(language);
	const lang = tag ? ` lang="${escape(tag)}"` : '';
	const line = (words: string, style = '') => `<p class="${style}">${escape(words)}</p>`;
	return `<!doctype html>
<html${lang} translate="no">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="google" content="notranslate">
<title>${escape(`${title} · ${paper.country}, ${paper.roundName}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${line(`${paper.country}, ${paper.roundName} · ${paper.studyName}`)}
${line(m.paper_made({ name: paper.madeBy, date: when }, { locale }), 'head')}
${paper.isInvented ? line(m.respond_invented({}, { locale }), 'head') : ''}
${long(paper.intro, '')}
<div class="box"><b>${escape(m.paper_how_title({}, { locale }))}</b>${line(m.paper_how({}, { locale }))}${line(m.paper_files({}, { locale }))}
<p><b>${escape(m.paper_danger_title({}, { locale }))}</b> ${escape(m.paper_danger({}, { locale }))}</p></div>
<noscript>${line(m.paper_no_script({}, { locale }), 'box')}</noscript>
<form autocomplete="off" data-name="${escape(name)}">
${body}</form>
<textarea id="text" rows="8" readonly hidden aria-label="${escape(m.paper_copy_text({}, { locale }))}"></textarea>
</main>
<div class="bar"><div><p id="state" role="status" data-count="${escape(m.paper_count({ answered: '#1', asked: '#2' }, { locale }))}" data-changed="${escape(m.paper_changed({}, { locale }))}" data-saved="${escape(m.paper_unchanged({}, { locale }))}" data-copied="${escape(m.paper_copied({}, { locale }))}"></p>
<button type="button" class="main" data-do="save">${escape(m.paper_save({}, { locale }))}</button><button type="button" data-do="send" hidden>${escape(m.paper_send({}, { locale }))}</button><button type="button" data-do="text">${escape(m.paper_copy_text({}, { locale }))}</button></div></div>
${drawTail(locale)}
<script type="application/json" id="mufakat-paper">${jsonIn(payload)}</script>
<script type="application/json" id="mufakat-answers">null</script>
<script>${script}</script>
</body>
</html>
`;
}

// @ts-check
/**
 * The script inside a file that was downloaded to be filled in. It is put there as it stands
 * here, so it uses nothing but the browser, and nothing a phone of 2018 does not know. What is
 * typed lives in the page and, as JSON, in `#mufakat-answers`, so that every way of saving the
 * page keeps it: our button, “Save page as…”, or sending it on.
 */
(function fill() {
	'use strict';
	const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
	const store = /** @type {HTMLElement} */ (document.getElementById('mufakat-answers'));
	const state = /** @type {HTMLElement} */ (document.getElementById('state'));
	const tail = /** @type {HTMLTemplateElement} */ (document.getElementById('tail'));
	let isChanged = false;

	/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
	const all = (selector, within = form) => Array.from(within.querySelectorAll(selector));
	/** @param {string} selector @param {ParentNode} within @returns {HTMLElement} */
	const one = (selector, within) => /** @type {HTMLElement} */ (within.querySelector(selector));
	/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
	/** @param {ParentNode} within @returns {Control[]} */
	const controls = (within) => /** @type {any} */ (all('input,select,textarea', within));
	/** @param {Control} control @returns {control is HTMLInputElement} */
	const isTick = (control) => control.type === 'radio' || control.type === 'checkbox';

	/** @param {HTMLSelectElement} select */
	const chosenWords = (select) => (select.selectedOptions[0] || select).textContent;

	/** What a form would send: the status of every question, and all that is filled in. */
	function pairs() {
		return Array.from(new FormData(form)).filter(
			([name, value]) => typeof value === 'string' && (value !== '' || /\.status$/.test(name))
		);
	}

	/** @param {(string | File)[][]} answers */
	const write = (answers) => (store.textContent = JSON.stringify(answers).replace(/</g, '\\u003c'));

	/** Completes what the file says once, and gives every question its row of codes. @param {ParentNode} within */
	function prepare(within) {
		all('td', within).forEach((cell) => {
			const row = /** @type {HTMLElement} */ (cell.parentNode);
			const label = one('th', row).textContent + ', ' + cell.dataset.l;
			controls(cell).forEach((control) => control.setAttribute('aria-label', label));
		});
		all('select[data-o]', within).forEach((short) => {
			const place = Array.from(/** @type {any} */ (short.closest('tr') || {}).cells || []).indexOf(
				short.closest('td')
			);
			const list = /** @type {any} */ (short.closest('tbody,ol'));
			const first = list.children[0].children[Math.max(place, 0)];
			const select = /** @type {HTMLSelectElement} */ (short);
			const { value } = select;
			const full = /** @type {HTMLSelectElement} */ (first.querySelector('select') || first);
			select.innerHTML = full.innerHTML;
			select.value = value;
		});
		all('.q[data-f]', within).forEach((section) => {
			if (section.querySelector('.tail')) return;
			const added = /** @type {HTMLElement} */ (tail.content.cloneNode(true));
			const { f = '', s = '', r = '', x = '' } = section.dataset;
			controls(added).forEach((control) => {
				const part = String(control.dataset.part);
				control.name = f + '.' + part;
				if (part === 'status') /** @type {any} */ (control).checked = control.value === s;
				else control.value = part === 'reason' ? r : x;
			});
			if (!section.querySelector('.field [type=radio]')) one('.clear', added).remove();
			all('.said', section).forEach((words) => words.remove());
			section.append(added);
		});
	}

	/** Puts saved answers back into the fields. @param {string[][]} answers */
	function restore(answers) {
		const given = new Map();
		answers.forEach(([name, value]) => given.set(name, (given.get(name) || []).concat(value)));
		controls(form).forEach((control) => {
			if (control.type === 'hidden') return;
			const values = given.get(control.name) || [];
			if (isTick(control)) control.checked = values.includes(control.value);
			else control.value = values[0] || '';
		});
	}

	/** Whether a question says anything. @param {HTMLElement} section */
	const isAnswered = (section) =>
		controls(section).some(
			(control) =>
				!/exposure|reason|unit/.test(String(control.dataset.part)) &&
				control.type !== 'hidden' &&
				control.value !== '' &&
				(!isTick(control) || control.checked)
		);

	/** @param {Map<string, string[]>} given @param {any} test @returns {boolean} */
	function holds(given, test) {
		if (typeof test === 'boolean') return test;
		const [how, one, other] = test;
		if (how === '!') return !holds(given, one);
		if (how === '&') return test.slice(1).every((/** @type {any} */ each) => holds(given, each));
		if (how === '|') return test.slice(1).some((/** @type {any} */ each) => holds(given, each));
		const isCode = Boolean((given.get(one.replace(/value$/, 'status')) || [''])[0]);
		return compares((!isCode && given.get(one)) || [], how, other);
	}

	/** As condition.ts has it. @param {string[]} values @param {string} how @param {string} to */
	function compares(values, how, to) {
		const value = (values[0] || '').trim();
		const left = Number(value);
		const right = Number(to);
		const isFigure = value !== '' && to !== '' && !isNaN(left) && !isNaN(right);
		if (how === 'has') return values.includes(to);
		if (how === '=') return isFigure ? left === right : value === to;
		if (how === '!=') return isFigure ? left !== right : value !== to;
		if (how === '<') return isFigure && left < right;
		if (how === '<=') return isFigure && left <= right;
		if (how === '>') return isFigure && left > right;
		return isFigure && left >= right;
	}

	/** Folds what is not asked, unless something stands in it, and counts. */
	function look() {
		const given = new Map();
		pairs().forEach(([name, value]) => given.set(name, (given.get(name) || []).concat(value)));
		all('[data-w]').forEach((part) => {
			const isAsked = holds(given, JSON.parse(String(part.dataset.w)));
			const isFull = part.matches('.q') ? isAnswered(part) : all('.q', part).some(isAnswered);
			part.classList.toggle('off', !isAsked && !isFull);
		});
		const asked = all('.q[data-f]').filter((section) => !section.closest('.off'));
		const words = String(state.dataset.count)
			.replace('#1', String(asked.filter(isAnswered).length))
			.replace('#2', String(asked.length));
		state.textContent = words + ' · ' + state.dataset[isChanged ? 'changed' : 'saved'];
		all('.entry').forEach((entry) => {
			const place = all('.entry', /** @type {ParentNode} */ (entry.parentNode))
				.filter((each) => each.parentNode === entry.parentNode)
				.indexOf(entry);
			one('.place', entry).textContent = String(place + 1);
		});
		all('summary b').forEach((words) => {
			const select = /** @type {HTMLElement} */ (words.closest('details')).querySelector('select');
			if (select) words.textContent = chosenWords(select);
		});
	}

	function changed() {
		isChanged = true;
		write(pairs());
		look();
	}

	/** A choice that is put in another place leaves the one it had. @param {Control} moved */
	function keepApart(moved) {
		const list = moved.closest('ol');
		if (!list || !moved.value) return;
		controls(list).forEach((other) => {
			if (other !== moved && other.value === moved.value) other.value = '';
		});
	}

	/** The page as a file, what is filled in standing in its markup too. */
	function copy() {
		const answers = pairs();
		write(answers);
		controls(form).forEach((control) => {
			if (control instanceof HTMLSelectElement)
				Array.from(control.options).forEach((each) => (each.defaultSelected = each.selected));
			else if (isTick(control)) control.defaultChecked = control.checked;
			else if (control.type !== 'hidden') control.defaultValue = control.value;
		});
		look();
		const page = '<!doctype html>\n' + document.documentElement.outerHTML;
		return new File([page], String(form.dataset.name), { type: 'text/html' });
	}

	function saved() {
		isChanged = false;
		look();
	}

	function save() {
		const link = document.createElement('a');
		link.href = URL.createObjectURL(copy());
		link.download = String(form.dataset.name);
		document.body.append(link);
		link.click();
		link.remove();
		setTimeout(() => URL.revokeObjectURL(link.href), 60000);
		saved();
	}

	/** Everything answered as plain text, one question under the other. */
	function asText() {
		const title = String((document.querySelector('h1') || form).textContent);
		const parts = all('.q[data-f]')
			.filter(isAnswered)
			.map((section) => {
				const said = controls(section).flatMap((control) => {
					if (
						control.type === 'hidden' ||
						control.value === '' ||
						control.dataset.part === 'exposure'
					)
						return [];
					if (isTick(control) && !control.checked) return [];
					const label = control.closest('label');
					const words =
						control instanceof HTMLSelectElement
							? chosenWords(control)
							: isTick(control)
								? String((label || control).textContent).trim()
								: control.value;
					const name = isTick(control) ? null : control.getAttribute('aria-label');
					return [name ? name + ': ' + words : words];
				});
				return [String(one('legend', section).textContent).trim().replace(/\s+/g, ' ')]
					.concat(said)
					.join('\n');
			});
		return [title].concat(parts).join('\n\n') + '\n';
	}

	function copyText() {
		const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'));
		box.value = asText();
		box.hidden = false;
		box.focus();
		box.select();
		const done = () => (state.textContent = String(state.dataset.copied));
		if (navigator.clipboard) navigator.clipboard.writeText(box.value).then(done, () => {});
	}

	/** @param {HTMLElement} button */
	function addEntry(button) {
		const repeat = /** @type {HTMLElement} */ (button.closest('.repeat'));
		const blank = /** @type {HTMLTemplateElement} */ (button.previousElementSibling);
		const id = Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) =>
			byte.toString(16).padStart(2, '0')
		).join('');
		const added = blank.innerHTML.split(String(blank.dataset.token)).join(id);
		blank.insertAdjacentHTML('beforebegin', added);
		const entry = /** @type {HTMLElement} */ (blank.previousElementSibling);
		prepare(repeat);
		changed();
		const first = entry.querySelector('h3');
		if (first instanceof HTMLElement) first.focus();
	}

	document.addEventListener('click', (event) => {
		const target = /** @type {HTMLElement} */ (event.target);
		const button = target.closest('button');
		if (!button) return;
		const act = button.dataset.do;
		if (act === 'save') save();
		else if (act === 'send') navigator.share({ files: [copy()] }).then(saved, () => {});
		else if (act === 'text') copyText();
		else if (act === 'add') addEntry(button);
		else if (act === 'remove') {
			/** @type {HTMLElement} */ (button.closest('.entry')).remove();
			changed();
		} else if (act === 'clear') {
			const section = /** @type {HTMLElement} */ (button.closest('.q'));
			controls(/** @type {HTMLElement} */ (section.querySelector('.field'))).forEach((control) => {
				if (isTick(control)) control.checked = false;
			});
			changed();
		}
	});
	form.addEventListener('input', (event) => {
		keepApart(/** @type {Control} */ (event.target));
		changed();
	});
	form.addEventListener('submit', (event) => event.preventDefault());
	window.addEventListener('beforeunload', (event) => {
		if (isChanged) event.preventDefault();
	});

	prepare(form);
	const known = JSON.parse(store.textContent || 'null');
	if (known) restore(known);
	document.documentElement.classList.add('on');
	const trial = new File([''], 'a.html', { type: 'text/html' });
	if (navigator.canShare && navigator.canShare({ files: [trial] }))
		all('[data-do=send]', document).forEach((button) => (button.hidden = false));
	look();
})();

/**
 * The script of a site: it shows the box and finds words in `search-index.js`, which it loads when
 * somebody begins to search. All words of the query must be there, as parts of words: that finds
 * something in scripts that write no blanks too. Plain, for browsers of many years.
 */
export const SEARCH_SCRIPT = `(function () {
	'use strict';
	var form = document.querySelector('form.search');
	if (!form) return;
	var input = form.querySelector('input');
	var status = form.querySelector('[role=status]');
	var list = form.querySelector('ol');
	var MOST = 30;
	var isLoading = false;
	form.hidden = false;
	function fold(text) {
		var lower = text.toLowerCase();
		return lower.normalize ? lower.normalize('NFD').replace(/[\\u0300-\\u036f\\u200b]/g, '') : lower;
	}
	function load(then) {
		if (window.editionWords) return then();
		if (isLoading) return;
		isLoading = true;
		var script = document.createElement('script');
		script.src = 'search-index.js';
		script.onload = then;
		document.head.appendChild(script);
	}
	function around(text, at) {
		var from = Math.max(0, at - 60);
		return (from > 0 ? '… ' : '') + text.slice(from, at + 120) + (text.length > at + 120 ? ' …' : '');
	}
	function show() {
		var words = fold(input.value).split(/\\s+/).filter(Boolean);
		list.textContent = '';
		if (words.length === 0) {
			status.textContent = '';
			return;
		}
		var found = window.editionWords.filter(function (entry) {
			var text = fold(entry[1] + ' ' + entry[2]);
			return words.every(function (word) {
				return text.indexOf(word) >= 0;
			});
		});
		status.textContent = found.length
			? status.getAttribute('data-found').replace('#', String(found.length))
			: status.getAttribute('data-none');
		found.slice(0, MOST).forEach(function (entry) {
			var item = document.createElement('li');
			var link = document.createElement('a');
			link.href = entry[0];
			link.textContent = entry[1];
			item.appendChild(link);
			var at = fold(entry[2]).indexOf(words[0]);
			if (at >= 0) {
				var text = document.createElement('p');
				text.textContent = around(entry[2], at);
				item.appendChild(text);
			}
			list.appendChild(item);
		});
	}
	input.addEventListener('focus', function () {
		load(function () {});
	});
	form.addEventListener('submit', function (event) {
		event.preventDefault();
		if (window.editionWords) show();
		else {
			isLoading = false;
			load(show);
		}
	});
})();
`;

// What is selected in an answer or quotation beside a chapter becomes the passage that is cited.
const field = document.querySelector('#material textarea[name="passage"]');
let taken = { words: '', item: null };

document.addEventListener('selectionchange', () => {
	const selection = document.getSelection();
	const words = selection.toString().trim();
	const node = selection.anchorNode;
	const element = node instanceof Element ? node : node?.parentElement;
	const said = element?.closest('#material [data-words]');
	if (!field || !said || words === '' || !said.contains(selection.focusNode)) return;
	taken = { words, item: said.closest('li') };
	field.value = words;
});

// Words of one source are not those of another.
document.addEventListener(
	'click',
	({ target }) => {
		const button = target instanceof Element ? target.closest('button[name="what"]') : null;
		if (!button || !field || field.value !== taken.words) return;
		if (button.closest('li') !== taken.item) field.value = '';
	},
	true
);

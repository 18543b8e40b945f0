// Looks at the page as assistive technology does: by role and accessible name. A fair part of the
// standard's computation, enough for the program's own markup.
const implicitRoles = [
  ['a[href]', 'link'],
  ['button, summary, input[type=button], input[type=submit]', 'button'],
  ['input[type=checkbox]', 'checkbox'],
  ['input[type=radio]', 'radio'],
  ['input[type=search]', 'searchbox'],
  ['input[type=number]', 'spinbutton'],
  ['input[type=range]', 'slider'],
  ['input:not([type]), input[type=text], textarea', 'textbox'],
  ['select', 'combobox'],
  ['dialog', 'dialog'],
  ['fieldset', 'group'],
  ['h1, h2, h3, h4, h5, h6', 'heading'],
  ['li', 'listitem'],
  ['ul, ol', 'list'],
  ['main', 'main'],
  ['nav', 'navigation'],
  ['tr', 'row'],
  ['table', 'table'],
];

const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

const roleOf = (element) =>
  element.getAttribute('role') ?? implicitRoles.find(([selector]) => element.matches(selector))?.[1];

const isVisible = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true], [inert]');

// An open modal dialog makes the rest of the page inert without saying so in the markup.
const reachable = (element) => {
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  return !modal || modal.contains(element);
};

const contentOf = (element) => {
  const parts = [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') return '';
    if (!node.checkVisibility() && !node.closest('.visually-hidden, .sr-only')) return '';
    const content = node.getAttribute('aria-label') ?? node.getAttribute('alt') ?? contentOf(node);
    return getComputedStyle(node).display.startsWith('inline') ? content : ` ${content} `;
  });
  return squeeze(parts.join(''));
};

const nameOf = (element) => {
  const labelled = element.getAttribute('aria-labelledby');
  if (labelled) {
    return squeeze(labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' '));
  }
  const label = element.getAttribute('aria-label');
  if (label) return squeeze(label);
  if (element.labels?.length) return squeeze([...element.labels].map(contentOf).join(' '));
  if (element.matches('fieldset')) return squeeze(element.querySelector('legend')?.textContent);
  if (element.matches('input')) return squeeze(element.title || element.placeholder || element.value);
  return contentOf(element) || squeeze(element.title);
};

// The whole name before its beginning: "Good" must not find "Good luck" where both are.
const byRole = (role, name) => {
  const candidates = [...document.querySelectorAll('*')].filter(
    (element) => roleOf(element) === role && isVisible(element) && reachable(element),
  );
  const wanted = name.toLowerCase();
  const named = candidates.map((element) => [element, nameOf(element).toLowerCase()]);
  return (
    named.find(([, found]) => found === wanted)?.[0] ??
    named.find(([, found]) => found.startsWith(wanted) && !/^\w/.test(found.slice(wanted.length)))?.[0] ??
    (wanted === '' ? candidates[0] : undefined) ??
    null
  );
};

import { mount } from 'svelte';
import type { Api } from '$lib/api/api';
import { client, insideProgram } from '$lib/api/client';
import App from './App.svelte';
import './styles/index.css';

/** In a plain browser, while developing, an in-memory backend stands in for the program. */
async function backend(): Promise<Api> {
  if (import.meta.env.DEV && !insideProgram()) {
    const { fakeForAddress } = await import('$lib/api/fake/for-address');
    return fakeForAddress(new URLSearchParams(location.search));
  }
  return client;
}

// Asked for before there is text that needs them, so that the first paint has them.
for (const family of ['Literata Variable', 'Hanken Grotesk Variable']) {
  void document.fonts.load(`1rem "${family}"`);
}

void backend().then((api) => mount(App, { target: document.body, props: { api } }));

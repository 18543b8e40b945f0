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

void backend().then((api) => mount(App, { target: document.body, props: { api } }));
